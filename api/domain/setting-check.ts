import type { PlanConfig } from '../../config/types.gen.ts'
import type { Catalog } from './catalog.ts'
import type { AccountOverrides, Effective, EffectiveSettings, SettingOrigin } from './effective-settings.ts'
import { promptCharsMin, roomForPrompt } from './prompt-room.ts'
import { templateProblem } from './prompt-template.ts'
import type { Remedied } from './refusal.ts'
import { type ProviderModes, findModel, modelsOfTier } from './tier.ts'

const listOf = (ids: readonly string[]): string => ids.join(', ')

const hasActiveModel = (tierId: string, catalog: Catalog): boolean =>
  modelsOfTier(tierId, catalog).some((model) => model.is_active)

/** Tiers that an account on this plan can be set to. */
const tiersAllowed = (plan: PlanConfig, catalog: Catalog): string[] =>
  catalog.tiers.map(({ id }) => id).filter((id) => plan.tiers.includes(id) && hasActiveModel(id, catalog))

/** Why a tier cannot be chosen under a plan; undefined where it can. */
function tierFault(tierId: string, plan: PlanConfig, catalog: Catalog): string | undefined {
  if (!catalog.tiers.some((tier) => tier.id === tierId)) return `There is no tier "${tierId}".`
  if (!hasActiveModel(tierId, catalog)) return `Tier "${tierId}" has no active model.`
  return plan.tiers.includes(tierId) ? undefined : `Plan "${plan.id}" does not allow tier "${tierId}".`
}

function countProblem(count: number, plan: PlanConfig): string | undefined {
  const most = plan.images_per_article_max
  if (!Number.isInteger(count) || count < 1 || count > 8)
    return `Must be a whole number from 1 to 8. Plan "${plan.id}" allows 1 to ${most}.`
  return count > most ? `Plan "${plan.id}" allows 1 to ${most} in-article images, not ${count}.` : undefined
}

/** Why a template would leave no room for a prompt in a model that the plan's tiers use, with the longest style. */
function templateRoomProblem(template: string, plan: PlanConfig, catalog: Catalog): string | undefined {
  const [longest] = catalog.styles.toSorted((one, other) => other.prompt_words.length - one.prompt_words.length)
  const around = { style: longest?.prompt_words ?? '', title: '' }
  const models = plan.tiers.flatMap((tierId) => modelsOfTier(tierId, catalog)).filter((model) => model.is_active)
  for (const model of models) {
    const room = roomForPrompt(template, around, model)
    if (room < promptCharsMin)
      return `It has to leave ${promptCharsMin} characters for a prompt of ${model.model_name}, whatever the style, and leaves ${Math.max(0, room)}. Shorten it by at least ${promptCharsMin - room}.`
  }
  return undefined
}

const unlessSet = <T>(value: T | null | undefined, problemOf: (value: T) => string | undefined): string | undefined =>
  value === null || value === undefined ? undefined : problemOf(value)

/** Why these overrides cannot be saved for an account on this plan, by field, with what is allowed. Empty: they can. */
export function overrideProblems(
  overrides: AccountOverrides,
  planId: string,
  catalog: Catalog,
): Record<string, string> {
  const plan = catalog.plans.find((candidate) => candidate.id === planId)
  if (!plan) return { planId: `There is no plan "${planId}". Plans: ${listOf(catalog.plans.map(({ id }) => id))}.` }
  const problems: Record<string, string | undefined> = {
    tierId: unlessSet(overrides.tierId, (tierId) => {
      const fault = tierFault(tierId, plan, catalog)
      return (
        fault &&
        `${fault} Plan "${plan.id}" allows: ${listOf(tiersAllowed(plan, catalog)) || 'none that has an active model'}.`
      )
    }),
    styleId: unlessSet(overrides.styleId, (styleId) =>
      catalog.styles.some((style) => style.id === styleId)
        ? undefined
        : `There is no style "${styleId}". Styles: ${listOf(catalog.styles.map(({ id }) => id))}.`,
    ),
    imagesPerArticle: unlessSet(overrides.imagesPerArticle, (count) => countProblem(count, plan)),
    promptTemplate: unlessSet(
      overrides.promptTemplate,
      (template) => templateProblem(template) ?? templateRoomProblem(template, plan, catalog),
    ),
  }
  return Object.fromEntries(
    Object.entries(problems).flatMap(([field, problem]) => (problem === undefined ? [] : [[field, problem]])),
  )
}

const nouns: Partial<Record<SettingOrigin, string>> = {
  content: 'article',
  keyword: 'keyword',
  site: 'site',
  account: 'account',
}

/** Says which level asks for what cannot be had, and what to choose there instead. */
function remedied(what: 'tier' | 'style', fault: string, { origin }: Effective<string>, choices: string[]): Remedied {
  const noun = nouns[origin]
  const none = `No ${what} can be used now: the catalog or its providers have to change.`
  const oneOf = listOf(choices)
  if (noun)
    return {
      problem: `${fault} The ${noun} is set to it.`,
      remedy: choices.length > 0 ? `Set the ${noun}'s ${what} to one of: ${oneOf}.` : none,
    }
  if (origin === 'system')
    return {
      problem: `${fault} It is the system's default, and no level sets another.`,
      remedy: choices.length > 0 ? `Set a ${what} for the article, or for its account: ${oneOf}.` : none,
    }
  return { problem: fault, remedy: choices.length > 0 ? `Ask for one of: ${oneOf}.` : none }
}

/** What is usable depends on the day and on the keys that are set. */
export interface Moment {
  modes: ProviderModes
  /** YYYY-MM-DD in UTC. */
  today: string
}

/**
 * Why no picture can be made with these settings, and what to change where: the catalog and the plan may have shrunk since
 * they were saved. Undefined where pictures can be made.
 * @param moment left out: whether a model can be used now is not asked
 */
export function settingsProblem(
  settings: EffectiveSettings,
  planId: string,
  catalog: Catalog,
  moment?: Moment,
): Remedied | undefined {
  const { tierId, styleId } = settings
  const plan = catalog.plans.find((candidate) => candidate.id === planId)
  if (!plan)
    return {
      problem: `The account's plan "${planId}" is no longer in the catalog.`,
      remedy: `Set the account's plan to one of: ${listOf(catalog.plans.map(({ id }) => id))}.`,
    }
  const usable = (id: string) => !moment || 'model' in findModel(id, catalog, moment.modes, moment.today)
  const fault = tierFault(tierId.value, plan, catalog) ?? unusableTier(tierId.value, catalog, moment)
  if (fault) return remedied('tier', fault, tierId, tiersAllowed(plan, catalog).filter(usable))
  const styles = catalog.styles.map(({ id }) => id)
  return styles.includes(styleId.value)
    ? undefined
    : remedied('style', `There is no style "${styleId.value}".`, styleId, styles)
}

function unusableTier(tierId: string, catalog: Catalog, moment: Moment | undefined): string | undefined {
  if (!moment) return undefined
  const found = findModel(tierId, catalog, moment.modes, moment.today)
  return 'problem' in found ? found.problem : undefined
}
