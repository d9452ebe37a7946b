import type { ModelConfig } from '../../../../config/types.gen.ts'
import type { Mutant } from './schema-mutants.ts'
import { schemaAt } from './schema-mutants.ts'
import type { Field } from './yaml-edits.ts'

type Schema = Record<string, unknown>

const names = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** The keys that an image model must have beyond those of every model, as the schema's `then` says. */
function imageKeys(root: Schema): unknown[] {
  const [branch] = names(root['allOf']) as { then?: { required?: unknown } }[]
  return names(branch?.then?.required)
}

/** What a model must have beyond its schema: the rule that misses a field. Everything else that is optional is legal to leave out. */
function neededByRule(model: ModelConfig, path: string): string | undefined {
  const isImage = model.model_type === 'image'
  const needed: Record<string, string> = {
    ...(isImage ? { 'price.usd_per_image': 'price/missing-or-zero' } : {}),
    'price.usd_per_1m_tokens.text_input': 'price/missing-or-zero',
    [`price.usd_per_1m_tokens.${isImage ? 'image' : 'text'}_output`]: 'price/missing-or-zero',
    ...(isImage && model.is_active
      ? {
          landscape_size: 'size/missing',
          square_size: 'size/missing',
          // No shipped model has both.
          valid_sizes: 'size/contradiction',
          size_rules: 'size/contradiction',
        }
      : {}),
  }
  return needed[path]
}

/** A mapping that must not be empty, with nothing left in it. */
const isLast = (schema: Schema, siblings: number): boolean => schema['minProperties'] === 1 && siblings === 1

/** Each key left out. Legal where neither the schema nor a rule needs it. */
export function* removalMutants(
  file: string,
  root: Schema,
  fields: readonly Field[],
  model: ModelConfig | undefined,
): Iterable<Mutant> {
  for (const field of fields) {
    const parentPath = field.path.slice(0, -1)
    const parent = schemaAt(root, parentPath)
    const siblings = fields.filter((other) => other.path.slice(0, -1).join('/') === parentPath.join('/')).length
    const isConditional =
      model?.model_type === 'image' && parentPath.length === 0 && imageKeys(root).includes(field.name)
    const isRequired = names(parent['required']).includes(field.name) || isConditional
    const rule = isRequired
      ? 'schema/missing-key'
      : isLast(parent, siblings)
        ? 'schema/bad-length'
        : field.name === 'key_env'
          ? // Both shipped providers make pictures.
            'provider/no-key'
          : model && neededByRule(model, field.path.join('.'))
    // A key that is needed is missed where its mapping begins.
    const line = rule === 'schema/bad-length' ? field.line : field.headLine
    yield { file, what: `${field.path.join('.')} left out`, text: field.removed(), rule, line }
  }
}
