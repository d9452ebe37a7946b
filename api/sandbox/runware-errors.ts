import type { ModelConfig } from '../../config/types.gen.ts'
import { brokenSizeRules } from '../domain/size.ts'
import type { ParameterProblem } from './parameters.ts'
import { show } from './reply.ts'

/** Runware's words for what it refuses. Source: runware.ai/docs/platform/errors and answers seen in public code. */

type RunwareError = Record<string, unknown> & { code: string; message: string }
export interface Refusal {
  status: number
  error: RunwareError
}

const documentation = 'https://runware.ai/docs/platform/errors'

export const refusal = (
  status: number,
  code: string,
  message: string,
  more: Record<string, unknown> = {},
): Refusal => ({
  status,
  error: { code, message, documentation, ...more },
})

const pascal = (field: string): string =>
  (field.split('.').at(-1) ?? field).replace(/^./, (letter) => letter.toUpperCase())

const codeFor = ({ kind, field }: ParameterProblem, isKnown: boolean): string => {
  if (kind === 'unknown') return isKnown ? 'unsupportedParameter' : 'unknownParameter'
  if (kind === 'missing') return `missing${pascal(field)}`
  return kind === 'combination' ? 'incompatibleParameters' : `invalid${pascal(field)}`
}

const rangeOf = (least: unknown, most: unknown): string =>
  most === undefined ? `of at least ${show(least)}` : `between ${show(least ?? 0)} and ${show(most)}`

function messageFor({ kind, field, rule, schema, value }: ParameterProblem, isKnown: boolean): string {
  const invalid = `Invalid value for '${field}' parameter.`
  switch (kind) {
    case 'unknown':
      return isKnown
        ? `Unsupported use of '${field}' parameter. This parameter is not supported for the selected model architecture.`
        : `Unknown parameter '${field}'.`
    case 'missing':
      return `Missing required parameter '${field}'.`
    case 'combination':
      return `The parameters ${field} cannot be used together.`
    case 'type':
      return `${invalid} It must be of type ${show(rule)}, but got ${Array.isArray(value) ? 'array' : typeof value}.`
    case 'value':
      return `${invalid} Supported values are: ${(Array.isArray(rule) ? rule : [rule]).join(', ')}.`
    case 'below':
    case 'above':
      return `${invalid} It must be a ${schema['type'] === 'integer' ? 'whole ' : ''}number ${rangeOf(schema['minimum'], schema['maximum'])}.`
    case 'short':
    case 'long':
      return schema['type'] === 'array'
        ? `${invalid} It must have ${rangeOf(schema['minItems'], schema['maxItems'])} entries.`
        : `${invalid} It must be ${rangeOf(schema['minLength'], schema['maxLength'])} characters long.`
  }
}

/** A broken rule of the parameter set as Runware says it. `isKnown`: some model has the field, if not this one. */
export function parameterRefusal(problem: ParameterProblem, isKnown = true): Refusal {
  const { schema, kind, field } = problem
  const isLength = kind === 'short' || kind === 'long'
  return refusal(400, codeFor(problem, isKnown), messageFor(problem, isKnown), {
    parameter: kind === 'combination' ? field.split(', ') : field,
    ...(typeof schema['type'] === 'string' && { type: schema['type'] }),
    ...((kind === 'below' || kind === 'above') && { min: schema['minimum'], max: schema['maximum'] }),
    ...(isLength && {
      min: schema['minLength'] ?? schema['minItems'],
      max: schema['maxLength'] ?? schema['maxItems'],
    }),
    ...(kind === 'value' && { allowedValues: Array.isArray(problem.rule) ? problem.rule : [problem.rule] }),
  })
}

function sideRefusal(parameter: 'width' | 'height', { size_rules: rules }: ModelConfig): Refusal {
  const step = rules?.step ?? 1
  return refusal(
    400,
    `invalidCustom${pascal(parameter)}`,
    `Invalid value for '${parameter}' parameter. Image ${parameter} must be an integer value between ${rules?.min_side} and ${rules?.max_side}, in multiples of '${step}'.`,
    { parameter, type: 'integer', min: rules?.min_side, max: rules?.max_side, multiplier: step },
  )
}

const breaksSideRule = (side: number, { size_rules: rules }: ModelConfig): boolean =>
  rules !== undefined && (side < rules.min_side || side > rules.max_side || side % (rules.step ?? 1) !== 0)

/** Why a model does not draw in this size; undefined where it does. */
export function sizeRefusal(width: number, height: number, model: ModelConfig): Refusal | undefined {
  if (breaksSideRule(width, model)) return sideRefusal('width', model)
  if (breaksSideRule(height, model)) return sideRefusal('height', model)
  const text = `${width}x${height}`
  if (model.valid_sizes && !model.valid_sizes.includes(text)) {
    const parameter = model.valid_sizes.some((size) => size.startsWith(`${width}x`)) ? 'height' : 'width'
    return refusal(
      400,
      `invalidCustom${pascal(parameter)}`,
      `Invalid value for '${parameter}' parameter. The dimensions ${text} are not supported by the selected model. Supported dimensions are: ${model.valid_sizes.join(', ')}.`,
      { parameter, type: 'integer', allowedValues: model.valid_sizes },
    )
  }
  if (brokenSizeRules({ width, height }, model).length === 0) return undefined
  const { min_pixels: min = model.min_pixels, max_pixels: max, max_ratio: ratio } = model.size_rules ?? {}
  const isArea = width * height < (min ?? 0) || width * height > (max ?? Infinity)
  return isArea
    ? refusal(
        400,
        'invalidImagePixels',
        `Invalid image pixels. Total pixels (width x height) must be between ${min} and ${max ?? 'any'}.`,
        { parameter: ['width', 'height'], min, max },
      )
    : refusal(
        400,
        'invalidImageRatio',
        `Invalid image ratio. The longer side must be at most ${ratio} times the shorter.`,
        { parameter: ['width', 'height'], max: ratio },
      )
}
