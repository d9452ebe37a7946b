import { sql } from 'kysely'
import type { Db } from './database.ts'
import { expectedImages, isAskedFor } from './expected-images.ts'
import { keepBriefly } from './kept-briefly.ts'

export interface OverviewCounts {
  contents: number
  /** Slots that are asked for and have no picture, those of articles whose prompts are not written yet included. */
  imagesMissing: number
  queued: number
  running: number
  succeeded24h: number
  failed24h: number
  cancelled24h: number
  costUsd24h: number
}

/** Numbers over everything, for the first page and for metrics. */
export function createOverviewStore(db: Db) {
  const count = async (now: Date): Promise<OverviewCounts> => {
    const since = new Date(now.getTime() - 24 * 3_600_000)
    const { rows } = await sql<OverviewCounts>`
      select (select count(*) from contents) as contents,
             (select count(*) from images i join contents on contents.id = i.content_id
               where i.current_generation_id is null and ${isAskedFor('i')})
               + (select coalesce(sum(${expectedImages}), 0) from contents where prompts_written_at is null) as images_missing,
             (select count(*) from generations where status = 'queued') as queued,
             (select count(*) from generations where status = 'running') as running,
             count(*) filter (where status = 'succeeded') as "succeeded24h",
             count(*) filter (where status = 'failed') as "failed24h",
             count(*) filter (where status = 'cancelled') as "cancelled24h",
             coalesce(sum(cost_usd), 0) as "costUsd24h"
      from generations where finished_at > ${since}`.execute(db)
    const [counts] = rows
    if (!counts) throw new Error('An aggregate without groups always has a row.')
    return counts
  }

  const kept = keepBriefly(count)
  return {
    /** At most five seconds old. */
    counts: (now: Date): Promise<OverviewCounts> => kept.get(now),
  }
}

export type OverviewStore = ReturnType<typeof createOverviewStore>
