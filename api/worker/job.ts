import { randomUUID } from 'node:crypto'
import type { ModelConfig, ProviderConfig } from '../../config/types.gen.ts'
import { type Catalog, parameterSetOf } from '../domain/catalog.ts'
import type { ClaimedGeneration } from '../domain/claimed-generation.ts'
import { type ImageProvider, type RenderPlan, renderPlanOf } from '../domain/image-provider.ts'
import { ProviderError } from '../domain/provider-error.ts'
import { sizeProblem } from '../domain/size.ts'
import { modelProblem, notConfigured, utcDate } from '../domain/tier.ts'
import type { WorkerPorts } from './ports.ts'

/** What one generation needs on its way, gathered once. */
export interface Job {
  generation: ClaimedGeneration
  model: ModelConfig
  provider: ProviderConfig
  adapter: ImageProvider
  plan: RenderPlan
  mode: 'live' | 'sandbox'
  /** What all of this is from. */
  catalog: Catalog
  /** Why it may not be sent now; undefined where it may. Says nothing about fetching what is already paid for. */
  problem: string | undefined
}

/** A request that Atelier itself will not send. */
export const refusal = (message: string): ProviderError =>
  new ProviderError({ class: 'invalid_request', code: null, message })

/**
 * What was sent is finished under the release it was sent under: a model may be gone since, its picture is paid for.
 * How its provider is reached, and what is risked there, is a matter of today: an operator who changes that in an
 * emergency means also what is in hand.
 */
async function catalogFor(generation: ClaimedGeneration, ports: WorkerPorts): Promise<Catalog> {
  const now = await ports.catalog()
  const { taskId, sentReleaseId, modelId, providerId } = generation
  const then = taskId !== null && sentReleaseId !== null ? await ports.catalogOf(sentReleaseId) : undefined
  if (!then || then === now) return now
  const isWhole =
    then.models.some((model) => model.model_name === modelId) && then.providers.some(({ id }) => id === providerId)
  if (!isWhole) return now
  const providers = then.providers.map(
    (provider) =>
      now.providers.find(({ id, adapter }) => id === provider.id && adapter === provider.adapter) ?? provider,
  )
  return { ...then, providers }
}

/** Puts a claimed generation together with its model, provider and adapter. Throws ProviderError when one is missing. */
export async function prepareJob(generation: ClaimedGeneration, ports: WorkerPorts): Promise<Job> {
  const catalog = await catalogFor(generation, ports)
  const model = catalog.models.find((candidate) => candidate.model_name === generation.modelId)
  const provider = catalog.providers.find((candidate) => candidate.id === generation.providerId)
  if (!model || !provider)
    throw refusal(`${generation.modelId} is no longer in the catalog. Remake the image with a model that is.`)
  const modes = ports.modes(catalog)
  const mode = modes.get(provider.id)
  if (mode !== 'live' && mode !== 'sandbox') {
    throw new ProviderError({
      class: 'auth',
      code: null,
      message: notConfigured(provider),
    })
  }
  const adapter = ports.imageProvider(provider, catalog)
  const parameterSet = parameterSetOf(model, provider.adapter, catalog.parameterSets)
  if (!adapter || !parameterSet) throw refusal(`${provider.display_name} cannot make images with ${model.model_name}.`)
  const plan = renderPlanOf(generation, { taskId: generation.taskId ?? randomUUID(), model, parameterSet })
  // What a model may be sent is a matter of today, also where a call goes back to an earlier release.
  const problem =
    modelProblem(model, catalog, modes, utcDate(ports.now())) ??
    sizeProblem(plan.size, model) ??
    ports.requestProblem(plan, adapter)
  return { generation, model, provider, adapter, plan, mode, catalog, problem }
}
