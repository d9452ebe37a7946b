import { type EffectiveSettings, effectiveSettings } from '../domain/effective-settings.ts'
import type { Catalog } from '../domain/catalog.ts'
import { AppError } from '../domain/error.ts'
import { composePrompt, lengthOf } from '../domain/prompt-text.ts'
import { modelsOfTier } from '../domain/tier.ts'
import type { WrittenPrompts } from '../domain/prompt-writer.ts'
import { assertMakes } from './status-check.ts'
import type { Studio } from './studio.ts'

/** Longer prompts do not make better pictures, and some models stop reading. */
const promptCharsMax = 1200

/** Room for a prompt in the tier's first active model, after the template, the style and the title took theirs. */
function roomForPrompt(settings: EffectiveSettings, title: string, catalog: Catalog): number {
  const model = modelsOfTier(settings.tierId.value, catalog).find((candidate) => candidate.is_active)
  const style = catalog.styles.find((candidate) => candidate.id === settings.styleId.value)
  const around = lengthOf(
    composePrompt(catalog.settings.prompt_template, { prompt: '', style: style?.prompt_words ?? '', title }),
  )
  const room = Math.min(promptCharsMax, (model?.accepts?.prompt_chars_max ?? promptCharsMax) - around)
  if (room < 50)
    throw new AppError(
      'refused',
      `The prompt template and style leave ${room} characters for a prompt of ${model?.model_name}. Shorten them in settings.yaml or styles.yaml.`,
    )
  return room
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
  const written = await studio.promptWriter(catalog).write(
    {
      article,
      imagesPerArticle: settings.imagesPerArticle.value,
      promptCharsMax: roomForPrompt(settings, content.title, catalog),
    },
    signal,
  )
  await studio.images.savePrompts(contentId, written.prompts, written, { overwrite })
  return written
}
