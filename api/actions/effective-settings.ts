import type { LevelsAt } from '../db/setting-levels.ts'
import type { Catalog } from '../domain/catalog.ts'
import {
  type AccountOverrides,
  type EffectiveSettings,
  type SettingLevel,
  effectiveSettings,
  settingLevels,
  systemSettings,
} from '../domain/effective-settings.ts'
import { AppError } from '../domain/error.ts'
import { roomProblem } from '../domain/prompt-room.ts'
import type { Remedied } from '../domain/refusal.ts'
import { overrideProblems, settingsProblem } from '../domain/setting-check.ts'
import { type ProviderModes, findModel, utcDate } from '../domain/tier.ts'
import type { SettingsAnswer } from '../routes/actions-port.ts'
import type { Studio } from './studio.ts'

/**
 * The settings that hold for an article, or at a level for articles that say nothing themselves; where each comes from, and
 * whether pictures can be made with them now.
 */
export async function settingsAt(studio: Studio, level: SettingLevel, id: number): Promise<SettingsAnswer> {
  const found = await studio.intake.levelsAt(level, id)
  if (!found) throw new AppError('not_found', `There is no ${level} ${id}.`)
  const catalog = await studio.catalogs.current()
  const settings = effectiveSettings(found.levels, found.planId, catalog)
  const modes = studio.modes(catalog)
  return {
    ...settings,
    ...usableModel(settings, found, catalog, { modes, today: utcDate(studio.now()) }),
    chain: chainOf(settings, found, catalog),
    below: level === 'account' ? await notAllowedBelow(studio, id, found.planId, catalog) : [],
  }
}

function usableModel(
  settings: EffectiveSettings,
  { planId, title }: LevelsAt,
  catalog: Catalog,
  { modes, today }: { modes: ProviderModes; today: string },
): Pick<SettingsAnswer, 'model' | 'problem' | 'remedy'> {
  const none = ({ problem, remedy }: Remedied) => ({ model: null, problem, remedy })
  const wrong = settingsProblem(settings, planId, catalog, { modes, today })
  if (wrong) return none(wrong)
  const chosen = findModel(settings.tierId.value, catalog, modes, today)
  if ('problem' in chosen) return { model: null, problem: chosen.problem, remedy: null }
  const { model, provider } = chosen
  const tooLittle = roomProblem(settings, title, model, catalog)
  return {
    model: { id: model.model_name, providerMode: modes.get(provider.id) ?? 'not_configured' },
    problem: tooLittle?.problem ?? null,
    remedy: tooLittle?.remedy ?? null,
  }
}

/** Every key, so that a level that says nothing says so. */
const everyKey = (said: AccountOverrides): Required<AccountOverrides> => ({
  imagesPerArticle: null,
  tierId: null,
  styleId: null,
  format: null,
  negativePrompt: null,
  promptWriter: null,
  promptTemplate: null,
  ...said,
})

/** What every level says, nearest first; before them all the plan, where it bounds what they say. */
function chainOf(
  { imagesPerArticle }: EffectiveSettings,
  { levels }: LevelsAt,
  catalog: Catalog,
): SettingsAnswer['chain'] {
  const bound =
    imagesPerArticle.origin === 'plan'
      ? [{ origin: 'plan' as const, values: everyKey({ imagesPerArticle: imagesPerArticle.value }) }]
      : []
  const said = settingLevels.flatMap((origin) => {
    const values = levels[origin]
    return values ? [{ origin, values: everyKey(values) }] : []
  })
  return [...bound, ...said, { origin: 'system', values: systemSettings(catalog) }]
}

/** What sites, keywords and articles of an account are set to although its plan or the catalog no longer allows it. */
async function notAllowedBelow(
  studio: Studio,
  accountId: number,
  planId: string,
  catalog: Catalog,
): Promise<SettingsAnswer['below']> {
  const counts = new Map<string, SettingsAnswer['below'][number]>()
  for (const { level, count, ...said } of await studio.accounts.levelsInUse(accountId)) {
    for (const problem of Object.values(overrideProblems(said, planId, catalog))) {
      const key = `${level} ${problem}`
      counts.set(key, { level, problem, count: count + (counts.get(key)?.count ?? 0) })
    }
  }
  return [...counts.values()]
}
