import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCatalog } from '../../api/catalog/read-catalog.ts'
import { createCatalogStore } from '../../api/db/catalog-store.ts'
import type { Database, Trx } from '../../api/db/database.ts'
import { transact } from '../../api/db/database.ts'
import type { DeclaredEntry } from '../../api/domain/declared-entry.ts'
import { applyEntries, planEntries } from '../support/apply.ts'
import { openTestDatabase } from '../support/database.ts'
import { seedContent } from '../support/records.ts'

let database: Database
let entries: DeclaredEntry[]
const apply = (declared: DeclaredEntry[]) => applyEntries(database.db, declared)
const without = (kind: string, id: string) => entries.filter((entry) => !(entry.kind === kind && entry.id === id))

beforeAll(async () => {
  database = await openTestDatabase()
  const read = await readCatalog('config', { today: '2026-11-22' })
  if (!read.ok) throw new Error('The shipped catalog is not sound.')
  entries = read.entries
})
afterAll(() => database.close())

/** Everything the catalog's tables hold, versions included: any write would show. */
const fingerprint = async () => {
  const { rows } = await sql<{ text: string }>`
    select string_agg(t, '|' order by t) as text from (
      select to_jsonb(m)::text as t from models m union all select to_jsonb(m)::text from tiers m union all select to_jsonb(m)::text from plans m
      union all select to_jsonb(m)::text from providers m union all select to_jsonb(m)::text from releases m) all_rows`.execute(
    database.db,
  )
  return rows[0]?.text
}

describe('applying the catalog', () => {
  it('makes a release that says who, from where, and what', async () => {
    const { releaseId, changes } = await apply(entries)
    expect(changes).toHaveLength(entries.length)
    const release = await database.db.selectFrom('releases').selectAll().executeTakeFirstOrThrow()
    expect(release).toMatchObject({ id: releaseId, actor: 'ada', gitCommit: 'abc', gitBranch: 'main', gitDirty: false })
    expect(release.plan).toHaveLength(entries.length)
  })

  it('writes nothing the second time', async () => {
    const before = await fingerprint()
    expect(await apply(entries)).toEqual({ releaseId: null, changes: [] })
    expect(await fingerprint()).toBe(before)
  })

  it('is the catalog that is read back', async () => {
    const catalog = await createCatalogStore(database.db).current()
    const read = await readCatalog('config', { today: '2026-11-22' })
    expect(read.ok && { ...read.catalog, releaseId: catalog.releaseId }).toEqual(catalog)
  })

  it('changes nothing when it is only planned, in a transaction that could not', async () => {
    const before = await fingerprint()
    expect((await planEntries(database.db, without('models', 'dall-e-2'))).changes).toMatchObject([
      { action: 'archive', id: 'dall-e-2' },
    ])
    expect(await fingerprint()).toBe(before)
  })

  it('archives what is gone and brings it back, keeping the row', async () => {
    await apply(without('models', 'dall-e-2'))
    const store = createCatalogStore(database.db)
    expect((await store.current()).models.map((model) => model.model_name)).not.toContain('dall-e-2')
    expect((await apply(entries)).changes).toMatchObject([{ action: 'restore', id: 'dall-e-2' }])
    expect((await store.current()).models.map((model) => model.model_name)).toContain('dall-e-2')
  })

  it('renames a tier with its models, and accounts that chose it follow', async () => {
    const { accountId } = await seedContent(database.db)
    await database.db.updateTable('accounts').set({ tierId: 'quality' }).where('id', '=', accountId).execute()
    const renamed = entries.map((entry): DeclaredEntry => {
      const spec = JSON.parse(JSON.stringify(entry.spec).replaceAll('"quality"', '"fine"')) as DeclaredEntry['spec']
      return entry.kind === 'tiers' && entry.id === 'quality'
        ? { ...entry, spec, id: 'fine', movedFrom: 'quality' }
        : { ...entry, spec }
    })
    const { changes } = await apply(renamed)
    expect(changes.filter((change) => change.action === 'rename')).toMatchObject([
      { kind: 'tiers', id: 'fine', from: 'quality' },
    ])
    expect(
      await database.db.selectFrom('accounts').select('tierId').where('id', '=', accountId).executeTakeFirst(),
    ).toEqual({ tierId: 'fine' })
    const back = entries.map((entry): DeclaredEntry =>
      entry.kind === 'tiers' && entry.id === 'quality' ? { ...entry, movedFrom: 'fine' } : entry,
    )
    await apply(back)
  })

  it('leaves a kill switch as the operator set it', async () => {
    const store = createCatalogStore(database.db)
    await store.kill('bria:10@1', 'six fingers', 'ada')
    const priced = entries.map((entry): DeclaredEntry =>
      entry.id === 'bria:10@1' ? { ...entry, spec: { ...entry.spec, price: { usd_per_image: 0.05 } } } : entry,
    )
    const { changes } = await apply(priced)
    expect(changes).toMatchObject([
      { id: 'bria:10@1', fields: [{ path: 'price.usd_per_image', before: 0.04, after: 0.05 }] },
    ])
    const catalog = await store.current()
    expect(catalog.kills.get('bria:10@1')).toMatchObject({ reason: 'six fingers', by: 'ada' })
    expect(catalog.models.find((model) => model.model_name === 'bria:10@1')?.price).toEqual({ usd_per_image: 0.05 })
    await store.restore('bria:10@1')
    await apply(entries)
  })

  it('is all or nothing: a failure at its last row leaves the database as it was', async () => {
    const before = await fingerprint()
    const broken = entries.map((entry, index): DeclaredEntry =>
      index === entries.length - 1
        ? { ...entry, spec: { ...entry.spec, is_active: 'perhaps' } }
        : { ...entry, spec: { ...entry.spec, notes: 'changed' } },
    )
    await expect(apply(broken)).rejects.toThrow()
    expect(await fingerprint()).toBe(before)
  })

  it('by two at once gives one release and one that finds nothing to do', async () => {
    const changed = entries.map((entry): DeclaredEntry => ({ ...entry, spec: { ...entry.spec, notes: 'by two' } }))
    const outcomes = await Promise.all([apply(changed), apply(changed)])
    expect(outcomes.filter(({ releaseId }) => releaseId !== null)).toHaveLength(1)
  })

  it('does not lock up with who locks several providers at the same time', async () => {
    if (database.kind === 'embedded') return
    const changed = entries.map((entry): DeclaredEntry =>
      entry.kind === 'providers' ? { ...entry, spec: { ...entry.spec, concurrency: 3 } } : entry,
    )
    // One after another, by their ids.
    const lock = (trx: Trx, id: string) => sql`select from providers where id = ${id} for no key update`.execute(trx)
    let applying: Promise<unknown> = Promise.resolve()
    await transact(database.db, async (trx) => {
      await lock(trx, 'openai')
      applying = apply(changed)
      await new Promise((resolve) => setTimeout(resolve, 300))
      await lock(trx, 'runware')
    })
    await applying
    await apply(entries)
  })
})

it('catches a query that leaves its transaction, which would wait for ever on one connection', async () => {
  if (database.kind !== 'embedded') return
  await expect(transact(database.db, () => database.db.selectFrom('users').selectAll().execute())).rejects.toThrow(
    'pass the transaction along',
  )
})
