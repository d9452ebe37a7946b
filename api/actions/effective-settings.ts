import { effectiveSettings, overrideProblems } from '../domain/effective-settings.ts'
import { AppError } from '../domain/error.ts'
import { chooseModel, defaultTierId, utcDate } from '../domain/tier.ts'
import type { SettingsAnswer } from '../routes/actions-port.ts'
import type { Studio } from './studio.ts'

const levels = ['content', 'keyword', 'site', 'account'] as const

/** The settings that hold for an article, where each comes from, and whether its images can be made with them now. */
export async function settingsOfContent(studio: Studio, contentId: number): Promise<SettingsAnswer> {
  const found = await studio.intake.levelsOf(contentId)
  if (!found) throw new AppError('not_found', `There is no content ${contentId}.`)
  const catalog = await studio.catalogs.current()
  const settings = effectiveSettings(found.levels, found.planId, catalog)
  const { model, problem } = await usableModel()
  const said = levels.flatMap((origin) => {
    const values = found.levels[origin]
    return values ? [{ origin, values }] : []
  })
  const { images_per_article, style, format } = catalog.settings
  const system = { imagesPerArticle: images_per_article, tierId: defaultTierId(catalog), styleId: style, format }
  const { imagesPerArticle } = settings
  const bound =
    imagesPerArticle.origin === 'plan'
      ? [{ origin: 'plan' as const, values: { imagesPerArticle: imagesPerArticle.value } }]
      : []
  return { ...settings, model, problem, chain: [...bound, ...said, { origin: 'system', values: system }] }

  async function usableModel(): Promise<Pick<SettingsAnswer, 'model' | 'problem'>> {
    const bounds = { tierId: settings.tierId.value, styleId: settings.styleId.value }
    const [problem] = Object.values(overrideProblems(bounds, found?.planId ?? '', catalog))
    if (problem) return { model: null, problem }
    try {
      const modes = studio.modes(catalog)
      const { model: chosen, provider } = chooseModel(settings.tierId.value, catalog, modes, utcDate(studio.now()))
      return {
        model: { id: chosen.model_name, providerMode: modes.get(provider.id) ?? 'not_configured' },
        problem: null,
      }
    } catch (error) {
      if (error instanceof AppError) return { model: null, problem: error.message }
      throw error
    }
  }
}
