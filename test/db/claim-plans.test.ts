import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCatalogStore } from '../../api/db/catalog-store.ts'
import type { Database } from '../../api/db/database.ts'
import { openTestDatabase, seedCatalog } from '../support/database.ts'

let database: Database
beforeAll(async () => {
  database = await openTestDatabase()
  await seedCatalog(database.db)
})
afterAll(() => database.close())

describe('the functions of the queue', () => {
  it('keep their plans, which take longer to make than to follow', async () => {
    const { rows } = await sql<{ name: string }>`
      select proname as name from pg_proc where 'plan_cache_mode=force_generic_plan' = any(proconfig) order by 1`.execute(
      database.db,
    )
    expect(rows.map(({ name }) => name)).toEqual([
      'answer_calls',
      'begin_calls',
      'claim_from_provider',
      'lock_generations',
      'next_in_turn',
      'requeue_unsent',
      'settle_calls',
      'store_calls',
      'within_budget',
    ])
  })

  it('find calls by their keys, also in a session that began when there were none', async () => {
    const { rows } = await sql<{ settings: string[] }>`
      select proconfig as settings from pg_proc where proname in ('begin_calls', 'answer_calls', 'store_calls', 'settle_calls')`.execute(
      database.db,
    )
    for (const { settings } of rows) expect(settings).toContain('enable_seqscan=off')
  })
})

describe('a claim', () => {
  it('hops from account to account, also with statistics of a time when the queue was empty', async () => {
    const lines = await database.db.transaction().execute(async (trx) => {
      await sql`analyze generations`.execute(trx)
      await sql`set local enable_seqscan = off`.execute(trx)
      const { rows } = await sql<Record<string, string>>`
        explain (costs off) select account_id from generations
        where provider_id = 'runware' and status = 'queued' order by -priority, account_id limit 1`.execute(trx)
      return JSON.stringify(rows)
    })
    expect(lines).toContain('generations_queued')
    expect(lines).not.toContain('Sort')
  })

  it('cannot be led to the index that keeps an image from being made twice', async () => {
    const { rows } = await sql<{ definition: string }>`
      select indexdef as definition from pg_indexes where indexname = 'generations_one_unfinished'`.execute(database.db)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.definition).toMatch(/UNIQUE INDEX .*\(image_id\) WHERE \(\(status \|\| ''::text\)/)
  })
})

describe('deleting a generation', () => {
  it('finds the image that shows it without reading all images', async () => {
    const plan = await database.db.transaction().execute(async (trx) => {
      await sql`set local enable_seqscan = off`.execute(trx)
      return sql<Record<string, string>>`
        explain (costs off) update images set current_generation_id = null where current_generation_id = 1`.execute(trx)
    })
    expect(JSON.stringify(plan.rows)).toContain('images_current')
  })
})

describe('the catalog, asked for by many at once', () => {
  it('is never older than what was changed before one asked', async () => {
    const catalogs = createCatalogStore(database.db)
    const elsewhere = createCatalogStore(database.db)
    const { models } = await catalogs.current()
    for (const { model_name: modelId } of models.slice(0, 5)) {
      // Under way while the change is made: some see it, some do not.
      const before = Array.from({ length: 20 }, () => catalogs.current())
      await elsewhere.kill(modelId, 'broken', 'ada')
      const after = await Promise.all(Array.from({ length: 20 }, () => catalogs.current()))
      for (const { kills } of after) expect(kills.has(modelId)).toBe(true)
      await Promise.all(before)
    }
  })
})
