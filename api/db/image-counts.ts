import { sql } from 'kysely'
import type { Db } from './database.ts'
import { isAskedFor } from './expected-images.ts'

/** How far one article's images are. Slots that are set aside do not count. */
export interface ImageCounts {
  slots: number
  current: number
  queued: number
  running: number
  failed: number
}

const none: ImageCounts = { slots: 0, current: 0, queued: 0, running: 0, failed: 0 }

/** Counts the images of several articles in one query. */
export async function imageCountsOf(db: Db, contentIds: number[]): Promise<(contentId: number) => ImageCounts> {
  if (contentIds.length === 0) return () => none
  const { rows } = await sql<ImageCounts & { contentId: number }>`
    select i.content_id, count(*) as slots, count(i.current_generation_id) as current,
           count(*) filter (where latest.status = 'queued') as queued,
           count(*) filter (where latest.status = 'running') as running,
           count(*) filter (where latest.status = 'failed') as failed
    from images i join contents on contents.id = i.content_id
    left join lateral (select g.status from generations g where g.image_id = i.id order by g.id desc limit 1) latest on true
    where i.content_id in (${sql.join(contentIds)}) and ${isAskedFor('i')}
    group by i.content_id`.execute(db)
  const countsById = new Map(rows.map(({ contentId, ...counts }) => [contentId, counts]))
  return (contentId) => countsById.get(contentId) ?? none
}
