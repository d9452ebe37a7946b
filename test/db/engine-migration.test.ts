import { readFile, readdir } from 'node:fs/promises'
import { Migrator, sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database, Db } from '../../api/db/database.ts'
import { openInMemory } from '../../api/db/embedded.ts'
import { migrate } from '../../api/db/migrate.ts'
import { createSpendingStore } from '../../api/db/spending-store.ts'

const folder = new URL('../../api/db/migrations/', import.meta.url)

/** A database as it was before the engine, with a history. */
let database: Database

async function migrateBefore(name: string): Promise<void> {
  const names = (await readdir(folder)).filter((file) => file.endsWith('.sql') && file < name).toSorted()
  const scripts = await Promise.all(names.map(async (file) => [file, await readFile(new URL(file, folder), 'utf8')]))
  const migrations = Object.fromEntries(
    scripts.map(([file = '', script = '']) => [
      file.replace(/\.sql$/, ''),
      { up: async (db: Db) => void (await sql.raw(script).execute(db)) },
    ]),
  )
  const migrator = new Migrator({ db: database.db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw new Error('The migrations before did not run.', { cause: error })
}

beforeAll(async () => {
  database = await openInMemory()
  await migrateBefore('0003')
  const run = (script: string) => sql.raw(script).execute(database.db)
  await run(`
    insert into releases (actor, catalog_hash, plan) values ('ada', 'hash', '[]');
    insert into providers (id, position, spec, source_file, source_line, release_id) values ('p', 0, '{"concurrency": 2}', 'f', 1, 1);
    insert into tiers (id, position, spec, source_file, source_line, release_id) values ('t', 0, '{}', 'f', 1, 1);
    insert into plans (id, position, spec, source_file, source_line, release_id)
      values ('plan', 0, '{"usd_per_month": 5, "credits_per_month": 50}', 'f', 1, 1);
    insert into styles (id, position, spec, source_file, source_line, release_id) values ('s', 0, '{}', 'f', 1, 1);
    insert into models (id, position, spec, source_file, source_line, release_id)
      values ('m', 0, '{"model_type": "image", "provider": "p", "quality_tier": "t", "is_active": true}', 'f', 1, 1);
    insert into accounts (name, plan_id) values ('Northwind', 'plan');
    insert into sites (account_id, name) values (1, 'Blog');
    insert into contents (account_id, site_id, title, source_format, source, words) values (1, 1, 'A', 'markdown', '# A', 1);
    insert into images (content_id, account_id, type, position, prompt, alt_text, section_index)
      select 1, 1, 'in_article', n, 'A', 'A', 0 from generate_series(0, 5) n;
    insert into pictures (sha256, format, width, height, bytes) values (repeat('a', 64), 'webp', 64, 64, 10)`)
  const row = (image: number, columns: Record<string, string>) =>
    run(`insert into generations (image_id, content_id, account_id, release_id, tier_id, model_id, provider_id, style_id, prompt,
      width, height, format, requested_by, max_attempts, ${Object.keys(columns).join(', ')})
      values (${image}, 1, 1, 1, 't', 'm', 'p', 's', 'A', 64, 64, 'webp', 'ada', 3, ${Object.values(columns).join(', ')})`)
  const uuid = 'gen_random_uuid()'
  await row(1, {
    status: "'succeeded'",
    sha256: "repeat('a', 64)",
    task_id: uuid,
    sent_at: 'now()',
    cost_usd: '0.04',
    credits: '2',
    finished_at: 'now()',
  })
  await row(2, {
    status: "'failed'",
    error_class: "'timeout'",
    error_code: "'outcome_unknown'",
    task_id: uuid,
    sent_at: 'now()',
    finished_at: 'now()',
  })
  await row(3, {
    status: "'queued'",
    task_id: uuid,
    sent_at: 'now()',
    answered_at: 'now()',
    cost_usd: '0.04',
    answer: `'{"source":{"kind":"url","url":"u"}}'`,
  })
  await row(4, {
    status: "'running'",
    task_id: uuid,
    sent_at: 'now()',
    worker_id: "'w'",
    lease_until: 'now()',
    attempts: '2',
  })
  await row(5, { status: "'failed'", error_class: "'moderation'", cost_usd: '0.03', finished_at: 'now()' })
  await row(6, { status: "'queued'" })
  await migrate(database.db)
})
afterAll(() => database.close())

it('gives every call of before a row in the step it was in', async () => {
  const calls = await database.db
    .selectFrom('generationAttempts')
    .select(['generationId', 'step', 'outcome', 'costUsd', 'chargedUsd'])
    .orderBy('generationId')
    .execute()
  expect(calls).toEqual([
    { generationId: 1, step: 'settled', outcome: 'succeeded', costUsd: 0.04, chargedUsd: 0.04 },
    { generationId: 2, step: 'settled', outcome: 'unknown', costUsd: 0, chargedUsd: 0 },
    { generationId: 3, step: 'answered', outcome: null, costUsd: 0.04, chargedUsd: 0 },
    { generationId: 4, step: 'sending', outcome: null, costUsd: 0, chargedUsd: 0 },
    { generationId: 5, step: 'settled', outcome: 'failed', costUsd: 0.03, chargedUsd: 0.03 },
  ])
})

it('books what was spent in the month it was spent in, and the ledger adds up', async () => {
  const spending = createSpendingStore(database.db)
  expect(await spending.ofAccounts([1])).toMatchObject([{ spentUsd: 0.07, spentCredits: 2, reservedUsd: 0 }])
  expect(await spending.imbalances()).toEqual([])
})

it('keeps the fence of what is in hand', async () => {
  const row = await database.db.selectFrom('generations').select('claims').where('id', '=', 4).executeTakeFirstOrThrow()
  expect(row.claims).toBe(2)
})

it('keeps the prompts that images had before, by whoever it was', async () => {
  const { rows } =
    await sql`select image_id, prompt, alt_text, written_by from image_prompts order by image_id limit 1`.execute(
      database.db,
    )
  expect(rows).toEqual([{ imageId: 1, prompt: 'A', altText: 'A', writtenBy: 'unknown' }])
})
