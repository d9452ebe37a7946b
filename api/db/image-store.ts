import { type Expression, type SqlBool, expressionBuilder, sql } from 'kysely'
import { AppError } from '../domain/error.ts'
import { generationStatuses } from '../domain/generation.ts'
import { type ImageType, nameOfSlot, shapeOf } from '../domain/image-slot.ts'
import type { ImagePrompt } from '../domain/prompt-writer.ts'
import { type Db, transact } from './database.ts'
import { isAskedFor } from './expected-images.ts'
import { createGenerationStore } from './generation-store.ts'
import {
  type ListQuery,
  type ListRules,
  bigIdsFrom,
  choicesFrom,
  idsFrom,
  openPage,
  patternFrom,
  planList,
} from './list-query.ts'
import { addWriting, choosePicture, putSlots, slotsByHand } from './image-slots.ts'
import { finishWriting } from './prompt-writing-store.ts'
import type { Tables } from './tables.gen.ts'

const eb = expressionBuilder<Tables, 'images'>()

/** What has no generation has no current one either: said as well, because there are few of those and an index knows them. */
const hasNoGeneration = sql<SqlBool>`images.current_generation_id is null
  and not exists (select from generations g where g.image_id = images.id)`

/** Written as a set of images, so that the planner may begin at either end: rare statuses have an index of their own. */
const hasLatest = (statuses: string[]) => sql<SqlBool>`images.id in (
  select g.image_id from generations g
  where g.status in (${sql.join(statuses)})
    and not exists (select from generations later where later.image_id = g.image_id and later.id > g.id))`

function conditionOfStatus(value: unknown, field: string): Expression<SqlBool> {
  const chosen = choicesFrom(value, field, ['none', ...generationStatuses])
  const statuses = chosen.filter((status) => status !== 'none')
  const conditions = [
    ...(chosen.includes('none') ? [hasNoGeneration] : []),
    ...(statuses.length > 0 ? [hasLatest(statuses)] : []),
  ]
  return eb.or(conditions)
}

const rules: ListRules<'images.id'> = {
  // Ids are given out in the order of making, and one index serves both.
  sorts: { id: 'images.id', createdAt: 'images.id' },
  defaultSort: { by: 'images.id', order: 'desc' },
  offsetMax: 10_000,
  filters: {
    id: (value, field) => eb('images.id', 'in', bigIdsFrom(value, field)),
    contentId: (value, field) => eb('images.contentId', 'in', idsFrom(value, field)),
    accountId: (value, field) => eb('images.accountId', 'in', idsFrom(value, field)),
    type: (value, field) => eb('images.type', 'in', choicesFrom(value, field, ['featured', 'in_article'])),
    status: conditionOfStatus,
    q: (value, field) => eb('images.prompt', 'ilike', patternFrom(value, field)),
  },
}

const columns = [
  'images.id',
  'images.contentId',
  'contents.title as contentTitle',
  'images.accountId',
  'images.type',
  'images.position',
  'images.prompt',
  'images.altText',
  'images.heading',
  'images.sectionIndex',
  'images.currentGenerationId',
  'images.wordsBy',
  'images.createdAt',
  'images.updatedAt',
] as const

const latestGenerationId = sql<
  number | null
>`(select g.id from generations g where g.image_id = images.id order by g.id desc limit 1)`

/** Whether the slot is more than its article asks for now: it keeps its versions, and comes back when the count is raised. */
const isSetAside = sql<boolean>`not ${isAskedFor('images')}`

export interface PromptsMeta {
  /** The writing that was begun for them; without it one is made. */
  writingId?: number
  /** `extractive`, or the model_name of the text model. */
  writer: string
  costUsd: number
  notes: string[]
}

/** What a person changes of an image. */
export interface ImagePatch {
  prompt?: string
  altText?: string
  currentGenerationId?: number
}

