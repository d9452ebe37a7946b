import { type EffectiveSettings, effectiveSettings } from '../domain/effective-settings.ts'
import type { Catalog } from '../domain/catalog.ts'
import { AppError } from '../domain/error.ts'
import { roomForPrompt, roomProblem } from '../domain/prompt-room.ts'
import { refusalOf } from '../domain/refusal.ts'
import { modelsOfTier } from '../domain/tier.ts'
import type { WrittenPrompts } from '../domain/prompt-writer.ts'
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

/**
 * Writes the prompts of an article's slots. Pictures already made stay as they are.
 * @param overwrite false: only slots without a prompt get one
 */
export async function writePrompts(
  studio: Studio,
  contentId: number,
  overwrite: boolean,
  signal?: AbortSignal,
): Promise<WrittenPrompts> {
  const content = await studio.contents.get(contentId)
  const found = await studio.intake.levelsOf(contentId)
  if (!content || !found) throw new AppError('not_found', `There is no content ${contentId}.`)
  assertMakes(found)
  const catalog = await studio.catalogs.current()
  const settings = effectiveSettings(found.levels, found.planId, catalog)
  const article = studio.readArticle(
    content.source,
    content.sourceFormat === 'html' ? 'html' : 'markdown',
    content.title,
  )
  const written = await studio.promptWriter(catalog, settings.promptWriter.value).write(
    {
      article,
      imagesPerArticle: settings.imagesPerArticle.value,
      promptCharsMax: roomFor(settings, content.title, catalog),
    },
    signal,
  )
  await studio.images.savePrompts(contentId, written.prompts, written, { overwrite })
  return written
}
