import type { Mutant } from './schema-mutants.ts'
import type { Field, Item } from './yaml-edits.ts'

type Edit = [value: string, rule: string]

const nearId = (id: string): string[] => [`${id}s`, id.slice(1), `${id.slice(0, 1)}${id.slice(2)}`]

/** Ids that others refer to: a misspelt one is found where it is used, which may be many places. */
const referredTo: Record<string, string> = { tiers: 'reference/unknown-tier', providers: 'reference/unknown-provider' }

function fieldEdits(file: string, field: Field, ids: readonly string[]): Edit[] {
  if (field.name === 'id') return ids.filter((id) => id !== field.value).map((id): Edit => [id, 'id/duplicate'])
  if (file === 'providers.yaml' && field.name === 'base_url') {
    return [
      [String(field.value).replace('https', 'http'), 'provider/url-not-https'],
      [String(field.value).replace('https', 'ftp'), 'provider/url-not-https'],
      [String(field.value).replace('https://', 'https://user:hunter2hunter2@'), 'secret/literal'],
    ]
  }
  if (field.name === 'credits_per_month') return [['0', 'plan/affords-nothing']]
  if (field.name === 'usd_per_month') return ['0', '0.001'].map((value): Edit => [value, 'plan/affords-nothing'])
  if (file !== 'settings.yaml') return []
  if (field.name === 'style')
    return nearId(String(field.value)).map((value): Edit => [value, 'reference/unknown-style'])
  if (field.name === 'prompt_template') {
    const broken = ['"{style}"', '"{promt}"', '"{prompt} {stile}"', '"prompt"', '"{Prompt}"', '"{prompt} {}"']
    const idle = ['"{prompt}"', '"{prompt} in the style of {title}"']
    return [
      ...broken.map((value): Edit => [value, 'settings/template']),
      ...idle.map((value): Edit => [value, 'reference/unused-style']),
    ]
  }
  return []
}

/** What the schemas allow in the list files and settings, and the rules do not. */
export function* listMutants(file: string, fields: readonly Field[], items: readonly Item[]): Iterable<Mutant> {
  const ids = fields.filter((field) => field.name === 'id').map((field) => String(field.value))
  for (const field of fields) {
    const what = field.path.join('.')
    for (const [value, rule] of fieldEdits(file, field, ids)) {
      const elsewhere = rule === 'id/duplicate' ? { isElsewhere: true } : {}
      yield { file, what: `${what}: ${value}`, text: field.set(value), rule, line: field.line, ...elsewhere }
    }
    const rule = referredTo[String(field.path[0])]
    if (field.name !== 'id' || rule === undefined) continue
    for (const value of nearId(String(field.value))) {
      yield { file, what: `${what}: ${value}`, text: field.set(value), rule, line: field.line, isElsewhere: true }
    }
  }
  for (const item of items) {
    if (item.path[0] !== 'plans') continue
    for (const value of nearId(String(item.value))) {
      yield {
        file,
        what: `${item.path.join('.')}: ${value}`,
        text: item.set(value),
        rule: 'reference/unknown-tier',
        line: item.line,
        column: item.column,
      }
    }
  }
}
