import type { CatalogFacts } from './catalog-facts.ts'
import { parameterKey } from './catalog-facts.ts'
import type { Atom, Group, Owner } from './atom.ts'
import { type CodeNode, isLiteral, nameOf, partsOf } from './code-node.ts'
import { type ModelTest, heldTests, modelTestOf, modelsNamed, providerTest } from './model-test.ts'
import { namesPixels } from './naming.ts'
import { sizeOfNumbers, sizeOfText, widthAndHeight } from './size-literal.ts'
import { tiersOf } from './tier-list.ts'

/** What is known where the walk stands. */
interface Context {
  /** Names of what the value is put into, the nearest last. */
  names: string[]
  test: ModelTest | undefined
  isFallback: boolean
  group: Group | undefined
  scope: 'module' | 'class' | 'function'
}

type Visitors = { [K in CodeNode['kind']]: (node: Extract<CodeNode, { kind: K }>, context: Context) => void }

/** One walk through one file. */
class Walk {
  readonly groups: Group[] = []
  private readonly facts: CatalogFacts
  private readonly held: ReadonlyMap<string, ModelTest>

  constructor(root: CodeNode, facts: CatalogFacts) {
    this.facts = facts
    this.held = heldTests(root, facts)
  }

  private readonly groupFor = (node: { start: number; end: number }, context: Context, owner?: Owner): Group => {
    const anchor = { start: node.start, end: node.end }
    const group: Group = { anchor, isFallback: context.isFallback, atoms: [], ...(owner ? { owner } : {}) }
    this.groups.push(group)
    return group
  }
  private readonly note = (atom: Atom, context: Context): void => {
    const group = context.group ?? this.groupFor(atom.node, context)
    group.atoms.push(atom)
  }

  private readonly visitAll = (nodes: readonly CodeNode[], context: Context): void => {
    const size = context.test || context.isFallback ? widthAndHeight(nodes) : undefined
    if (size) {
      const { test } = context
      this.note(
        { kind: 'size', node: size.node, size: size.size, names: [...context.names, 'size'], isPair: true, test },
        { ...context, group: undefined },
      )
    }
    for (const node of nodes) if (!size?.parts.includes(node)) this.visit(node, context)
  }

  private readonly visitValue = (node: CodeNode, name: string | undefined, context: Context): void =>
    this.visit(node, name === undefined ? context : { ...context, names: [...context.names, name] })

  /** A value of a parameter, beside a question which model it is for. */
  private readonly isParameter = (node: CodeNode & { kind: 'text' | 'number' }, context: Context): boolean => {
    const fact = this.facts.parameters.get(parameterKey(context.names.at(-1) ?? ''))
    if (!context.test || !fact || (node.kind === 'text' && !fact.words.has(node.value))) return false
    this.note({ kind: 'parameter', node, name: fact.name, value: node.value, test: context.test }, context)
    return true
  }

  private readonly visitText = (node: CodeNode & { kind: 'text' }, context: Context): void => {
    if (this.isParameter(node, context)) return
    const model = this.facts.models.get(node.value)
    if (model) this.note({ kind: 'model', node, name: node.value, model }, context)
    const size = sizeOfText(node.value)
    if (size !== undefined)
      this.note({ kind: 'size', node, size, names: context.names, isPair: false, test: context.test }, context)
  }

  private readonly visitNumber = (node: CodeNode & { kind: 'number' }, context: Context): void => {
    if (this.isParameter(node, context)) return
    if (this.facts.pixels.has(node.value) && namesPixels(context.names))
      this.note({ kind: 'pixels', node, value: node.value }, context)
  }

  private readonly visitLiteral = (node: CodeNode & { kind: 'list' | 'record' }, context: Context): void => {
    const inner = { ...context, group: context.group ?? this.groupFor(node, context) }
    const ids = tiersOf(node, context.names, this.facts.tiers)
    if (ids.length > 0) this.note({ kind: 'tiers', node, ids }, inner)
    const size = sizeOfNumbers(node)
    if (size === undefined) this.visitAll(node.items, inner)
    else this.note({ kind: 'size', node, size, names: context.names, isPair: true, test: context.test }, inner)
  }

  private readonly visitPair = (node: CodeNode & { kind: 'pair' }, context: Context): void => {
    const key = nameOf(node.key)
    if (node.isDefault) {
      this.visitValue(node.value, key, { ...context, isFallback: true, group: undefined })
      return
    }
    if (node.key.kind === 'text') this.visitText(node.key, context)
    this.visitValue(node.value, key, {
      ...context,
      test: (key === undefined ? undefined : this.keyTest(key)) ?? context.test,
    })
  }

