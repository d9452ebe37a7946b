import type { ModelConfig } from '../../config/types.gen.ts'
import type { CatalogRow, ModelRow } from '../db/catalog-list-store.ts'
import type { Catalog } from '../domain/catalog.ts'
import { type ProviderStanding, conditionOf } from '../domain/provider-standing.ts'
import { AppError } from '../domain/error.ts'
import { type ProviderModes, chooseModel, modelProblem, modelsOfTier } from '../domain/tier.ts'

/** What the state of things adds to a catalog row, worked out once for a whole list. */
export interface Surroundings {
  catalog: Catalog
  modes: ProviderModes
  /** YYYY-MM-DD, UTC. */
  today: string
}

type TierChoice = { modelId: string; problem: null } | { modelId: null; problem: string }

function choiceOf(tierId: string, { catalog, modes, today }: Surroundings): TierChoice {
  try {
    return { modelId: chooseModel(tierId, catalog, modes, today).model.model_name, problem: null }
  } catch (error) {
    if (error instanceof AppError && error.code === 'refused') return { modelId: null, problem: error.message }
    throw error
  }
}

const archivedProblem = (row: CatalogRow): string | null =>
  row.archivedAt ? `${row.id} is no longer in the catalog` : null

export function modelRecord(row: ModelRow, surroundings: Surroundings) {
  const { catalog, modes, today } = surroundings
  // The row's own spec: a row that left the catalog has a problem of its own.
  const problem = archivedProblem(row) ?? modelProblem(row.spec as ModelConfig, catalog, modes, today) ?? null
  const isCurrent = row.tierId !== null && !row.archivedAt && choiceOf(row.tierId, surroundings).modelId === row.id
  return { ...row, problem, providerMode: modes.get(row.providerId) ?? null, usedByTier: isCurrent }
}

export function tierRecord(row: CatalogRow, surroundings: Surroundings) {
  const { catalog } = surroundings
  const choice = row.archivedAt ? { modelId: null, problem: archivedProblem(row) } : choiceOf(row.id, surroundings)
  return {
    ...row,
    modelIds: modelsOfTier(row.id, catalog).map((model) => model.model_name),
    currentModelId: choice.modelId,
    problem: choice.problem,
    planIds: catalog.plans.filter((plan) => plan.tiers.includes(row.id)).map((plan) => plan.id),
  }
}

export function providerRecord(
  row: CatalogRow,
  { catalog, modes }: Surroundings,
  standings: readonly ProviderStanding[],
) {
  const standing = standings.find(({ providerId }) => providerId === row.id)
  if (!standing) throw new Error(`Every provider has a standing, ${row.id} has none.`)
  const { failures, lastFailure, day, limitUsd, spentUsd, reservedUsd, queued, running } = standing
  const mode = modes.get(row.id) ?? ('not_configured' as const)
  return {
    ...row,
    mode,
    state: conditionOf(standing, mode),
    failures,
    lastFailure,
    spending: { day, limitUsd, spentUsd, reservedUsd },
    queued,
    running,
    modelIds: catalog.models.filter((model) => model.provider === row.id).map((model) => model.model_name),
  }
}

export function planRecord(row: CatalogRow, accountCounts: ReadonlyMap<string, number>) {
  return { ...row, accountCount: accountCounts.get(row.id) ?? 0 }
}
