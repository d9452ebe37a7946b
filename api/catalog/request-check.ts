import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { ParameterSet } from '../domain/catalog.ts'
import type { ImageProvider, RenderPlan } from '../domain/image-provider.ts'

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true })
ajv.addVocabulary(['x-adapter', 'x-model-type', 'x-models'])
formats.default(ajv)

/** Compiling takes milliseconds and parameter sets live as long as their release. */
const compiled = new WeakMap<ParameterSet, ValidateFunction>()

function validatorOf(parameterSet: ParameterSet): ValidateFunction {
  const known = compiled.get(parameterSet)
  if (known) return known
  const made = ajv.compile(parameterSet.schema)
  compiled.set(parameterSet, made)
  return made
}

/**
 * What a model family's parameter set has against the request that a plan becomes, as a sentence.
 * Undefined: the provider will take it.
 */
export function requestProblem(plan: RenderPlan, adapter: ImageProvider): string | undefined {
  const isValid = validatorOf(plan.parameterSet)
  if (isValid(adapter.parametersOf(adapter.requestBody(plan)))) return undefined
  const [error] = isValid.errors ?? []
  const field =
    error?.instancePath.slice(1).replaceAll('/', '.') || String(error?.params['additionalProperty'] ?? 'The request')
  return `The request would be refused: ${field} ${error?.message ?? 'is not valid'} (parameter set ${plan.parameterSet.id}).`
}
