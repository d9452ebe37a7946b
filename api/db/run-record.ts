import { type RawBuilder, sql } from 'kysely'
import type { RunEnd, RunLimits, RunStage, RunStatus } from '../domain/run.ts'
import type { Db } from './database.ts'
import { activeSecondsOf } from './run-time.ts'

/** How far a run is. Counted from its articles and generations, so that it cannot differ from them. */
export interface RunProgress {
  articles: number
  articlesDone: number
  articlesSkipped: number
  promptsWanted: number
  promptsWritten: number
  imagesWanted: number
  made: number
  failed: number
  queued: number
  running: number
}

interface LastPicture {
  generationId: number
  imageId: number
  contentId: number
  contentTitle: string
  url: string
  thumbnailUrl: string
  width: number
  height: number
  altText: string
  providerMode: 'live' | 'sandbox' | null
}

/** A run as it is shown. */
export interface RunRecord {
  id: number
  siteId: number
  siteName: string
  accountId: number
  status: RunStatus
  stage: RunStage
  lastStage: 'prompts' | 'images'
  startedBy: string
  scheduleId: number | null
  limits: RunLimits
  progress: RunProgress
  costUsd: number
  promptsCostUsd: number
  credits: number
  imagesPerMinute: number | null
  etaSeconds: number | null
  activeSeconds: number
  waitReason: string | null
  endReason: RunEnd | null
  endNote: string | null
  lastPictures: LastPicture[]
  createdAt: Date
  pausedAt: Date | null
  finishedAt: Date | null
}

interface RunRow extends Omit<RunRecord, 'limits' | 'progress' | 'imagesPerMinute' | 'etaSeconds'>, RunLimits {
  progress: RunProgress
  imagesUsd: number
  /** Images made in the last minutes, and how long those were. */
  madeLately: number
  latelySeconds: number
}

/** Minutes that the rate of a run is taken from. */
const rateMinutes = 5
/** A rate over less than this says nothing. */
const rateSecondsMin = 3

const numbers = (pairs: Record<string, RawBuilder<unknown>>): RawBuilder<unknown> =>
  sql`jsonb_build_object(${sql.join(Object.entries(pairs).flatMap(([key, value]) => [sql.lit(key), value]))})`

const activeSeconds = activeSecondsOf('r')

/** Runs as they are shown: what `where` and `order` choose of `runs r`. */
export async function readRunRecords(db: Db, chosen: RawBuilder<unknown>): Promise<RunRecord[]> {
  const { rows } = await sql<RunRow>`
    select r.id, r.site_id, s.name as site_name, r.account_id, r.status, r.stage, r.last_stage, r.started_by, r.schedule_id,
      r.images_max, r.credits_max, r.usd_max, r.minutes_max, r.prompts_cost_usd, r.wait_reason, r.end_reason, r.end_note,
      r.created_at, r.paused_at, r.finished_at, ${activeSeconds} as active_seconds,
      ${numbers({
        articles: sql`i.articles`,
        articlesDone: sql`i.done`,
        articlesSkipped: sql`i.skipped`,
        promptsWanted: sql`i.prompts_wanted`,
        promptsWritten: sql`i.prompts_written`,
        imagesWanted: sql`i.images_wanted`,
        made: sql`g.made`,
        failed: sql`g.failed`,
        queued: sql`g.queued`,
        running: sql`g.running`,
      })} as progress,
      g.usd as images_usd, r.prompts_cost_usd + g.usd as cost_usd, g.credits, g.made_lately,
      least(${rateMinutes} * 60, ${activeSeconds}) as lately_seconds,
      coalesce(p.pictures, '[]') as last_pictures
    from runs r join sites s on s.id = r.site_id
    cross join lateral (
      select count(*) as articles, count(*) filter (where state = 'done') as done,
        count(*) filter (where state = 'skipped') as skipped,
        count(*) filter (where needs_prompts and state <> 'skipped') as prompts_wanted,
        count(*) filter (where has_prompts) as prompts_written,
        coalesce(sum(images_wanted) filter (where state <> 'skipped'), 0) as images_wanted
      from run_items where run_id = r.id) i
    cross join lateral (
      select count(*) filter (where status = 'succeeded') as made, count(*) filter (where status = 'failed') as failed,
        count(*) filter (where status = 'queued') as queued, count(*) filter (where status = 'running') as running,
        count(*) filter (where status = 'succeeded' and finished_at > now() - make_interval(mins => ${rateMinutes})) as made_lately,
        coalesce(sum(cost_usd), 0) as usd, coalesce(sum(credits), 0) as credits
      from generations where run_id = r.id) g
    cross join lateral (
      select jsonb_agg(last.picture order by last.id desc) as pictures from (
        select g.id, jsonb_build_object('generationId', g.id, 'imageId', g.image_id, 'contentId', g.content_id,
          'contentTitle', c.title, 'url', '/api/files/' || p.sha256 || '.' || p.format,
          'thumbnailUrl', '/api/files/' || p.sha256 || '.' || p.format || '/thumbnails/320',
          'width', p.width, 'height', p.height, 'altText', m.alt_text, 'providerMode', g.provider_mode) as picture
        from generations g join pictures p on p.sha256 = g.sha256 join contents c on c.id = g.content_id
        join images m on m.id = g.image_id
        where g.run_id = r.id and g.status = 'succeeded' order by g.id desc limit 6) last) p
    ${chosen}`.execute(db)
  return rows.map(recordOf)
}

function recordOf(row: RunRow): RunRecord {
  const { imagesMax, creditsMax, usdMax, minutesMax, imagesUsd: _usd, madeLately, latelySeconds, ...own } = row
  const { status, progress } = own
  const hasRate = status === 'running' && madeLately > 0 && latelySeconds >= rateSecondsMin
  const perSecond = hasRate ? madeLately / latelySeconds : null
  const wanted = Math.min(progress.imagesWanted, imagesMax ?? Infinity)
  const left = Math.max(0, wanted - progress.made - progress.failed)
  return {
    ...own,
    activeSeconds: Math.round(own.activeSeconds),
    limits: { imagesMax, creditsMax, usdMax, minutesMax },
    imagesPerMinute: perSecond === null ? null : Math.round(perSecond * 600) / 10,
    etaSeconds: perSecond === null || own.stage !== 'images' ? null : Math.ceil(left / perSecond),
  }
}
