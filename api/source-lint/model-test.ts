import type { ModelEntry } from '../catalog/context.ts'
import type { CatalogFacts } from './catalog-facts.ts'
import { type CodeNode, allNodes, nameOf } from './code-node.ts'
import { namesProvider } from './naming.ts'

/** A question which model or provider it is, as code asks it. */
export interface ModelTest {
  /** The text that it asks with. */
  asked: string
  models: ModelEntry[]
}

const endsOpen = /[:@/_.-]$/

/** The models that a text stands for: one by its name, or a family by what their names begin with. */
export function modelsNamed(text: string, facts: CatalogFacts, isPrefixTest: boolean): ModelEntry[] {
  const exact = facts.models.get(text)
  if (exact) return [exact]
  if (text.length < 3 || !(isPrefixTest || endsOpen.test(text))) return []
  return [...facts.models].filter(([name]) => name.startsWith(text)).map(([, model]) => model)
}

const prefixMethods = new Set(['startsWith', 'startswith', 'includes', 'indexOf', 'test', 'match', 'search'])

function textsIn(node: CodeNode): string[] {
  return [...allNodes(node)].flatMap((inner) => (inner.kind === 'text' ? [inner.value] : []))
}

function testOfCall(node: CodeNode & { kind: 'call' }, facts: CatalogFacts): ModelTest | undefined {
  if (node.callee.kind !== 'member' || !prefixMethods.has(node.callee.name ?? '')) return undefined
  // /^bria:/.test(model) asks with its object, model.startsWith('bria:') with its argument.
  for (const text of [...node.args, node.callee.object].flatMap(textsIn)) {
    const models = modelsNamed(text, facts, true)
    if (models.length > 0) return { asked: text, models }
  }
  return undefined
}

function testOfOperation(node: CodeNode & { kind: 'operation' }, facts: CatalogFacts): ModelTest | undefined {
  const isContained = node.operator === 'in'
  const asksProvider = node.sides.some((side) => namesProvider(nameOf(side) ?? ''))
  for (const text of node.sides.flatMap(textsIn)) {
    const models = modelsNamed(text, facts, isContained)
    if (models.length > 0) return { asked: text, models }
    if (asksProvider && facts.providers.has(text)) return providerTest(text, facts)
  }
  return undefined
}

/** The question whether something is of a provider. */
export const providerTest = (id: string, facts: CatalogFacts): ModelTest => ({
  asked: id,
  models: [...facts.models.values()].filter((model) => model.spec.provider === id),
})

/** The question that an expression asks, if it asks which model it is. `known` are variables that hold such answers. */
export function modelTestOf(
  node: CodeNode,
  facts: CatalogFacts,
  known: ReadonlyMap<string, ModelTest> = new Map(),
): ModelTest | undefined {
  for (const inner of allNodes(node)) {
    const test =
      inner.kind === 'call'
        ? testOfCall(inner, facts)
        : inner.kind === 'operation'
          ? testOfOperation(inner, facts)
          : inner.kind === 'name'
            ? known.get(inner.name)
            : undefined
    if (test) return test
  }
  return undefined
}

/** Variables that hold the answer to such a question: `is_bria = model.startswith('bria:')`. */
export function heldTests(root: CodeNode, facts: CatalogFacts): Map<string, ModelTest> {
  const held = new Map<string, ModelTest>()
  for (const node of allNodes(root)) {
    if (node.kind !== 'assign' || node.target.kind !== 'name') continue
    const { value } = node
    const test =
      value.kind === 'call'
        ? testOfCall(value, facts)
        : value.kind === 'operation'
          ? testOfOperation(value, facts)
          : undefined
    if (test) held.set(node.target.name, test)
  }
  return held
}
