import type { ModelConfig } from '../../../../config/types.gen.ts'
import { type Size, parseSize } from '../../../../api/domain/size.ts'
import { type Mutant, illegalValues } from './schema-mutants.ts'
import type { Field } from './yaml-edits.ts'

type Schema = Record<string, unknown>
/** What a value is replaced by, the rule that must object, and the field at which it does: this one, unless named. */
type Edit = [value: string, rule: string | undefined, at?: string]

/** What the mutants of a model depend on beyond the model itself. */
export interface ModelSurroundings {
  models: readonly ModelConfig[]
  creditsPerUsd: number
  parameters: Schema & { properties: Record<string, Schema> }
}

/** Sizes that a closed list does not have. */
function unlistedSizes(sizes: readonly string[], { width, height }: Size): Edit[] {
  const twice = `${width * 2}x${height * 2}`
  const wider = `${width + 1}x${width === height ? height + 1 : height}`
  return [wider, twice].map((size): Edit => [size, sizes.includes(size) ? undefined : 'size/not-valid'])
}

/** Sizes just beyond each limit, of the same shape. */
function unruledSizes(rules: NonNullable<ModelConfig['size_rules']>, { width, height }: Size): Edit[] {
  const isSquare = width === height
  const step = rules.step ?? 1
  const tooWide = rules.max_side + step
  const tooSmall = Math.floor(Math.sqrt(rules.min_pixels ?? 0) / step) * step - step
  return [
    [`${tooWide}x${isSquare ? tooWide : height}`, 'size/not-valid'],
    ...(step > 1 ? [[`${width + step / 2}x${height + (isSquare ? step / 2 : 0)}`, 'size/off-step'] as Edit] : []),
    ...(tooSmall > 0
      ? [[`${isSquare ? tooSmall : tooSmall + step}x${tooSmall}`, 'size/below-min-pixels'] as Edit]
      : []),
  ]
}

function sizeEdits(model: ModelConfig, field: 'landscape_size' | 'square_size'): Edit[] {
  const size = parseSize(model[field] ?? '')
  if (!size) return []
  const wide = model.landscape_size ?? '1344x768'
  const shapes: Edit[] =
    field === 'square_size'
      ? [[wide, 'size/not-square']]
      : [
          [wide.split('x').toReversed().join('x'), 'size/not-landscape'],
          [model.square_size ?? '', 'size/not-landscape'],
        ]
  return [
    ...shapes,
    ...(model.valid_sizes ? unlistedSizes(model.valid_sizes, size) : []),
    ...(model.size_rules ? unruledSizes(model.size_rules, size) : []),
  ]
}

/** Each limit moved so far that the model's own sizes break it. */
function limitEdits(model: ModelConfig): Record<string, Edit[]> {
  const wide = parseSize(model.landscape_size ?? '')
  const square = parseSize(model.square_size ?? '')
  if (!model.size_rules || !wide || !square) return {}
  const most = Math.max(wide.width * wide.height, square.width * square.height)
  const mostField = most === square.width * square.height ? 'square_size' : 'landscape_size'
  return {
    'size_rules.min_side': [
      [String(Math.min(wide.height, square.height) + 1), 'size/not-valid', 'landscape_size'],
      [String(model.size_rules.max_side + 1), 'size/contradiction'],
    ],
    'size_rules.max_side': [[String(wide.width - 1), 'size/not-valid', 'landscape_size']],
    'size_rules.step': [
      ['1000', 'size/off-step', 'landscape_size'],
      [String(model.size_rules.max_side + 1), 'size/contradiction'],
    ],
    'size_rules.min_pixels': [
      [String(wide.width * wide.height + 1), 'size/below-min-pixels', 'landscape_size'],
      [String((model.size_rules.max_pixels ?? 0) + 1), 'size/contradiction', 'size_rules.max_pixels'],
    ],
    'size_rules.max_pixels': [
      [String(most - 1), 'size/above-max-pixels', mostField],
      [String((model.size_rules.min_pixels ?? 1) - 1), 'size/contradiction'],
    ],
    'size_rules.max_ratio': [['1.1', 'size/not-valid', 'landscape_size']],
  }
}

/** What it means that a model is switched off: for a default, its tier, those who retire in its favour, and the directive that says why a tier has one provider. */
function missedWhenOff(model: ModelConfig, others: readonly ModelConfig[], rivals: readonly ModelConfig[]): Edit {
  if (model.is_default) return ['false', 'default/inactive', 'is_default']
  if (model.model_type === 'image' && rivals.length === 0) return ['false', 'tier/no-active-model']
  if (others.some((other) => other.lifecycle?.replaced_by === model.model_name)) {
    return ['false', 'lifecycle/replacement-retiring']
  }
  return ['false', rivals.length === 1 && rivals[0]?.provider === model.provider ? 'directive/unused' : undefined]
}

