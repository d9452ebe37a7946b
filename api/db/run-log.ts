import { sql } from 'kysely'
import type { Db } from './database.ts'

/** What a run says of what it decided. */
export interface RunLogEntry {
  message: string
  level?: 'note' | 'warning'
  contentId?: number
}

export interface RunLogLine {
  id: number
  at: Date
  level: 'note' | 'warning'
  contentId: number | null
  message: string
}

/** Longer messages are of providers and articles that say too much. */
const messageCharsMax = 1000

/** Writes lines into a run's log, in their order. */
export async function writeRunLog(db: Db, runId: number, entries: readonly RunLogEntry[]): Promise<void> {
  if (entries.length === 0) return
  await db
    .insertInto('runLog')
    .values(
      entries.map(({ message, level, contentId }) => ({
        runId,
        message: message.slice(0, messageCharsMax),
        level: level ?? 'note',
        contentId: contentId ?? null,
      })),
    )
    .execute()
}

/** A run's log, newest first. A page begins after the last id of the one before, however much is added meanwhile. */
export async function readRunLog(db: Db, runId: number, page: { before: number | undefined; limit: number }) {
  const rows = await db
    .selectFrom('runLog')
    .select(['id', 'at', 'level', 'contentId', 'message'])
    .where('runId', '=', runId)
    .where('id', '<', page.before ?? sql<number>`9223372036854775807`)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .$narrowType<Pick<RunLogLine, 'level'>>()
    .execute()
  const data: RunLogLine[] = rows.slice(0, page.limit)
  return { data, nextBefore: rows.length > page.limit ? (data.at(-1)?.id ?? null) : null }
}
