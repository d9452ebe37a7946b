import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sql } from 'kysely'
import { readCatalog } from '../../api/catalog/read-catalog.ts'
import { targetOfRelease } from '../../api/catalog-target.ts'
import { createCatalogStore } from '../../api/db/catalog-store.ts'
import type { Database, Db } from '../../api/db/database.ts'
import type { DeclaredEntry } from '../../api/domain/declared-entry.ts'
import { applyEntries, planEntries } from '../support/apply.ts'
import { openTestDatabase } from '../support/database.ts'
import { seedContent } from '../support/records.ts'

let database: Database
let db: Db
let entries: DeclaredEntry[]
beforeAll(async () => {
  database = await openTestDatabase()
  db = database.db
  const read = await readCatalog('config', { today: '2026-11-22' })
  if (!read.ok) throw new Error('The shipped catalog is not sound.')
  entries = read.entries
})
afterAll(() => database.close())
beforeEach(async () => {
  await sql`truncate release_entries, accounts, providers, tiers, plans, styles, parameter_sets, settings, models, releases restart identity cascade`.execute(
    db,
  )
  await applyEntries(db, entries)
})

const renamed = (from: DeclaredEntry[], kind: DeclaredEntry['kind'], id: string, to: string): DeclaredEntry[] =>
  from.map(({ movedFrom: _former, ...entry }): DeclaredEntry => {
    const spec = JSON.parse(JSON.stringify(entry.spec).replaceAll(`"${id}"`, `"${to}"`)) as DeclaredEntry['spec']
    return entry.kind === kind && entry.id === id ? { ...entry, id: to, movedFrom: id, spec } : { ...entry, spec }
  })
const choose = async (column: 'tierId' | 'styleId', value: string) => {
  const { accountId } = await seedContent(db, { name: value })
  await db
    .updateTable('accounts')
    .set({ [column]: value })
    .where('id', '=', accountId)
    .execute()
  return async () =>
    (
      await db
        .selectFrom('accounts')
        .select(['tierId', 'styleId'])
        .where('id', '=', accountId)
        .executeTakeFirstOrThrow()
    )[column]
}
const backTo = async (releaseId: number) => {
  const target = await targetOfRelease(db, releaseId, { folder: 'config', actor: 'ada' })
  const { changes } = await applyEntries(db, target.declared, target)
  return changes.map(({ action, id, from }) => `${action} ${from === undefined ? '' : `${from} -> `}${id}`)
}

describe('going back over renames', () => {
  it('gives a thing that had two new names since its first one, and everybody who chose it follows', async () => {
    const chosen = await choose('tierId', 'premium')
    const once = renamed(entries, 'tiers', 'premium', 'pro')
    await applyEntries(db, once)
    await applyEntries(db, renamed(once, 'tiers', 'pro', 'ultra'))
    expect(await chosen()).toBe('ultra')
    expect(await backTo(1)).toContain('rename ultra -> premium')
    expect(await chosen()).toBe('premium')
  })

  it('gives two things their own names back where one has taken the name of the other', async () => {
    const watercolour = await choose('styleId', 'watercolour')
    const illustration = await choose('styleId', 'illustration')
    const once = renamed(entries, 'styles', 'watercolour', 'wash')
    await applyEntries(db, once)
    await applyEntries(db, renamed(once, 'styles', 'illustration', 'watercolour'))
    expect([await watercolour(), await illustration()]).toEqual(['wash', 'watercolour'])
    expect(await backTo(1)).toEqual(
      expect.arrayContaining(['rename wash -> watercolour', 'rename watercolour -> illustration']),
    )
    expect([await watercolour(), await illustration()]).toEqual(['watercolour', 'illustration'])
    expect((await planEntries(db, entries)).changes).toEqual([])
  })
})

describe('an edit by hand that the files say as well by now', () => {
  const edit = () =>
    sql`update models set spec = jsonb_set(spec, '{price,usd_per_image}', '0.5') where id = 'bria:10@1'`.execute(db)
  const adopting = () =>
    entries.map((entry): DeclaredEntry =>
      entry.id === 'bria:10@1' ? { ...entry, spec: { ...entry.spec, price: { usd_per_image: 0.5 } } } : entry,
    )

  it('changes nothing, is taken into a release, and is what that release says', async () => {
    await edit()
    const plan = await planEntries(db, adopting())
    expect(plan.changes).toEqual([])
    expect(plan.adopted).toMatchObject([
      { kind: 'models', id: 'bria:10@1', fields: [{ path: 'price.usd_per_image', before: 0.04, after: 0.5 }] },
    ])
    const { releaseId } = await applyEntries(db, adopting())
    expect(releaseId).toBe(2)
    expect(await planEntries(db, adopting())).toMatchObject({ changes: [], adopted: [] })
    await applyEntries(db, entries)
    expect(await backTo(2)).toEqual(['update bria:10@1'])
    expect((await planEntries(db, adopting())).changes).toEqual([])
  })
})

describe('the catalog that workers have', () => {
  it('is read again after an edit by hand, whichever commits first, and after a row is deleted', async () => {
    const store = createCatalogStore(db)
    const words = async () => (await store.current()).styles.find(({ id }) => id === 'watercolour')?.prompt_words
    await words()
    await sql`update styles set spec = jsonb_set(spec, '{prompt_words}', '"by hand"') where id = 'watercolour'`.execute(
      db,
    )
    expect(await words()).toBe('by hand')
    await sql`delete from styles where id = 'line_art'`.execute(db)
    expect((await store.current()).styles.map(({ id }) => id)).not.toContain('line_art')
  })
})

describe('a row that somebody has broken by hand', () => {
  it.each([
    `update models set spec = spec - 'price' where id = 'bria:10@1'`,
    `update plans set spec = spec - 'tiers' where id = 'studio'`,
    `update parameter_sets set spec = spec - 'x-models' where id = 'runware-bria'`,
    `update tiers set spec = 'null' where id = 'premium'`,
    `update styles set spec = '[]' where id = 'isometric'`,
  ])('is mended by the next deploy: %s', async (statement) => {
    await seedContent(db)
    await sql.raw(statement).execute(db)
    const { changes } = await applyEntries(db, entries)
    expect(changes).toMatchObject([{ action: 'update', edited: { by: expect.any(String) } }])
    expect((await planEntries(db, entries)).changes).toEqual([])
  })
})
