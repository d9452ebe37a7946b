import { sql } from 'kysely'
import type { Db, Trx } from './database.ts'
import { setRun, whileHeld } from './run-hand.ts'
import { type RunLogEntry, writeRunLog } from './run-log.ts'
import { type WaitingItem, createRunPrompts } from './run-prompts.ts'

/** An article of a run before it is begun. */
export interface PlannedItem {
  contentId: number
  needsPrompts: boolean
  imagesWanted: number
  /** Why it is left alone; null where it is not. */
  skipReason: string | null
}

/** Rows that one statement inserts at most: parameters are numbered in 16 bits. */
const insertMax = 5000

/** What was begun is done as far as it went; what was not is skipped, with the reason. */
export async function settleLeftOver(trx: Trx, runId: number, note: string): Promise<void> {
  await sql`
    with left_over as (
      select i.content_id, i.has_prompts or exists (select from generations g where g.run_id = i.run_id
        and g.content_id = i.content_id and not g.is_taken_back) as is_begun
      from run_items i where i.run_id = ${runId} and i.state = 'waiting')
    update run_items i set state = case when l.is_begun then 'done' else 'skipped' end,
      reason = case when l.is_begun then null else ${note} end
    from left_over l where i.run_id = ${runId} and i.content_id = l.content_id`.execute(trx)
}

/** The articles of a run, as conductors work through them. Writes are fenced by the lease, as in `run-work-store.ts`. */
export function createRunItemStore(db: Db) {
  return {
    ...createRunPrompts(db),

    /** Keeps what is to be done, and goes on to the prompts. */
    async savePlan(runId: number, conductor: string, items: readonly PlannedItem[], log: readonly RunLogEntry[]) {
      await whileHeld(db, runId, conductor, async (trx) => {
        const rows = items.map(({ skipReason, ...item }, position) => ({
          ...item,
          runId,
          position,
          state: skipReason === null ? 'waiting' : 'skipped',
          reason: skipReason,
        }))
        await trx.deleteFrom('runItems').where('runId', '=', runId).execute()
        for (let from = 0; from < rows.length; from += insertMax)
          await trx
            .insertInto('runItems')
            .values(rows.slice(from, from + insertMax))
            // An article that was deleted since it was read.
            .onConflict((conflict) => conflict.doNothing())
            .execute()
        await setRun(trx, runId, { stage: 'prompts' })
        await writeRunLog(trx, runId, log)
      })
    },

    /** The next articles whose images are not all settled, in order. */
    nextWaiting: (runId: number, count: number): Promise<WaitingItem[]> =>
      db
        .selectFrom('runItems')
        .innerJoin('contents', 'contents.id', 'runItems.contentId')
        .select(['runItems.contentId', 'contents.title', 'runItems.imagesWanted'])
        .where('runId', '=', runId)
        .where('state', '=', 'waiting')
        .orderBy('runItems.position')
        .limit(count)
        .execute(),

    /** Articles with nothing more to do. */
    async settleItems(
      runId: number,
      conductor: string,
      items: readonly { contentId: number; skipReason: string | null }[],
      log: readonly RunLogEntry[],
    ): Promise<void> {
      if (items.length === 0) return
      await whileHeld(db, runId, conductor, async (trx) => {
        await sql`
          update run_items i set state = case when s.reason is null then 'done' else 'skipped' end, reason = s.reason
          from unnest(${items.map((item) => item.contentId)}::integer[], ${items.map((item) => item.skipReason)}::text[])
            as s(content_id, reason)
          where i.run_id = ${runId} and i.content_id = s.content_id`.execute(trx)
        await writeRunLog(trx, runId, log)
      })
    },
  }
}

export type RunItemStore = ReturnType<typeof createRunItemStore>
