import { Client } from 'pg'
import { benchModel, benchProvider } from '../engine-catalog.ts'

/** What is behind a queue: images that were made again and again, over the last year. */
export interface History {
  generations: number
  /** What can be queued at once is limited by it: an image is made once at a time. */
  images: number
  accounts: number
}

const imagesPerContent = 5

/** Ids are given out from 1, so they can be told without asking. */
export const contentOf = (imageId: number): number => Math.floor((imageId - 1) / imagesPerContent) + 1
export const accountOf = (contentId: number, accounts: number): number => ((contentId - 1) % accounts) + 1

const perStatement = 100_000

/** A version 4 UUID made of a hash, so that an index of them is as scattered as it is in life. */
const taskIdOf = (number: string): string =>
  `(substr(md5(${number}::text), 1, 12) || '4' || substr(md5(${number}::text), 14, 3) || '8' || substr(md5(${number}::text), 18))::uuid`
const sha256Of = (number: string): string => `encode(sha256(('picture ' || ${number})::bytea), 'hex')`

const articles = ({ images, accounts }: History): string[] => [
  `insert into accounts (name, plan_id) select 'Account ' || n, 'bench' from generate_series(1, ${accounts}) n`,
  `insert into sites (account_id, name) select n, 'Site' from generate_series(1, ${accounts}) n`,
  `insert into contents (account_id, site_id, title, source_format, source, words, prompts_written_at)
   select 1 + (n - 1) % ${accounts}, 1 + (n - 1) % ${accounts}, 'Article ' || n, 'markdown', repeat('A sentence about gardens. ', 40), 160, now()
   from generate_series(1, ${Math.ceil(images / imagesPerContent)}) n`,
  `insert into images (content_id, account_id, type, position, prompt, alt_text, section_index)
   select c, 1 + (c - 1) % ${accounts}, case when p = 0 then 'featured' else 'in_article' end, greatest(0, p - 1),
     'A wide view of a garden on a flat roof beside the old harbour, in soft morning light', 'A garden.', p
   from (select 1 + (n - 1) / ${imagesPerContent} as c, (n - 1) % ${imagesPerContent} as p from generate_series(1, ${images}) n) i`,
]

/** Everything that one finished generation has left behind, for those from one number to another. */
const finished = ({ generations, images, accounts }: History, from: number, to: number): string[] => {
  const made = `(select n, 1 + (n - 1) % ${images} as image_id, now() - (${generations} - n + 1) * interval '1 year' / ${generations} as at
    from generate_series(${from}, ${to}) n) m`
  const owners = `cross join lateral (select 1 + (m.image_id - 1) / ${imagesPerContent} as content_id) c
    cross join lateral (select 1 + (c.content_id - 1) % ${accounts} as account_id) a`
  const day = `(m.at at time zone 'UTC')::date`
  return [
    `insert into pictures (sha256, format, width, height, bytes, created_at)
     select ${sha256Of('n')}, 'webp', 256, 192, 20000, m.at from ${made}`,
    `insert into generations (image_id, content_id, account_id, status, release_id, tier_id, model_id, provider_id, style_id,
       prompt, negative_prompt, width, height, format, seed, generation_params, requested_by, attempts, max_attempts, run_at,
       worker_id, claims, task_id, sent_at, answered_at, provider_mode, sent_release_id, sha256, cost_usd, cost_source, credits,
       estimate_usd, estimate_credits, created_at, started_at, finished_at, correlation_id)
     select m.image_id, c.content_id, a.account_id, 'succeeded', 1, 'basic', '${benchModel}', '${benchProvider}', 'photorealistic',
       'A wide view of a garden on a flat roof beside the old harbour, in soft morning light Style: photorealistic, natural light.',
       'text, cartoon', 256, 192, 'webp', n, '{"steps": 30, "CFGScale": 5}', 'bench', 1, 4, m.at,
       'host:1:00000000', 1, ${taskIdOf('n')}, m.at + interval '1 s', m.at + interval '6 s', 'live', 1, ${sha256Of('n')}, 0.009,
       'provider', 1, 0.009, 1, m.at, m.at + interval '1 s', m.at + interval '7 s', md5(n::text)
     from ${made} ${owners} order by n`,
    `insert into generation_attempts (id, generation_id, account_id, provider_id, model_id, provider_mode, release_id, worker_id,
       request_sha256, step, outcome, answer, cost_usd, cost_source, charged_usd, sha256, sent_at, answered_at, stored_at, settled_at)
     select ${taskIdOf('n')}, n, a.account_id, '${benchProvider}', '${benchModel}', 'live', 1, 'host:1:00000000',
       ${sha256Of('n')}, 'settled', 'succeeded',
       jsonb_build_object('source', jsonb_build_object('kind', 'url', 'url', 'https://im.runware.ai/image/ii/' || n || '.webp'),
         'costUsd', 0.009, 'costSource', 'provider', 'seed', n, 'requestId', null,
         'raw', jsonb_build_object('taskType', 'imageInference', 'taskUUID', ${taskIdOf('n')}, 'imageUUID', ${taskIdOf('n')}, 'cost', 0.009)),
       0.009, 'provider', 0.009, ${sha256Of('n')}, m.at + interval '1 s', m.at + interval '6 s', m.at + interval '7 s', m.at + interval '7 s'
     from ${made} ${owners} order by n`,
    `insert into ledger_entries (account_id, provider_id, generation_id, attempt_id, kind, reserved_usd, spent_usd, reserved_credits,
       spent_credits, booked_for, created_at)
     select a.account_id, '${benchProvider}', n, case when k = 1 then null else ${taskIdOf('n')} end,
       case when k = 1 then 'reserve' else 'settle' end, case when k = 1 then 0.009 else -0.009 end,
       case when k = 1 then 0 else 0.009 end, case when k = 1 then 1 else -1 end, case when k = 1 then 0 else 1 end, ${day},
       m.at + case when k = 1 then interval '1 s' else interval '7 s' end
     from ${made} ${owners} cross join generate_series(1, 2) k order by n, k`,
  ]
}

