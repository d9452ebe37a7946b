import { type Expression, type SqlBool, expressionBuilder, sql } from 'kysely'
import { AppError } from '../domain/error.ts'
import { generationStatuses } from '../domain/generation.ts'
import { type ImageType, shapeOf } from '../domain/image-slot.ts'
import type { ImagePrompt } from '../domain/prompt-writer.ts'
import { type Db, type Trx, transact } from './database.ts'
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
  'images.setAsideAt',
  'images.createdAt',
  'images.updatedAt',
] as const

const latestGenerationId = sql<
  number | null
>`(select g.id from generations g where g.image_id = images.id order by g.id desc limit 1)`

export interface PromptsMeta {
  /** `extractive`, or the model_name of the text model. */
  writer: string
  costUsd: number
  notes: string[]
}

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
      .select([...columns, latestGenerationId.as('latestGenerationId')])
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
     * Makes an article's slots what was written: new slots come, slots that are there keep their prompt unless `overwrite`,
     * slots beyond what was written are set aside with all their versions, and those asked for again come back.
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
          .updateTable('contents')
          .set({
            promptsWrittenAt: sql<Date>`now()`,
            promptsWriter: meta.writer,
            promptsCostUsd: meta.costUsd,
            promptsNotes: JSON.stringify(meta.notes),
            updatedAt: sql<Date>`now()`,
          })
          .where('id', '=', contentId)
          .returning('accountId')
          .executeTakeFirst()
        if (!content) throw new AppError('not_found', `There is no article ${contentId}.`)
        await putSlots(trx, { contentId, accountId: content.accountId }, prompts, options.overwrite)
        await setAsideSurplus(trx, contentId, prompts.filter((prompt) => prompt.type === 'in_article').length)
      })
    },

    /** @throws AppError `not_found`, and `invalid` where the generation is no picture of this image */
    async update(id: number, patch: ImagePatch): Promise<void> {
      await transact(db, async (trx) => {
        if (patch.currentGenerationId !== undefined) await assertPictureOf(trx, id, patch.currentGenerationId)
        const { numUpdatedRows } = await trx
          .updateTable('images')
          .set({ ...patch, updatedAt: sql<Date>`now()` })
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows === 0n) throw new AppError('not_found', `There is no image ${id}.`)
      })
    },
  }
}

export type ImageStore = ReturnType<typeof createImageStore>
export type ImageRecord = NonNullable<Awaited<ReturnType<ImageStore['get']>>>

async function putSlots(
  trx: Trx,
  owner: { contentId: number; accountId: number },
  prompts: ImagePrompt[],
  overwrite: boolean,
): Promise<void> {
  if (prompts.length === 0) return
  const slots = prompts.map(({ type, position, prompt, altText, heading, sectionIndex }) => ({
    ...owner,
    type,
    position,
    prompt,
    altText,
    heading,
    sectionIndex,
  }))
  await trx
    .insertInto('images')
    .values(slots)
    .onConflict((conflict) => {
      const slot = conflict.columns(['contentId', 'type', 'position'])
      const returned = { setAsideAt: null, updatedAt: sql<Date>`now()` }
      if (overwrite) {
        return slot.doUpdateSet((excluded) => ({
          ...returned,
          prompt: excluded.ref('excluded.prompt'),
          altText: excluded.ref('excluded.altText'),
          heading: excluded.ref('excluded.heading'),
          sectionIndex: excluded.ref('excluded.sectionIndex'),
        }))
      }
      // A slot that neither changes nor comes back is not written: it would be an event about nothing.
      return slot.doUpdateSet(returned).where('images.setAsideAt', 'is not', null)
    })
    .execute()
}

async function setAsideSurplus(trx: Trx, contentId: number, inArticleCount: number): Promise<void> {
  await trx
    .updateTable('images')
    .set({ setAsideAt: sql<Date>`now()`, updatedAt: sql<Date>`now()` })
    .where('contentId', '=', contentId)
    .where('type', '=', 'in_article')
    .where('position', '>=', inArticleCount)
    .where('setAsideAt', 'is', null)
    .execute()
}

async function assertPictureOf(trx: Trx, imageId: number, generationId: number): Promise<void> {
  const generation = await trx
    .selectFrom('generations')
    .select(['imageId', 'status'])
    .where('id', '=', generationId)
    .executeTakeFirst()
  if (generation?.imageId === imageId && generation.status === 'succeeded') return
  const problem = generation?.imageId === imageId ? `it is ${generation.status}` : 'it is not one of this image'
  const message = `Generation ${generationId} cannot be the picture of image ${imageId}: ${problem}. Choose a succeeded generation of this image.`
  throw new AppError('invalid', message, { fields: { currentGenerationId: message } })
}
