import type { ErrorObject } from 'ajv'
import { type ParameterSet, parameterSetOf } from '../domain/catalog.ts'
import { parseSize } from '../domain/size.ts'
import type { CatalogContext, ModelEntry } from './context.ts'
import { suggestion, wordMend } from './did-you-mean.ts'
import type { Part, Path } from './document.ts'
import type { Mend } from './fix.ts'
import { isOwnField } from './own-field.ts'
import { nameOfPath, pathOfPointer } from './schema-problem.ts'
import { firstOfEachValue, wrongValueWords } from './schema-words.ts'
import { quoted } from './value-words.ts'

/** What the provider would say to a model's generation_params. */
export interface ParameterProblem {
  rule: 'parameter/unknown' | 'parameter/out-of-range' | 'parameter/refused'
  /** From the model's root, `generation_params` first. */
  path: Path
  part: Part
  message: string
  hint?: string | undefined
  mend?: Mend | undefined
}

type Params = Record<string, unknown>

/** Shared by the many models that have none. */
const none: ParameterProblem[] = []

const isObject = (value: unknown): value is Params =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const namesIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : []

/** The parameter set that a model's requests must keep to; undefined where none fits or its provider cannot be told. */
export function parameterSetFor(model: ModelEntry, context: CatalogContext): ParameterSet | undefined {
  const known = knownSets.get(model) ?? { set: fittingSet(model, context) }
  knownSets.set(model, known)
  return known.set
}

/** Each rule about parameters asks for it. */
const knownSets = new WeakMap<ModelEntry, { set: ParameterSet | undefined }>()

function fittingSet(model: ModelEntry, context: CatalogContext): ParameterSet | undefined {
  const { model_name: name, model_type: type } = model.spec
  const adapter = context.providers.find((provider) => provider.spec.id === model.spec.provider)?.spec.adapter
  if (name === undefined || type === undefined || adapter === undefined) return undefined
  return parameterSetOf({ model_name: name, model_type: type }, adapter, context.schemas.parameterSets)
}

/** The parts of a request that Atelier adds and that a rule between fields may be about. */
function sentWith(model: ModelEntry, set: ParameterSet): Params {
  const size = parseSize(model.spec.landscape_size ?? model.spec.square_size ?? '')
  const sent: Params = size ? { width: size.width, height: size.height } : { width: 1, height: 1 }
  return Object.fromEntries(Object.entries(sent).filter(([name]) => Object.hasOwn(set.schema.properties, name)))
}

const at = (path: Path, part: Part): { path: Path; part: Part } => ({ path: ['generation_params', ...path], part })

/** The key that must have been meant, unless it is there already, or a second unknown one could be it too. */
function keyMend(name: string, known: readonly string[], present: Params): Mend | undefined {
  const mend = wordMend(name, known)
  const rivals = Object.keys(present).filter(
    (other) => !known.includes(other) && wordMend(other, known)?.to === mend?.to,
  )
  return mend && !Object.hasOwn(present, mend.to) && rivals.length === 1 ? mend : undefined
}

function unknownParameter(name: string, params: Params, set: ParameterSet): ParameterProblem {
  const settable = Object.keys(set.schema.properties).filter((field) => !isOwnField(field, set.modelType))
  const family = typeof set.schema['title'] === 'string' ? set.schema['title'] : set.id
  return {
    rule: 'parameter/unknown',
    ...at([name], 'key'),
    message: `${quoted(name)} is not a parameter of ${family}.`,
    hint: suggestion(name, settable, 'Its parameters'),
    mend: keyMend(name, settable, params),
  }
}

const ownField = (name: string): ParameterProblem => ({
  rule: 'parameter/refused',
  ...at([name], 'key'),
  message: `${quoted(name)} is filled by Atelier for each request and cannot be set here.`,
  hint: 'Take it out.',
})

