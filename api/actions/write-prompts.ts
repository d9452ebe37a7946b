import { type EffectiveSettings, effectiveSettings } from '../domain/effective-settings.ts'
import type { Catalog } from '../domain/catalog.ts'
import { AppError, messageOf } from '../domain/error.ts'
import { roomForPrompt, roomProblem } from '../domain/prompt-room.ts'
import { refusalOf } from '../domain/refusal.ts'
import type { ImagePrompt, PromptRequest, PromptWriter, WrittenPrompts } from '../domain/prompt-writer.ts'
import { modelsOfTier } from '../domain/tier.ts'
import { assertMakes } from './status-check.ts'
import type { Studio } from './studio.ts'

/** Room for a prompt in the tier's first active model, after the template, the style and the title took theirs. */
function roomFor(settings: EffectiveSettings, title: string, catalog: Catalog): number {
  const model = modelsOfTier(settings.tierId.value, catalog).find((candidate) => candidate.is_active)
  const problem = model && roomProblem(settings, title, model, catalog)
  if (problem) throw refusalOf(problem)
  const style = catalog.styles.find((candidate) => candidate.id === settings.styleId.value)?.prompt_words ?? ''
  return roomForPrompt(settings.promptTemplate.value, { style, title }, model)
}

/** Asking the text model may cost more than whoever asks for prompts allows. Nothing was asked. */
export class PromptsTooDear extends AppError {
  constructor(modelId: string, estimateUsd: number, usdMax: number) {
    super(
      'refused',
      `Asking ${modelId} may cost $${estimateUsd.toFixed(4)}, and $${usdMax.toFixed(4)} are left for it.`,
    )
    this.name = 'PromptsTooDear'
  }
}

/** Who asks for prompts, and what of the ones that are there. */
export interface WritingWish {
  requestedBy: string
  /** false: only slots without a prompt get one. */
  overwrite: boolean
  /** Only these slots get a new prompt. */
  imageIds?: readonly number[]
  /** What asking a text model may cost at most, in US dollars. */
  usdMax?: number
  /** The run that they are for. */
  runId?: number
  signal?: AbortSignal
}

/** Writes the prompts of an article's slots. Pictures already made stay as they are. What a text model costs is reserved first. */
export async function writePrompts(studio: Studio, contentId: number, wish: WritingWish): Promise<WrittenPrompts> {
  const content = await studio.contents.get(contentId)
  const found = await studio.intake.levelsOf(contentId)
  if (!content || !found) throw new AppError('not_found', `There is no content ${contentId}.`)
  assertMakes(found)
  const catalog = await studio.catalogs.current()
  const settings = effectiveSettings(found.levels, found.planId, catalog)
  const format = content.sourceFormat === 'html' ? 'html' : 'markdown'
  const request: PromptRequest = {
    article: studio.readArticle(content.source, format, content.title),
    imagesPerArticle: settings.imagesPerArticle.value,
    promptCharsMax: roomFor(settings, content.title, catalog),
  }
  const isWanted = wish.imageIds ? await slotsNamed(studio, contentId, wish.imageIds) : () => true
  const owner = { contentId, accountId: found.accountId }
  const writer = studio.promptWriter(catalog, settings.promptWriter.value)
  const { writingId, ...written } = await writeOnBudget(studio, owner, request, writer, wish)
  const { overwrite } = wish
  const prompts = written.prompts.filter(isWanted)
  await studio.images
    .savePrompts(contentId, prompts, { ...written, writingId }, { overwrite })
    .catch(async (error: unknown) => {
      // They are lost, and what they cost is known.
      await studio.promptWritings.abandon(writingId, written.costUsd, `Nothing was kept: ${messageOf(error)}`)
      throw error
    })
  return written
}

/** Tells the prompts of the images named. Throws AppError `invalid` where one is not of this article. */
async function slotsNamed(studio: Studio, contentId: number, imageIds: readonly number[]) {
  const named = (await studio.intake.targets({ contentId })).filter(({ imageId }) => imageIds.includes(imageId))
  const foreign = imageIds.filter((id) => !named.some(({ imageId }) => imageId === id))
  if (foreign.length > 0) {
    const message = `Article ${contentId} has no image ${foreign.join(', ')}.`
    throw new AppError('invalid', message, { fields: { imageIds: message } })
  }
  return ({ type, position }: ImagePrompt) => named.some((slot) => slot.type === type && slot.position === position)
}

/** Asks the text model where the account can pay for it, and writes without one where it cannot. */
async function writeOnBudget(
  studio: Studio,
  owner: { contentId: number; accountId: number },
  request: PromptRequest,
  writer: PromptWriter,
  { requestedBy, overwrite, usdMax = Infinity, runId, signal }: WritingWish,
): Promise<WrittenPrompts & { writingId: number }> {
  const asked = writer.asks?.(request) ?? null
  if (asked && asked.estimateUsd > usdMax) throw new PromptsTooDear(asked.modelId, asked.estimateUsd, usdMax)
  const begun = await studio.promptWritings.begin(
    { ...owner, askedBy: requestedBy, isRegeneration: overwrite, runId },
    asked,
  )
  const chosen = begun.problem === null ? writer : studio.freeWriter
  try {
    const written = await chosen.write(request, signal)
    const notes = begun.problem === null ? written.notes : [`Written without a text model: ${begun.problem}.`]
    return { ...written, notes, writingId: begun.id }
  } catch (error) {
    // A refusal came before any call. Of anything else nobody knows what the call under way will cost.
    const costUsd = error instanceof AppError || begun.problem !== null ? 0 : (asked?.estimateUsd ?? 0)
    await studio.promptWritings.abandon(begun.id, costUsd, `Nothing was written: ${messageOf(error)}`)
    throw error
  }
}
