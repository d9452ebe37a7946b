import { imageModels } from '../context.ts'
import type { Rule } from './rule.ts'

export const providerNoKey: Rule = {
  id: 'provider/no-key',
  severity: 'error',
  summary: 'A provider of image models names the variable that holds its key.',
  why: 'Without key_env no key is sent, and the sandbox never stands in. Only chat servers, such as Ollama, do without one.',
  fix: 'Add key_env. Leave it out only where the adapter is openai and all models of the provider are text models.',
  *check(context) {
    for (const provider of context.providers) {
      const { id, adapter } = provider.spec
      if (provider.has('key_env') || id === undefined || adapter === undefined) continue
      const model = imageModels(context).find(({ spec }) => spec.provider === id)
      if (adapter === 'openai' && !model) continue
      yield {
        place: provider.place(['key_env']),
        message:
          adapter === 'openai'
            ? `Provider "${id}" makes pictures with ${model?.spec.model_name ?? 'a model'}, but names no key.`
            : `Provider "${id}" speaks ${adapter}, which needs a key, but names none.`,
        hint: 'Write the name of the environment variable that holds it into key_env.',
      }
    }
  },
}
