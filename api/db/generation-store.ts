import { expressionBuilder } from 'kysely'
import type { Fallback } from '../domain/claimed-generation.ts'
import { type GenerationStatus, generationStatuses } from '../domain/generation.ts'
import type { PictureFormat } from '../domain/image-provider.ts'
import type { ImageType } from '../domain/image-slot.ts'
import { errorClasses } from '../domain/provider-error.ts'
import type { Db } from './database.ts'
import {
  type ListQuery,
  type ListRules,
  bigIdsFrom,
  choicesFrom,
  idsFrom,
  openPage,
  patternFrom,
  planList,
  textsFrom,
} from './list-query.ts'
import type { Tables } from './tables.gen.ts'

const eb = expressionBuilder<Tables, 'generations'>()

const rules: ListRules<'id'> = {
  // Ids are given out in the order of asking, and one index serves both.
  sorts: { id: 'id', createdAt: 'id' },
  defaultSort: { by: 'id', order: 'desc' },
  offsetMax: 10_000,
  filters: {
    id: (value, field) => eb('id', 'in', bigIdsFrom(value, field)),
    status: (value, field) => eb('status', 'in', choicesFrom(value, field, generationStatuses)),
    contentId: (value, field) => eb('contentId', 'in', idsFrom(value, field)),
    imageId: (value, field) => eb('imageId', 'in', bigIdsFrom(value, field)),
    accountId: (value, field) => eb('accountId', 'in', idsFrom(value, field)),
    modelId: (value, field) => eb('modelId', 'in', textsFrom(value, field)),
    providerId: (value, field) => eb('providerId', 'in', textsFrom(value, field)),
    tierId: (value, field) => eb('tierId', 'in', textsFrom(value, field)),
    errorClass: (value, field) => eb('errorClass', 'in', choicesFrom(value, field, errorClasses)),
    errorCode: (value, field) => eb('errorCode', 'in', textsFrom(value, field)),
    q: (value, field) =>
      eb.or([eb('prompt', 'ilike', patternFrom(value, field)), eb('errorMessage', 'ilike', patternFrom(value, field))]),
  },
}

const ownColumns = [
  'generations.id',
  'generations.imageId',
  'generations.contentId',
  'generations.accountId',
  'contents.title as contentTitle',
  'images.type as imageType',
  'images.position as imagePosition',
  'generations.status',
  'generations.priority',
  'generations.releaseId',
  'generations.tierId',
  'generations.modelId',
  'generations.providerId',
  'generations.providerMode',
  'generations.styleId',
  'generations.prompt',
  'generations.negativePrompt',
  'generations.width',
  'generations.height',
  'generations.format',
  'generations.seed',
  'generations.generationParams',
  'generations.notes',
  'generations.requestedBy',
  'generations.correlationId',
  'generations.isModelFixed',
  'generations.fallbacks',
  'generations.rescues',
  'generations.estimateUsd',
  'generations.estimateCredits',
  'generations.attempts',
  'generations.maxAttempts',
  'generations.runAt',
  'generations.taskId',
  'generations.sentAt',
  'generations.answeredAt',
  'generations.costUsd',
  'generations.costSource',
  'generations.credits',
  'generations.requestId',
  'generations.errorClass',
  'generations.errorCode',
  'generations.errorMessage',
  'generations.createdAt',
  'generations.startedAt',
  'generations.finishedAt',
  'generations.pictureDeletedAt',
  'generations.pictureDeletedBy',
] as const

const pictureColumns = [
  'pictures.sha256 as pictureSha256',
  'pictures.format as pictureFormat',
  'pictures.width as pictureWidth',
  'pictures.height as pictureHeight',
  'pictures.bytes as pictureBytes',
] as const

interface NarrowGeneration {
  status: GenerationStatus
  imageType: ImageType
  format: PictureFormat
  pictureFormat: PictureFormat | null
  providerMode: 'live' | 'sandbox' | null
  generationParams: Record<string, unknown>
  notes: string[]
  fallbacks: Fallback[]
}

interface PictureRow {
  pictureSha256: string | null
  pictureFormat: PictureFormat | null
  pictureWidth: number | null
  pictureHeight: number | null
  pictureBytes: number | null
}

/** Where a picture and its smaller copies are fetched from. */
function pictureOf(row: PictureRow) {
  const {
    pictureSha256: sha256,
    pictureFormat: format,
    pictureWidth: width,
    pictureHeight: height,
    pictureBytes: bytes,
  } = row
  if (sha256 === null || format === null || width === null || height === null || bytes === null) return null
  const url = `/api/files/${sha256}.${format}`
  return {
    sha256,
    format,
    width,
    height,
    bytes,
    url,
    thumbnails: { '320': `${url}/thumbnails/320`, '640': `${url}/thumbnails/640` },
  }
}

function withPicture<T extends PictureRow>(row: T) {
  const { pictureSha256, pictureFormat, pictureWidth, pictureHeight, pictureBytes, ...own } = row
  return { ...own, picture: pictureOf({ pictureSha256, pictureFormat, pictureWidth, pictureHeight, pictureBytes }) }
}

/** Attempts to make a picture, for reading. The queue is `generation-queue.ts`. */
export function createGenerationStore(db: Db) {
  const selectRecords = () =>
    db
      .selectFrom('generations')
      .innerJoin('images', 'images.id', 'generations.imageId')
      .innerJoin('contents', 'contents.id', 'generations.contentId')
      .leftJoin('pictures', 'pictures.sha256', 'generations.sha256')
      .select([...ownColumns, ...pictureColumns])
      .$narrowType<NarrowGeneration>()

  return {
    async get(id: number) {
      const row = await selectRecords().where('generations.id', '=', id).executeTakeFirst()
      return row ? withPicture(row) : undefined
    },

    /** Several at once, in the order of the ids asked for. Ids that are not there are left out. */
    async byIds(ids: number[]) {
      if (ids.length === 0) return []
      const rows = await selectRecords().where('generations.id', 'in', ids).execute()
      const recordById = new Map(rows.map((row) => [row.id, withPicture(row)]))
      return ids.flatMap((id) => recordById.get(id) ?? [])
    },

    async list(query: ListQuery) {
      const plan = planList(query, rules)
      // The page is found on ids alone, so that skipped records cost an index entry and no joins.
      const page = db
        .selectFrom('generations')
        .select('id')
        .where((builder) => builder.and(plan.conditions))
        .orderBy(plan.sort.by, plan.sort.order)
        .limit(plan.limit + 1)
        .offset(plan.offset)
      const rows = await selectRecords()
        .innerJoin(page.as('page'), 'page.id', 'generations.id')
        .orderBy('generations.id', plan.sort.order)
        .execute()
      return openPage(rows.map(withPicture), plan)
    },
  }
}

export type GenerationStore = ReturnType<typeof createGenerationStore>
export type GenerationRecord = NonNullable<Awaited<ReturnType<GenerationStore['get']>>>