function wrongValues(name: string, value: unknown, set: ParameterSet, context: CatalogContext): ParameterProblem[] {
  const errors = context.schemas.parameterErrorsOf(set, name, value)
  if (errors.length === 0) return none
  const unknown = errors.filter((error) => error.keyword === 'additionalProperties')
  return [
    ...unknown.map((error) => unknownInside(name, error)),
    ...firstOfEachValue(errors.filter((error) => error.keyword !== 'additionalProperties')).map(
      (error): ParameterProblem => {
        const path = [name, ...pathOfPointer(error.instancePath)]
        const { message, hint, mend } = wrongValueWords(nameOfPath(path), error)
        return { rule: 'parameter/out-of-range', ...at(path, 'value'), message, hint, mend }
      },
    ),
  ]
}

function unknownInside(name: string, error: ErrorObject): ParameterProblem {
  const key = String(error.params['additionalProperty'])
  const path = [name, ...pathOfPointer(error.instancePath)]
  const properties =
    isObject(error.parentSchema) && isObject(error.parentSchema['properties']) ? error.parentSchema['properties'] : {}
  return {
    rule: 'parameter/unknown',
    ...at([...path, key], 'key'),
    message: `${quoted(key)} is not a key of ${nameOfPath(path)}.`,
    hint: suggestion(key, Object.keys(properties), 'Its keys'),
    mend: isObject(error.data) ? keyMend(key, Object.keys(properties), error.data) : undefined,
  }
}

/** Fields that an error between fields is about: those it names, and are there. */
function fieldsOf(error: ErrorObject): { name: string; other: string }[] {
  if (error.keyword === 'dependentRequired') {
    return [{ name: String(error.params['property']), other: String(error.params['missingProperty']) }]
  }
  const names = isObject(error.schema) ? namesIn(error.schema['required']) : []
  return names.map((name) => ({ name, other: names.filter((candidate) => candidate !== name).join(', ') }))
}

function togetherProblems(
  params: Params,
  model: ModelEntry,
  set: ParameterSet,
  context: CatalogContext,
): ParameterProblem[] {
  const errors = context.schemas.togetherErrorsOf(set, { ...sentWith(model, set), ...params })
  return errors.flatMap((error): ParameterProblem[] => {
    const found = fieldsOf(error).find(({ name }) => Object.hasOwn(params, name) && !isOwnField(name, set.modelType))
    if (!found) return []
    const needs = error.keyword === 'dependentRequired'
    const why = isOwnField(found.other, set.modelType) ? ', which is in every request' : ''
    return [
      {
        rule: 'parameter/refused',
        ...at([found.name], 'key'),
        message: needs
          ? `${found.name} needs ${found.other} beside it.`
          : `${found.name} cannot be sent together with ${found.other}${why}.`,
        hint: needs ? `Add ${found.other}.` : `Take ${found.name} out.`,
      },
    ]
  })
}

function problemsOf(model: ModelEntry, context: CatalogContext): ParameterProblem[] {
  const params: unknown = model.spec.generation_params
  const set = parameterSetFor(model, context)
  if (!set || !isObject(params)) return none
  const entries = Object.entries(params)
  const own = entries.filter(([name]) => isOwnField(name, set.modelType)).map(([name]) => ownField(name))
  const others = entries.filter(([name]) => !isOwnField(name, set.modelType))
  const unknown = others
    .filter(([name]) => !Object.hasOwn(set.schema.properties, name))
    .map(([name]) => unknownParameter(name, params, set))
  const wrong = others.flatMap(([name, value]) => wrongValues(name, value, set, context))
  const together = entries.length > 0 ? togetherProblems(params, model, set, context) : []
  return [...own, ...unknown, ...wrong, ...together]
}

/** Three rules ask for the same check. */
const known = new WeakMap<ModelEntry, ParameterProblem[]>()

/** What is wrong with a model's generation_params. */
export function parameterProblems(model: ModelEntry, context: CatalogContext): ParameterProblem[] {
  const found = known.get(model)
  if (found) return found
  const problems = problemsOf(model, context)
  known.set(model, problems.length > 0 ? problems : none)
  return problems
}