const sums = ({ generations, images }: History): string[] => [
  `insert into account_months (account_id, month, reserved_usd, spent_usd, reserved_credits, spent_credits)
   select account_id, month_of(booked_for), sum(reserved_usd), sum(spent_usd), sum(reserved_credits), sum(spent_credits)
   from ledger_entries group by 1, 2`,
  `insert into provider_days (provider_id, day, reserved_usd, spent_usd)
   select provider_id, booked_for, sum(reserved_usd), sum(spent_usd) from ledger_entries group by 1, 2`,
  `update images set current_generation_id = id + ${images}::bigint * ((${generations} - id) / ${images}) where id <= ${generations}`,
  // The stream keeps a day, and a picture makes some seven events.
  `insert into events (topic, record_id, payload, created_at)
   select 'generations', n::text, jsonb_build_object('id', n, 'status', 'succeeded', 'modelId', '${benchModel}', 'sha256', ${sha256Of('n')}),
     now() - n * interval '1 day' / ${Math.ceil((generations * 7) / 365)}
   from generate_series(1, ${Math.ceil((generations * 7) / 365)}) n`,
]

/** Takes the indexes away that no constraint needs, and answers how to make them again: at once that is much quicker. */
async function dropIndexes(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename in ('generations', 'generation_attempts', 'ledger_entries', 'pictures')
      and indexname not in (select conname from pg_constraint)`)
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(({ definition }) => definition)
}

/**
 * Puts finished generations into a database that has a catalog and nothing else. Triggers and foreign keys are off in this
 * session, and only here: what triggers would have added up is added up in the end, and the ledger is checked by who asked.
 */
export async function seedHistory(url: string, history: History, announce: (line: string) => void): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('set session_replication_role = replica')
    await client.query(`set synchronous_commit = off`)
    await client.query(`set maintenance_work_mem = '256MB'`)
    const definitions = await dropIndexes(client)
    for (const statement of articles(history)) await client.query(statement)
    for (let from = 1; from <= history.generations; from += perStatement) {
      const to = Math.min(history.generations, from + perStatement - 1)
      for (const statement of finished(history, from, to)) await client.query(statement)
      if (history.generations > perStatement) announce(`${to.toLocaleString('en')} old generations ...`)
    }
    for (const definition of definitions) await client.query(definition)
    for (const statement of sums(history)) await client.query(statement)
    await client.query('set session_replication_role = default')
    await client.query('vacuum (analyze)')
  } finally {
    await client.end()
  }
}
