import type { ModelConfig } from '../../config/types.gen.ts'
import type { SandboxContext } from './context.ts'
import { modelMissing, refuse } from './openai-errors.ts'
import { type Reply, json } from './reply.ts'
import { modelsOf, servedModel } from './served-models.ts'

/** With the day it is taken away, as OpenAI lists it. */
const described = (model: ModelConfig) => ({
  id: model.model_name,
  object: 'model',
  created: 0,
  owned_by: 'sandbox',
  shutdown_date: model.lifecycle?.retires_on ?? null,
})

function modelsServed(context: SandboxContext): ModelConfig[] {
  const all = context.catalog()
  return modelsOf(all, 'openai').filter((model) =>
    servedModel(model.model_name, all, 'openai', model.model_type, context.today()),
  )
}

/** GET /models */
export const listModels = (context: SandboxContext): Reply =>
  json(200, { object: 'list', data: modelsServed(context).map(described) })

/** GET /models/ID, as it stands in the address. */
export function getModel(name: string, context: SandboxContext): Reply {
  const model = modelsServed(context).find((one) => [one.model_name, encodeURIComponent(one.model_name)].includes(name))
  return model ? json(200, described(model)) : refuse(modelMissing(name))
}
