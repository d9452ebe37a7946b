import { type Context, Hono } from 'hono'
import type {
  Empty,
  EstimateRequest,
  GenerateContent,
  GenerateImages,
  Remake,
  WritePrompts,
} from '../contract/types.gen.ts'
import { body } from '../contract/validate.ts'
import { AppError } from '../domain/error.ts'
import type { GenerationRecord } from '../db/generation-store.ts'
import type { QueuedGenerations } from './actions-port.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { idempotent } from './middleware/idempotent.ts'
import { bigIdIn, found, idIn } from './request.ts'

/** What makes prompts and pictures. All that spends is done once per Idempotency-Key. */
export function makingRoutes({ stores, actions, logger }: ApiDeps): Hono<ApiEnv> {
  const { contents, images, generations } = stores
  const once = idempotent(stores)

  const asker = (c: Context<ApiEnv>) => ({ requestedBy: c.get('user').name, correlationId: c.get('requestId') })

  /** Who did what to a generation: the first of the lines that its id of correlation is found by. */
  const log = (c: Context<ApiEnv>, generation: GenerationRecord, message: string): void => {
    const { id: generationId, correlationId, modelId, providerId, taskId } = generation
    const by = c.get('user').name
    logger.info(
      { requestId: c.get('requestId'), by, correlationId, generationId, modelId, providerId, taskId },
      message,
    )
  }

  const answerOf = async (c: Context<ApiEnv>, queued: QueuedGenerations) => {
    const asked = await generations.byIds(queued.generations)
    for (const generation of asked) log(c, generation, 'generation asked for')
    return { generations: asked, skipped: queued.skipped }
  }

  return new Hono<ApiEnv>()
    .post('/contents/:id/actions/write-prompts', body<WritePrompts>('write-prompts'), once, async (c) => {
      const id = idIn(c, 'article')
      found(await contents.get(id), 'article', id)
      const options = { regenerate: false, remake: false, ...c.req.valid('json'), ...asker(c) }
      const queued = await answerOf(c, await actions.writePrompts(id, options, c.req.raw.signal))
      const content = found(await contents.record(id), 'article', id)
      return c.json({ content, images: await images.ofContent(id), ...queued })
    })
    .post('/contents/:id/actions/generate', body<GenerateContent>('generate-content'), once, async (c) => {
      const id = idIn(c, 'article')
      found(await contents.get(id), 'article', id)
      return c.json(await answerOf(c, await actions.queueForContent(id, { ...c.req.valid('json'), ...asker(c) })))
    })
    .post('/images/actions/generate', body<GenerateImages>('generate-images'), once, async (c) => {
      const { imageIds, ...options } = c.req.valid('json')
      return c.json(await answerOf(c, await actions.queueImages(imageIds, { ...options, ...asker(c) })))
    })
    .post('/images/:id/actions/remake', body<Remake>('remake'), once, async (c) => {
      const id = bigIdIn(c, 'image')
      const generationId = await actions.remake(id, { ...c.req.valid('json'), ...asker(c) })
      const generation = found(await generations.get(generationId), 'generation', generationId)
      log(c, generation, 'generation asked for')
      return c.json(generation, 201)
    })
    .post('/generations/:id/actions/retry', body<Empty>('empty'), once, async (c) => {
      const generationId = await actions.retry(bigIdIn(c, 'generation'), c.get('user').name)
      const generation = found(await generations.get(generationId), 'generation', generationId)
      log(c, generation, 'generation put back into the queue')
      return c.json(generation)
    })
    .post('/generations/:id/actions/cancel', body<Empty>('empty'), async (c) => {
      const id = bigIdIn(c, 'generation')
      await actions.cancel(id)
      const generation = found(await generations.get(id), 'generation', id)
      log(c, generation, 'generation cancelled')
      return c.json(generation)
    })
    .delete('/generations/:id/picture', async (c) => {
      const id = bigIdIn(c, 'generation')
      await actions.deletePicture(id, c.get('user').name)
      const generation = found(await generations.get(id), 'generation', id)
      log(c, generation, 'picture of a version deleted')
      return c.json(generation)
    })
    .post('/estimate', body<EstimateRequest>('estimate-request'), async (c) => {
      const { contentId, imageIds, which = 'missing', ...options } = c.req.valid('json')
      if ((contentId === undefined) === (imageIds === undefined)) {
        const message = 'Give either contentId or imageIds.'
        throw new AppError('invalid', message, { fields: { contentId: message } })
      }
      if (options.prompt !== undefined && imageIds?.length !== 1) {
        const message = 'Give it with one id in imageIds: every image has a prompt of its own.'
        throw new AppError('invalid', message, { fields: { prompt: message } })
      }
      const what = contentId === undefined ? { imageIds: imageIds ?? [] } : { contentId, which }
      return c.json(await actions.estimate(what, options))
    })
}