  /** What stands below a model's name in a record is about that model. */
  private readonly keyTest = (key: string): ModelTest | undefined => {
    const models = modelsNamed(key, this.facts, false)
    if (models.length > 0) return { asked: key, models }
    return this.facts.providers.has(key) ? providerTest(key, this.facts) : undefined
  }

  private readonly visitAssign = (node: CodeNode & { kind: 'assign' }, context: Context): void => {
    const name = nameOf(node.target)
    if (node.target.kind !== 'name') this.visit(node.target, { ...context, group: undefined })
    if (!isLiteral(node.value)) {
      this.visitValue(node.value, name, { ...context, group: undefined })
      return
    }
    const isConstant = node.declares && context.scope !== 'function' && node.target.kind === 'name'
    const owner =
      isConstant && name !== undefined
        ? { name, target: node.target, scope: context.scope as Owner['scope'] }
        : undefined
    this.visitValue(node.value, name, {
      ...context,
      group: this.groupFor(owner ? node.target : node.value, context, owner),
    })
  }

  private readonly visitChoice = (node: CodeNode & { kind: 'choice' }, context: Context): void => {
    let first: ModelTest | undefined
    for (const arm of node.arms) {
      const test = arm.test && modelTestOf(arm.test, this.facts, this.held)
      first ??= test
      if (arm.test) this.visit(arm.test, { ...context, names: [], group: undefined })
      const isFallback = context.isFallback || arm.isFallback
      // The last branch of a question which model it is, is about the other models.
      this.visit(arm.body, {
        ...context,
        test: test ?? (arm.isFallback ? first : undefined) ?? context.test,
        isFallback,
        group: undefined,
        scope: 'function',
      })
    }
  }

  private readonly visitOperation = (node: CodeNode & { kind: 'operation' }, context: Context): void => {
    const isProduct = (side: CodeNode) => side.kind === 'operation' && side.operator === '*'
    const isCompared = /^[<>=!]=*$/.test(node.operator)
    const hasPixels = isCompared && node.sides.some((side) => isProduct(side) || namesPixels([nameOf(side) ?? '']))
    this.visitAll(node.sides, {
      ...context,
      names: hasPixels ? ['pixels'] : isCompared ? [] : context.names,
      group: undefined,
    })
  }

  private readonly visitClass = (node: CodeNode & { kind: 'class' }, context: Context): void => {
    const values = node.parts.flatMap((part) => (part.kind === 'assign' ? [part.value] : []))
    const name = node.name && nameOf(node.name)
    const inner: Context = { ...context, names: name === undefined ? [] : [name], group: undefined, scope: 'class' }
    const ids = tiersOf(
      { start: node.start, end: node.end, kind: 'list', items: values },
      inner.names,
      this.facts.tiers,
    )
    if (ids.length > 0 && node.name && name !== undefined) {
      const group = this.groupFor(node.name, context, { name, target: node.name, scope: 'module' })
      this.note({ kind: 'tiers', node, ids }, { ...inner, group })
    }
    this.visitAll(node.parts, inner)
  }

  private readonly visitEither = (node: CodeNode & { kind: 'either' }, context: Context): void => {
    this.visit(node.tried, context)
    this.visitValue(node.instead, nameOf(node.tried), { ...context, isFallback: true, group: undefined })
  }

  private readonly visitFunction = (node: CodeNode & { kind: 'function' }, context: Context): void => {
    const name = node.name && nameOf(node.name)
    const names = name === undefined ? context.names : [name]
    this.visitAll(node.parts, { ...context, names, isFallback: false, group: undefined, scope: 'function' })
  }

  private readonly visitParts = (node: CodeNode, context: Context): void => this.visitAll(partsOf(node), context)

  private readonly visitors: Visitors = {
    text: this.visitText,
    number: this.visitNumber,
    list: this.visitLiteral,
    record: this.visitLiteral,
    pair: this.visitPair,
    assign: this.visitAssign,
    choice: this.visitChoice,
    operation: this.visitOperation,
    class: this.visitClass,
    either: this.visitEither,
    function: this.visitFunction,
    name: this.visitParts,
    member: this.visitParts,
    call: this.visitParts,
    return: this.visitParts,
    other: this.visitParts,
  }

  readonly visit = (node: CodeNode, context: Context): void =>
    (this.visitors[node.kind] as (node: CodeNode, context: Context) => void)(node, context)
}

/** Walks through a file and gathers, in groups, every value that may be a fact of the catalog. */
export function findGroups(root: CodeNode, facts: CatalogFacts): Group[] {
  const walk = new Walk(root, facts)
  walk.visit(root, { names: [], test: undefined, isFallback: false, group: undefined, scope: 'module' })
  return walk.groups.filter((group) => group.atoms.length > 0)
}
