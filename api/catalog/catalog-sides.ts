import type { ModelConfig } from '../../config/types.gen.ts'
import type { Catalog } from '../domain/catalog.ts'
import { defaultTierId, isRetired, modelsOfTier } from '../domain/tier.ts'
import type { CatalogChange } from './plan.ts'
import type { Usage, UsageGroup } from './usage.ts'

/** A catalog before and after changes, and who uses it. */
export interface ImpactInput {
  /** Null where nothing was applied yet. */
  before: Catalog | null
  after: Catalog
  changes: readonly CatalogChange[]
  usage: Usage
  /** YYYY-MM-DD, in UTC. */
  today: string
}

/** New ids by old ones, of one kind. */
export const renamesOf = (
  changes: readonly CatalogChange[],
  kind: CatalogChange['kind'],
): ReadonlyMap<string, string> =>
  new Map(
    changes.flatMap((change) =>
      change.kind === kind && change.from !== undefined ? [[change.from, change.id] as const] : [],
    ),
  )

/** One side of a change, for people whose choices were made before it. */
export interface Side {
  catalog: Catalog
  today: string
  /** What an id of before is called here. */
  tier: (id: string) => string
  plan: (id: string) => string
  style: (id: string) => string
  /** The model of each tier that was asked for: every account asks. Null: none. */
  used: Map<string, ModelConfig | null>
}

const same = (id: string): string => id

export function sidesOf({ before, after, changes, today }: ImpactInput): { was: Side | null; is: Side } {
  const renamed = (kind: CatalogChange['kind']) => {
    const names = renamesOf(changes, kind)
    return (id: string) => names.get(id) ?? id
  }
  return {
    was: before && { catalog: before, today, tier: same, plan: same, style: same, used: new Map() },
    is: {
      catalog: after,
      today,
      tier: renamed('tiers'),
      plan: renamed('plans'),
      style: renamed('styles'),
      used: new Map(),
    },
  }
}

/** The model that a tier uses. Which keys are set is a matter of each machine, so every provider counts as reached. */
export function usedModel(tierId: string, side: Side): ModelConfig | undefined {
  const known = side.used.get(tierId)
  if (known !== undefined) return known ?? undefined
  const model = findUsed(tierId, side)
  side.used.set(tierId, model ?? null)
  return model
}

const findUsed = (tierId: string, { catalog, today }: Side): ModelConfig | undefined =>
  modelsOfTier(tierId, catalog).find(
    (model) => model.is_active && !isRetired(model, today) && !catalog.kills.has(model.model_name),
  )

/** A reason why somebody can have no pictures. */
export interface Problem {
  name: string
  concerns: string
  why: string
}

const listed = (ids: readonly string[]): string => (ids.length === 0 ? 'none' : ids.join(', '))

/** The tier that people who chose this one, or nothing, have on a side; undefined where the default cannot be told. */
export function tierOn(side: Side, tierId: string | null): string | undefined {
  if (tierId !== null) return side.tier(tierId)
  const hasDefault = side.catalog.models.some((model) => model.model_type === 'image' && model.is_default)
  return hasDefault ? defaultTierId(side.catalog) : undefined
}

function tierProblem(tierId: string | undefined, side: Side): Problem | undefined {
  const { catalog } = side
  if (tierId === undefined)
    return {
      name: 'default-tier',
      concerns: 'default tier',
      why: 'No image model is the default, so there is no default tier.',
    }
  const about = { name: `tier/${tierId}`, concerns: `tier ${tierId}` }
  if (!catalog.tiers.some((tier) => tier.id === tierId))
    return { ...about, why: `There is no tier "${tierId}". Tiers: ${listed(catalog.tiers.map(({ id }) => id))}.` }
  if (!usedModel(tierId, side)) return { ...about, why: `Tier "${tierId}" has no model that can be used.` }
  return undefined
}

function planProblem(planId: string, tierId: string, { catalog }: Side): Problem | undefined {
  const plan = catalog.plans.find(({ id }) => id === planId)
  if (!plan)
    return {
      name: `plan/${planId}`,
      concerns: `plan ${planId}`,
      why: `There is no plan "${planId}". Plans: ${listed(catalog.plans.map(({ id }) => id))}.`,
    }
  if (plan.tiers.includes(tierId)) return undefined
  return {
    name: `plan/${planId}/${tierId}`,
    concerns: `plan ${planId} without tier ${tierId}`,
    why: `Plan "${planId}" does not allow tier "${tierId}". It allows: ${listed(plan.tiers)}.`,
  }
}

function styleProblem(styleId: string, { catalog }: Side): Problem | undefined {
  if (catalog.styles.some((style) => style.id === styleId)) return undefined
  return {
    name: `style/${styleId}`,
    concerns: `style ${styleId}`,
    why: `There is no style "${styleId}". Styles: ${listed(catalog.styles.map(({ id }) => id))}.`,
  }
}

/** Why these people can have no pictures; undefined where they can. */
export function problemOf(group: UsageGroup, side: Side): Problem | undefined {
  const tierId = tierOn(side, group.tierId)
  const styleId = group.styleId === null ? side.catalog.settings.style : side.style(group.styleId)
  return (
    tierProblem(tierId, side) ??
    (tierId === undefined ? undefined : planProblem(side.plan(group.planId), tierId, side)) ??
    styleProblem(styleId, side)
  )
}
