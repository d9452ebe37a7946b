import { sql } from 'kysely'
import { type RunLimits, type RunUse, withinLimits } from '../domain/run.ts'
import type { Db, Trx } from './database.ts'
import type { RunInHand } from './run-hand.ts'

/** What is not over counts with what it may still cost. */
const sumOfCredits = sql<number>`coalesce(sum(g.credits + case when g.status in ('queued', 'running') then g.estimate_credits else 0 end), 0)`
const sumOfUsd = sql<number>`coalesce(sum(g.cost_usd + case when g.status in ('queued', 'running') then g.estimate_usd else 0 end), 0)`

/** What a run has used up. Read while the run is held, so that nothing is asked for meanwhile. */
export async function useOf(trx: Trx, run: RunInHand): Promise<RunUse> {
  const { rows } = await sql<RunUse>`
    select count(*) filter (where status <> 'cancelled') as images, ${sumOfCredits} as credits, ${sumOfUsd} as usd
    from generations g where run_id = ${run.id}`.execute(trx)
  const [use] = rows
  if (!use) throw new Error('A sum has a row.')
  return { ...use, usd: use.usd + run.promptsCostUsd }
}

/** What a run came to. */
export async function resultOf(trx: Trx, runId: number): Promise<{ made: number; failed: number; usd: number }> {
  const { rows } = await sql<{ made: number; failed: number; usd: number }>`
    select count(*) filter (where g.status = 'succeeded') as made, count(*) filter (where g.status = 'failed') as failed,
      coalesce(sum(g.cost_usd), 0) + (select prompts_cost_usd from runs where id = ${runId}) as usd
    from generations g where g.run_id = ${runId}`.execute(trx)
  return rows[0] ?? { made: 0, failed: 0, usd: 0 }
}

/**
 * Whether a generation may be made for this price instead of the one that it was asked for at: the run that asked for it
 * still keeps to its limits then.
 */
export async function allowsPrice(
  db: Db,
  generationId: number,
  price: { estimateUsd: number; estimateCredits: number },
): Promise<boolean> {
  const { rows } = await sql<RunLimits & RunUse>`
    select r.images_max, r.credits_max, r.usd_max, r.minutes_max, r.prompts_cost_usd + u.usd as usd, u.credits, 0 as images
    from generations own join runs r on r.id = own.run_id
    cross join lateral (
      select ${sumOfCredits} as credits, ${sumOfUsd} as usd from generations g where g.run_id = r.id and g.id <> own.id) u
    where own.id = ${generationId}`.execute(db)
  const [run] = rows
  return !run || withinLimits([price], run, { ...run, imagesMax: null }).allowed.length > 0
}
