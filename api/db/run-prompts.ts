import { sql } from 'kysely'
import { type Db, transact } from './database.ts'
import { whileHeld } from './run-hand.ts'
import { type RunLogEntry, writeRunLog } from './run-log.ts'
import { heldForPrompts } from './run-use.ts'

export interface WaitingItem {
  contentId: number
  title: string
  imagesWanted: number
}

/** The next articles to write prompts for. */
export interface Unwritten {
  items: WaitingItem[]
  /** Another conductor, that had the run before, still has the prompts of some written. */
  isBusy: boolean
}

/** A conductor prolongs this as long as it lives, as it does its leases. */
const writingSeconds = 60

/** The prompts of runs, as conductors have them written. */
export function createRunPrompts(db: Db) {
  return {
    /**
     * Takes the next articles without prompts. A text model is slow: a run that is paused and resumed meanwhile may have
     * another conductor, which must not pay one for the same article. Undefined where the run is no longer this conductor's.
     */
    takeUnwritten: (runId: number, conductor: string, count: number): Promise<Unwritten | undefined> =>
      whileHeld(db, runId, conductor, async (trx) => {
        const unwritten = sql`i.run_id = ${runId} and i.state = 'waiting' and i.needs_prompts and not i.has_prompts`
        const isElsewhere = sql`coalesce(i.writer <> ${conductor} and i.writing_until >= now(), false)`
        const { rows: items } = await sql<WaitingItem>`
          with next as (
            select i.content_id, c.title from run_items i join contents c on c.id = i.content_id
            where ${unwritten} and not ${isElsewhere} order by i.position limit ${count})
          update run_items i set writer = ${conductor}, writing_until = now() + make_interval(secs => ${writingSeconds})
          from next where i.run_id = ${runId} and i.content_id = next.content_id
          returning i.content_id, next.title, i.images_wanted`.execute(trx)
        const { rows: busy } = await sql`
          select from run_items i where ${unwritten} and ${isElsewhere} limit 1`.execute(trx)
        return { items, isBusy: busy.length > 0 }
      }),

    /** What is held for text models that are being asked for the run, in US dollars. */
    async heldForPrompts(runId: number): Promise<number> {
      const { rows } = await sql<{ usd: number }>`select ${heldForPrompts(sql.val(runId))} as usd`.execute(db)
      return rows[0]?.usd ?? 0
    },

    /** Not fenced: what was written is there, whatever became of the run meanwhile. */
    async notePrompts(runId: number, contentId: number, entry: RunLogEntry): Promise<void> {
      await transact(db, async (trx) => {
        // This first: it locks the run, as everything does that writes both.
        await writeRunLog(trx, runId, [{ ...entry, contentId }])
        await trx
          .updateTable('runItems')
          .set({ hasPrompts: true, writer: null, writingUntil: null })
          .where('runId', '=', runId)
          .where('contentId', '=', contentId)
          .execute()
      })
    },
  }
}
