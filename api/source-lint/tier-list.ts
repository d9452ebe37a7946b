import type { Fact } from './catalog-facts.ts'
import { type CodeNode, nameOf } from './code-node.ts'
import { namesPlan, namesTier } from './naming.ts'

/** What an item of a list is called: itself, or the first of a pair such as `('basic', 'Basic')`. */
function labelOf(item: CodeNode): string | undefined {
  if (item.kind === 'text') return item.value
  if (item.kind === 'pair') return item.value.kind === 'text' && item.key.kind === 'name' ? item.value.value : undefined
  if (item.kind === 'list') return item.items[0]?.kind === 'text' ? item.items[0].value : undefined
  if (item.kind !== 'record') return undefined
  const named = item.items.find(
    (part) => part.kind === 'pair' && ['value', 'id', 'key'].includes(nameOf(part.key) ?? ''),
  )
  return named?.kind === 'pair' && named.value.kind === 'text' ? named.value.value : undefined
}

const keyOf = (item: CodeNode): string | undefined => (item.kind === 'pair' ? nameOf(item.key) : undefined)

/** The tiers that a list or record puts together; none where it is about something else that has such names. */
export function tiersOf(
  node: CodeNode & { kind: 'list' | 'record' },
  names: readonly string[],
  tiers: ReadonlyMap<string, Fact>,
): string[] {
  if (namesPlan(names)) return []
  const byKey = node.kind === 'record' ? listed(node.items.map(keyOf), tiers) : []
  const byValue = listed(node.items.map(labelOf), tiers)
  const ids = byKey.length > byValue.length ? byKey : byValue
  if (ids.length < 2) return []
  const isOnlyTiers = node.kind === 'list' && ids.length === node.items.length
  return isOnlyTiers || ids.length >= 3 || namesTier(names) ? ids : []
}

const listed = (labels: readonly (string | undefined)[], tiers: ReadonlyMap<string, Fact>): string[] => [
  ...new Set(labels.filter((label) => label !== undefined && tiers.has(label)) as string[]),
]