/** Slots of articles. */
export function createImageStore(db: Db) {
  const generations = createGenerationStore(db)

  const selectRows = () =>
    db
      .selectFrom('images')
      .innerJoin('contents', 'contents.id', 'images.contentId')
      .select([...columns, latestGenerationId.as('latestGenerationId'), isSetAside.as('isSetAside')])
      .$narrowType<{ type: ImageType }>()

  type Row = Awaited<ReturnType<ReturnType<typeof selectRows>['execute']>>[number]

  /** Adds the generations of all rows: one query more. */
  const withGenerations = async (rows: Row[]) => {
    const ids = rows.flatMap((row) => [row.currentGenerationId, row.latestGenerationId]).filter((id) => id !== null)
    const found = await generations.byIds([...new Set(ids)])
    const generationById = new Map(found.map((generation) => [generation.id, generation]))
    const generationOf = (id: number | null) => (id === null ? null : (generationById.get(id) ?? null))
    return rows.map(({ latestGenerationId: latestId, ...row }) => ({
      ...row,
      shape: shapeOf(row.type, row.position),
      current: generationOf(row.currentGenerationId),
      latest: generationOf(latestId),
    }))
  }

  const get = async (id: number) => (await withGenerations(await selectRows().where('images.id', '=', id).execute()))[0]

  return {
    get,

    /** All images of an article, those set aside included, in slot order. `latest?.status` is how far each is. */
    async ofContent(contentId: number) {
      // Types sort as people read them: featured, then in_article.
      const rows = await selectRows()
        .where('images.contentId', '=', contentId)
        .orderBy('images.type')
        .orderBy('images.position')
        .execute()
      return withGenerations(rows)
    },

    /** Several at once, in the order of the ids asked for. Ids that are not there are left out. */
    async byIds(ids: number[]) {
      if (ids.length === 0) return []
      const records = await withGenerations(await selectRows().where('images.id', 'in', ids).execute())
      const recordById = new Map(records.map((record) => [record.id, record]))
      return ids.flatMap((id) => recordById.get(id) ?? [])
    },

    async list(query: ListQuery) {
      const plan = planList(query, rules)
      // The page is found on ids alone, so that skipped records cost an index entry and no joins.
      const page = db
        .selectFrom('images')
        .select('images.id')
        .where((builder) => builder.and(plan.conditions))
        .orderBy(plan.sort.by, plan.sort.order)
        .limit(plan.limit + 1)
        .offset(plan.offset)
      const rows = await selectRows()
        .innerJoin(page.as('page'), 'page.id', 'images.id')
        .orderBy('images.id', plan.sort.order)
        .execute()
      const { data, pageInfo } = openPage(rows, plan)
      return { data: await withGenerations(data), pageInfo }
    },

    /**
     * Makes an article's slots what was written: new slots come, slots that are there keep their prompt unless `overwrite`.
     * Slots beyond what was written stay as they are, with all their versions, and so does what a person wrote since the
     * writing began. What it cost is booked with it.
     * @throws AppError `not_found`
     */
    async savePrompts(
      contentId: number,
      prompts: ImagePrompt[],
      meta: PromptsMeta,
      options: { overwrite: boolean },
    ): Promise<void> {
      await transact(db, async (trx) => {
        const content = await trx
          .selectFrom('contents')
          .select('accountId')
          .where('id', '=', contentId)
          .forNoKeyUpdate()
          .executeTakeFirst()
        if (!content) throw new AppError('not_found', `There is no article ${contentId}.`)
        const owner = { contentId, accountId: content.accountId }
        const promptWritingId = meta.writingId ?? (await addWriting(trx, owner, options.overwrite))
        const byHand = options.overwrite ? await slotsByHand(trx, contentId, promptWritingId) : []
        const kept = new Set(byHand.map(nameOfSlot))
        const wanted = prompts.filter((prompt) => !kept.has(nameOfSlot(prompt)))
        const notes = [
          ...meta.notes,
          ...(kept.size > 0 ? [`Kept as a person wrote it meanwhile: ${[...kept].join(', ')}.`] : []),
        ]
        await trx
          .updateTable('contents')
          .set({
            promptsWrittenAt: sql<Date>`now()`,
            promptsWriter: meta.writer,
            promptsCostUsd: meta.costUsd,
            promptsNotes: JSON.stringify(notes),
            updatedAt: sql<Date>`now()`,
          })
          .where('id', '=', contentId)
          .execute()
        await putSlots(trx, { ...owner, wordsBy: meta.writer, promptWritingId }, wanted, options.overwrite)
        await finishWriting(trx, promptWritingId, { ...meta, notes })
      })
    },

    /**
     * @param by the person who changes it
     * @throws AppError `not_found`, and `invalid` where the generation is no picture of this image
     */
    async update(id: number, patch: ImagePatch, by: string): Promise<void> {
      await transact(db, async (trx) => {
        if (patch.currentGenerationId !== undefined) await choosePicture(trx, id, patch.currentGenerationId)
        const hasWords = patch.prompt !== undefined || patch.altText !== undefined
        const { numUpdatedRows } = await trx
          .updateTable('images')
          .set({ ...patch, ...(hasWords && { wordsBy: by, promptWritingId: null }), updatedAt: sql<Date>`now()` })
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows === 0n) throw new AppError('not_found', `There is no image ${id}.`)
      })
    },

    /** Every prompt and alt text that a slot ever had, newest first: the first are those of now. */
    async promptsOf(imageId: number) {
      return db
        .selectFrom('imagePrompts')
        .select(['id', 'imageId', 'prompt', 'altText', 'writtenBy', 'promptWritingId', 'createdAt'])
        .where('imageId', '=', imageId)
        .orderBy('id', 'desc')
        .limit(200)
        .execute()
    },
  }
}

export type ImageStore = ReturnType<typeof createImageStore>
export type ImageRecord = NonNullable<Awaited<ReturnType<ImageStore['get']>>>
