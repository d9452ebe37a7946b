import { sql } from 'kysely'
import type { ContentStatus } from '../domain/content-status.ts'
import type { SettingLevel, SettingLevels } from '../domain/effective-settings.ts'
import type { GenerationStatus } from '../domain/generation.ts'
import type { PictureFormat } from '../domain/image-provider.ts'
import type { ImageType } from '../domain/image-slot.ts'
import { type Db, type Trx, transact } from './database.ts'
import { noError } from './error-columns.ts'
import { type LevelsAt, readLevelsAt, readSettingLevels } from './setting-levels.ts'

/** An image slot with all that decides how it would be made. */
export interface Target {
  imageId: number
  contentId: number
  accountId: number
  planId: string
  /** Of its article. */
  contentStatus: ContentStatus
  title: string
  type: ImageType
  position: number
  prompt: string
  currentGenerationId: number | null
  /** Of the newest generation; null where none was ever asked for. */
  latestStatus: GenerationStatus | null
  levels: SettingLevels
}

/** A generation to queue. */
export interface NewGeneration {
  imageId: number
  contentId: number
  accountId: number
  releaseId: number
  tierId: string
  modelId: string
  providerId: string
  styleId: string
  prompt: string
  negativePrompt: string | null
  width: number
  height: number
  format: PictureFormat
  seed: number | null
  generationParams: Record<string, unknown>
  notes: string[]
  requestedBy: string
  maxAttempts: number
  priority: number
  /** What is reserved before its call. */
  estimateUsd: number
  estimateCredits: number
  /** Somebody asked for this very model. */
  isModelFixed: boolean
  /** The request that asked for it; null where none did. */
  correlationId: string | null
  /** The run that asked for it. */
  runId?: number
}

/** Errors that fetching once more cannot mend: a retry is another call, and another bill. */
const mendedByCallOnly: ReadonlySet<string> = new Set([
  'outcome_unknown',
  'picture_lost',
  'wrong_size',
  'broken_file',
  'not_a_picture',
  'too_many_pixels',
  'download_too_large',
])
const isMendedByCallOnly = (code: string | null): boolean => code !== null && mendedByCallOnly.has(code)

/** Opens a settled call again where its provider may still have the picture. What it cost stays booked. */
async function openCall(trx: Trx, taskId: string | null): Promise<{ answeredAt: Date | null } | undefined> {
  if (taskId === null) return undefined
  return (
    trx
      .updateTable('generationAttempts')
      .set({
        ...noError,
        step: sql<string>`case when sha256 is not null then 'stored' when answer is not null then 'answered' else 'sending' end`,
        outcome: null,
        settledAt: null,
      })
      .where('id', '=', taskId)
      // What the provider refused was no picture then and is none now.
      .where((eb) => eb.or([eb('outcome', '=', 'unknown'), eb('answer', 'is not', null)]))
      .returning('answeredAt')
      .executeTakeFirst()
  )
}

/** Queues generations. An image that already has an unfinished one is left out; the ids tell which were queued. */
async function enqueue(db: Db, generations: NewGeneration[]): Promise<{ id: number; imageId: number }[]> {
  if (generations.length === 0) return []
  const rows = generations.map(({ generationParams, notes, ...rest }) => ({
    ...rest,
    generationParams: JSON.stringify(generationParams),
    notes: JSON.stringify(notes),
  }))
  return db
    .insertInto('generations')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id', 'imageId'])
    .execute()
}

/**
 * Queues generations of images that have no picture, and of no others: one that got its picture since it was looked at is
 * taken back before anybody sees it.
 */
export async function enqueueMissing(
  trx: Trx,
  generations: NewGeneration[],
): Promise<{ id: number; imageId: number }[]> {
  const queued = await enqueue(trx, generations)
  if (queued.length === 0) return []
  const ids = queued.map(({ id }) => id)
  // A statement of its own, after the insert, which waits for whoever is just finishing the same image.
  const { rows: late } = await sql<{ id: number }>`
    update generations g set status = 'cancelled', is_taken_back = true, finished_at = now()
    from images i where g.id = any(${ids}::bigint[]) and i.id = g.image_id and i.current_generation_id is not null
    returning g.id`.execute(trx)
  const lateIds = new Set(late.map(({ id }) => id))
  return queued.filter(({ id }) => !lateIds.has(id))
}

