import { type RawBuilder, sql } from 'kysely'
import type { ImagePrice } from '../domain/image-price.ts'
import { type RunLimits, type RunUse, nameOfLimit, withinLimits } from '../domain/run.ts'
import type { Trx } from './database.ts'
import type { RunInHand } from './run-hand.ts'

/** What is not over counts with what it may still cost. */
const sumOfCredits = sql<number>`coalesce(sum(g.credits + case when g.status in ('queued', 'running') then g.estimate_credits else 0 end), 0)`
const sumOfUsd = sql<number>`coalesce(sum(g.cost_usd + case when g.status in ('queued', 'running') then g.estimate_usd else 0 end), 0)`

/** What text models that are being asked for a run may still cost, in US dollars. */
export const heldForPrompts = (runId: RawBuilder<unknown>) =>
  sql<number>`(select coalesce(sum(estimate_usd), 0) from prompt_writings where run_id = ${runId} and finished_at is null)`

/** What a run has used up. Read while the run is held, so that nothing is asked for meanwhile. */
export async function useOf(trx: Trx, run: RunInHand): Promise<RunUse> {
  const { rows } = await sql<RunUse>`
    select count(*) filter (where status <> 'cancelled') as images, ${sumOfCredits} as credits,
      ${sumOfUsd} + ${heldForPrompts(sql.val(run.id))} as usd
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
 * Why a generation may not be made for this price instead of the one that it was asked for at: the run that asked for it would
 * not keep to its limits. Undefined where it may, as where a person tried it again. The run is held from here on, so that no two take the same rest.
 */
export async function priceProblem(trx: Trx, generationId: number, price: ImagePrice): Promise<string | undefined> {
  const ownRun = sql`(select run_id from generations where id = ${generationId} and not is_retried)`
  await sql`select from runs where id = ${ownRun} for update`.execute(trx)
  // A statement of its own: it sees what was decided before the run was held.
  const { rows } = await sql<RunLimits & RunUse>`
    select r.images_max, r.credits_max, r.usd_max, r.minutes_max, u.credits, 0 as images,
      r.prompts_cost_usd + ${heldForPrompts(sql`r.id`)} + u.usd as usd
    from runs r cross join lateral (
      select ${sumOfCredits} as credits, ${sumOfUsd} as usd from generations g
      where g.run_id = r.id and g.id <> ${generationId}) u
    where r.id = ${ownRun}`.execute(trx)
  const [run] = rows
  const limit = run && withinLimits([price], run, { ...run, imagesMax: null }).limit
  return limit && `It would pass the run's ${nameOfLimit(limit, run)}.`
}
