import { parameterSetFor } from '../parameter-check.ts'
import type { Rule } from './rule.ts'

export const parameterNoSet: Rule = {
  id: 'parameter/no-set',
  severity: 'error',
  summary: 'A parameter set fits every model.',
  why: 'Without one, nothing says which fields a request may carry, and nothing can be checked before it is paid.',
  fix: 'Add the model to the x-models of a set under config/schema/params/, or add a set.',
  *check(context) {
    for (const model of context.models) {
      const { provider: providerId, model_name: name, model_type: type } = model.spec
      const adapter = context.providers.find((provider) => provider.spec.id === providerId)?.spec.adapter
      if (adapter === undefined || name === undefined || type === undefined) continue
      if (parameterSetFor(model, context)) continue
      yield {
        place: model.place(['model_name']),
        message: `No parameter set of adapter ${adapter} fits the ${type} model ${name}.`,
        hint: 'Add it to the x-models of a file under schema/params/.',
      }
    }
  },
}