function choiceEdits(model: ModelConfig, around: ModelSurroundings): Record<string, Edit[]> {
  const others = around.models.filter((other) => other.model_name !== model.model_name)
  const rivals = others.filter(
    (other) => other.is_active && other.quality_tier === model.quality_tier && other.model_type === 'image',
  )
  const flips: Edit = model.is_active
    ? missedWhenOff(model, others, rivals)
    : ['true', 'lifecycle/retired-but-active', 'lifecycle.retires_on']
  return {
    model_name: others.slice(0, 3).map(({ model_name: name }): Edit => [name, 'id/duplicate']),
    provider: [
      [`${model.provider}s`, 'reference/unknown-provider'],
      [model.provider.slice(1), 'reference/unknown-provider'],
    ],
    quality_tier: [
      [`${model.quality_tier}s`, 'reference/unknown-tier'],
      [String(model.quality_tier).toUpperCase(), 'reference/unknown-tier'],
    ],
    model_type: [
      model.model_type === 'image'
        ? ['text', 'schema/key-not-allowed', 'quality_tier']
        : ['image', 'schema/missing-key', 'model_name'],
    ],
    is_active: [flips],
    is_default: [
      model.is_default ? ['false', 'default/none'] : ['true', model.is_active ? 'default/two' : 'default/inactive'],
    ],
    priority: model.is_active ? rivals.map((rival): Edit => [String(rival.priority), 'tier/ambiguous-priority']) : [],
    'price.usd_per_image': [
      ['0', 'price/missing-or-zero'],
      ['0.0', 'price/missing-or-zero'],
    ],
    'price.usd_per_1m_tokens.text_input': [['0', 'price/missing-or-zero']],
    'price.usd_per_1m_tokens.text_output': [['0', 'price/missing-or-zero']],
    'price.usd_per_1m_tokens.image_output': [['0', 'price/missing-or-zero']],
    'lifecycle.replaced_by': [
      [`${model.lifecycle?.replaced_by}s`, 'reference/unknown-replacement'],
      [model.model_name, 'lifecycle/replacement-retiring'],
    ],
    credits_per_image: [
      ['0', 'price/credits-below-price'],
      [
        String(Math.ceil((model.price.usd_per_image ?? 0) * around.creditsPerUsd - 1e-9) - 1),
        'price/credits-below-price',
      ],
    ],
    moved_from: [],
  }
}

function acceptsEdits({ properties }: ModelSurroundings['parameters'], model: ModelConfig): Record<string, Edit[]> {
  if (model.model_type === 'text') return {}
  const has = (...fields: string[]) => fields.some((field) => field in properties)
  const longest = Number((properties['positivePrompt'] ?? properties['prompt'])?.['maxLength'])
  return {
    'accepts.negative_prompt': [
      ['true', has('negativePrompt', 'negative_prompt') ? undefined : 'parameter/accepts-more'],
    ],
    'accepts.seed': [['true', has('seed') ? undefined : 'parameter/accepts-more']],
    'accepts.prompt_chars_max': [
      [String(longest + 1), 'parameter/accepts-more'],
      [`${longest}0`, 'parameter/accepts-more'],
    ],
  }
}

/** Of two files that contradict each other, the later one by name is where the finding stands; a tier or a reference has a file of its own. */
const foundElsewhere = new Set([
  'default/none',
  'directive/unused',
  'default/two',
  'tier/ambiguous-priority',
  'id/duplicate',
  'tier/no-active-model',
  'lifecycle/replacement-retiring',
])

function* parameterMutants(
  file: string,
  fields: readonly Field[],
  { properties }: ModelSurroundings['parameters'],
): Iterable<Mutant> {
  for (const field of fields) {
    if (field.path[0] !== 'generation_params' || field.path.length < 2) continue
    const where = { file, line: field.line, column: field.column }
    for (const name of [`${field.name}s`, field.name.slice(0, -1), field.name.toUpperCase()]) {
      yield {
        ...where,
        what: `generation_params ${field.name} as ${name}`,
        text: field.renamed(name),
        rule: 'parameter/unknown',
      }
    }
    for (const [value] of illegalValues(properties[field.name] ?? {})) {
      const column = value === '' ? field.column : field.column + field.name.length + 2
      yield {
        ...where,
        what: `generation_params ${field.name}: ${value}`,
        text: field.set(value),
        rule: 'parameter/out-of-range',
        column,
      }
    }
  }
}

/** What the schema allows in a model and the rules do not: the nearby values that mean something else. */
export function* modelMutants(
  file: string,
  model: ModelConfig,
  fields: readonly Field[],
  around: ModelSurroundings,
): Iterable<Mutant> {
  const edits: Record<string, Edit[]> = {
    landscape_size: sizeEdits(model, 'landscape_size'),
    square_size: sizeEdits(model, 'square_size'),
    ...limitEdits(model),
    ...choiceEdits(model, around),
    ...acceptsEdits(around.parameters, model),
  }
  const byPath = new Map(fields.map((field) => [field.path.join('.'), field]))
  for (const [path, field] of byPath) {
    for (const [value, rule, at = path] of edits[path] ?? []) {
      const line = byPath.get(at)?.line ?? field.line
      const elsewhere = rule !== undefined && foundElsewhere.has(rule) ? { isElsewhere: true } : {}
      yield { file, what: `${path}: ${value}`, text: field.set(value), rule, line, ...elsewhere }
    }
  }
  yield* parameterMutants(file, fields, around.parameters)
}