/** What the actions that queue, retry and cancel read and write. */
export function createIntakeStore(db: Db) {
  return {
    /** The overrides of each level above an article, with its account's plan. Undefined where there is no such article. */
    levelsOf: (contentId: number): Promise<LevelsAt | undefined> => readLevelsAt(db, 'content', contentId),

    /** The same for any level: what an article there that says nothing itself would be made with. */
    levelsAt: (level: SettingLevel, id: number): Promise<LevelsAt | undefined> => readLevelsAt(db, level, id),

    levelsOfMany: (contentIds: number[]): Promise<Map<number, LevelsAt>> => readSettingLevels(db, contentIds),

    /** Slots of articles, or the ones named, in reading order. */
    async targets(which: { contentId: number } | { contentIds: number[] } | { imageIds: number[] }): Promise<Target[]> {
      const rows = await db
        .selectFrom('images')
        .innerJoin('contents', 'contents.id', 'images.contentId')
        .select((eb) => [
          'images.id as imageId',
          'images.contentId',
          'images.accountId',
          'contents.title',
          'images.type',
          'images.position',
          'images.prompt',
          'images.currentGenerationId',
          eb
            .selectFrom('generations')
            .select('generations.status')
            .whereRef('generations.imageId', '=', 'images.id')
            .orderBy('generations.id', 'desc')
            .limit(1)
            .as('latestStatus'),
        ])
        .$if('contentId' in which, (query) =>
          query.where('images.contentId', '=', 'contentId' in which ? which.contentId : 0),
        )
        .$if('contentIds' in which, (query) =>
          query.where('images.contentId', 'in', 'contentIds' in which ? [0, ...which.contentIds] : [0]),
        )
        .$if('imageIds' in which, (query) =>
          query.where('images.id', 'in', 'imageIds' in which ? [0, ...which.imageIds] : [0]),
        )
        .orderBy('images.contentId')
        .orderBy(sql`images.type = 'in_article'`)
        .orderBy('images.position')
        .execute()
      const levels = await readSettingLevels(db, [...new Set(rows.map((row) => row.contentId))])
      return rows.flatMap(({ latestStatus, type, ...row }) => {
        const settings = levels.get(row.contentId)
        if (!settings) return []
        return {
          ...row,
          type: type as ImageType,
          latestStatus: latestStatus as GenerationStatus | null,
          planId: settings.planId,
          contentStatus: settings.status,
          levels: settings.levels,
        }
      })
    },

    /** Queues generations. An image that already has an unfinished one is left out; the ids tell which were queued. */
    enqueue: (generations: NewGeneration[]): Promise<{ id: number; imageId: number }[]> => enqueue(db, generations),

    /** The same, for images that have no picture yet. */
    enqueueMissing: (generations: NewGeneration[]): Promise<{ id: number; imageId: number }[]> =>
      transact(db, (trx) => enqueueMissing(trx, generations)),

    /** Stores a new prompt of a slot, written by who asks, and queues the generation that uses it, or neither. */
    async enqueueWithPrompt(generation: NewGeneration, prompt: string): Promise<{ id: number; imageId: number }[]> {
      return transact(db, async (trx) => {
        const queued = await enqueue(trx, [generation])
        if (queued.length > 0)
          await trx
            .updateTable('images')
            .set({ prompt, wordsBy: generation.requestedBy, promptWritingId: null, updatedAt: sql<Date>`now()` })
            .where('id', '=', generation.imageId)
            .execute()
        return queued
      })
    },

    async status(generationId: number): Promise<
      | {
          status: GenerationStatus
          isSent: boolean
          imageId: number
          contentId: number
          providerId: string
          errorCode: string | null
        }
      | undefined
    > {
      const row = await db
        .selectFrom('generations')
        .select(['status', 'sentAt', 'imageId', 'contentId', 'providerId', 'errorCode'])
        .where('id', '=', generationId)
        .executeTakeFirst()
      return (
        row && {
          status: row.status as GenerationStatus,
          isSent: row.sentAt !== null,
          imageId: row.imageId,
          contentId: row.contentId,
          providerId: row.providerId,
          errorCode: row.errorCode,
        }
      )
    },

    /**
     * A failed or cancelled generation back into the queue, with a fresh allowance of attempts.
     * What it already paid for is opened again, unless that cannot be known or cannot be used: then a person has decided to
     * call again.
     */
    async requeue(generationId: number, moreAttempts: number): Promise<boolean> {
      return transact(db, async (trx) => {
        const found = await trx
          .selectFrom('generations')
          .select(['taskId', 'errorCode'])
          .where('id', '=', generationId)
          .where('status', 'in', ['failed', 'cancelled'])
          .forUpdate()
          .executeTakeFirst()
        if (!found) return false
        const opened = isMendedByCallOnly(found.errorCode) ? undefined : await openCall(trx, found.taskId)
        await trx
          .updateTable('generations')
          .set((eb) => ({
            ...noError,
            status: 'queued' as const,
            maxAttempts: eb('attempts', '+', moreAttempts),
            rescues: 0,
            isTakenBack: false,
            isRetried: true,
            runAt: sql<Date>`now()`,
            finishedAt: null,
            workerId: null,
            ...(opened ? { answeredAt: opened.answeredAt } : { taskId: null, sentAt: null, answeredAt: null }),
            resentBlind: false,
          }))
          .where('id', '=', generationId)
          .execute()
        // An update wakes no worker by itself.
        await sql`select pg_notify('atelier_queue', '')`.execute(trx)
        return true
      })
    },

    /** Cancels what no provider was called for yet. */
    async cancel(generationId: number): Promise<boolean> {
      const result = await db
        .updateTable('generations')
        .set({ status: 'cancelled', finishedAt: sql<Date>`now()`, leaseUntil: null })
        .where('id', '=', generationId)
        .where('status', 'in', ['queued', 'running'])
        .where('sentAt', 'is', null)
        .executeTakeFirstOrThrow()
      return result.numUpdatedRows > 0n
    },
  }
}

export type IntakeStore = ReturnType<typeof createIntakeStore>
