import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Drift, Release } from '../../api/contract/types.gen.ts'
import { type TestApi, jsonOf, startTestApi } from '../support/api.ts'
import { readReleaseEntries } from '../../api/db/release-content.ts'
import type { DeclaredEntry } from '../../api/domain/declared-entry.ts'
import { applyEntries } from '../support/apply.ts'
import { insertRelease, setFieldByHand } from '../support/releases.ts'

let api: TestApi
let cookie: string

beforeAll(async () => {
  api = await startTestApi()
  cookie = await api.signIn('editor')
})
afterAll(() => api.close())

const get = <T>(path: string) => jsonOf<T>(api.send('GET', path, { cookie }))

describe('a release', () => {
  it('says where it came from, what it said, whom it hit and what it left out, in the list and on its own', async () => {
    const written = {
      environment: 'staging',
      overlay: {
        environment: 'staging',
        file: 'config/environments/staging.yaml',
        settings: [{ kind: 'models', id: 'bria:10@1', path: 'is_active', value: false }],
      },
      findings: [
        {
          rule: 'lifecycle/retiring-soon',
          severity: 'warning',
          file: 'config/a.yaml',
          line: 3,
          column: 5,
          message: 'Soon.',
        },
      ],
      impact: [
        {
          concerns: 'tier premium',
          before: 'dall-e-3, 0.04 USD',
          after: null,
          accounts: 2,
          sites: 1,
          contents: 5,
          queued: 3,
          stranded: true,
          why: 'No model is left.',
          names: ['Northwind', 'Contoso'],
        },
      ],
      approvals: ['tier premium'],
      skipped: [{ kind: 'tiers', id: 'basic', why: 'Accounts use it.' }],
    }
    const id = await insertRelease(api.database.db, {
      environment: written.environment,
      overlay: JSON.stringify(written.overlay),
      findings: JSON.stringify(written.findings),
      impact: JSON.stringify(written.impact),
      approvals: JSON.stringify(written.approvals),
      skipped: JSON.stringify(written.skipped),
      rollbackOf: 1,
    })
    const release = await get<Release>(`/api/releases/${id}`)
    expect(release).toMatchObject({ ...written, rollbackOf: 1, hasContent: true })
    const { data } = await get<{ data: Release[] }>('/api/releases')
    expect(data.find((listed) => listed.id === id)).toEqual(release)
  })

  it('without an environment was the files as they are', async () => {
    const id = await insertRelease(api.database.db)
    expect(await get<Release>(`/api/releases/${id}`)).toMatchObject({
      environment: null,
      overlay: null,
      findings: [],
      impact: [],
      approvals: [],
      skipped: [],
      rollbackOf: null,
    })
  })
})

describe('drift', () => {
  let entries: DeclaredEntry[]
  const drift = () => get<Drift>('/api/drift')
  beforeAll(async () => {
    entries = await readReleaseEntries(api.database.db, 1)
  })
  /** A release undoes what the test before did by hand. */
  beforeEach(async () => {
    await applyEntries(api.database.db, entries)
  })

  it('is none where the database is what the last release says', async () => {
    const { data } = await get<{ data: Release[] }>('/api/releases?perPage=1')
    expect(await drift()).toEqual({
      release: expect.objectContaining({ id: data[0]?.id, actor: data[0]?.actor }),
      entries: [],
      kills: [],
    })
  })

  it('is a field that was changed by hand: what was released, what it is now, who and when', async () => {
    const { db } = api.database
    await setFieldByHand(db, 'models', 'bria:10@1', ['price', 'usd_per_image'], 0.9)
    const { entries: drifted } = await drift()
    expect(drifted).toEqual([
      {
        kind: 'models',
        id: 'bria:10@1',
        state: 'changed',
        fields: [{ path: 'price.usd_per_image', released: expect.any(Number), now: 0.9 }],
        sourceFile: 'config/models/runware/bria-3.2.yaml',
        sourceLine: expect.any(Number),
        editedBy: expect.any(String),
        editedAt: expect.any(String),
      },
    ])
    await setFieldByHand(db, 'models', 'bria:10@1', ['price', 'usd_per_image'], drifted[0]?.fields[0]?.released)
    expect((await drift()).entries).toEqual([])
  })

  it('is another order', async () => {
    const { db } = api.database
    const style = await db.selectFrom('styles').select(['id', 'position']).limit(1).executeTakeFirstOrThrow()
    await db.updateTable('styles').set({ position: 99 }).where('id', '=', style.id).execute()
    expect((await drift()).entries).toMatchObject([
      { id: style.id, state: 'changed', fields: [{ path: 'position', released: style.position, now: 99 }] },
    ])
  })

  it('is a row that was archived, deleted or added by hand', async () => {
    const { db } = api.database
    const [archived, deleted] = await db.selectFrom('styles').select('id').orderBy('id', 'desc').limit(2).execute()
    await db
      .updateTable('styles')
      .set({ archivedAt: new Date() })
      .where('id', '=', archived?.id ?? '')
      .execute()
    await db
      .deleteFrom('styles')
      .where('id', '=', deleted?.id ?? '')
      .execute()
    await db
      .insertInto('styles')
      .values({
        id: 'by-hand',
        position: 50,
        spec: JSON.stringify({ id: 'by-hand' }),
        sourceFile: 'config/styles.yaml',
        sourceLine: 1,
        releaseId: 1,
      })
      .execute()
    const { entries: drifted } = await drift()
    const stateOf = new Map(drifted.map((entry) => [entry.id, entry]))
    expect(stateOf.get(archived?.id ?? '')).toMatchObject({ state: 'missing', editedBy: expect.any(String) })
    expect(stateOf.get(deleted?.id ?? '')).toMatchObject({ state: 'missing', editedBy: null, editedAt: null })
    expect(stateOf.get('by-hand')).toMatchObject({ state: 'added', fields: [{ path: 'id', now: 'by-hand' }] })
    expect(drifted).toHaveLength(3)
  })

  it('is no kill switch, which is told apart', async () => {
    await api.stores.catalogs.kill('bria:10@1', 'Draws hands with six fingers', 'grace')
    expect(await drift()).toMatchObject({
      entries: [],
      kills: [{ modelId: 'bria:10@1', by: 'grace', reason: 'Draws hands with six fingers', at: expect.any(String) }],
    })
    await api.stores.catalogs.restore('bria:10@1')
  })
})
