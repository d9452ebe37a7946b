import type { Owner } from './atom.ts'
import { type ModuleLink, leadsTo, moduleLinks } from './module-links.ts'
import type { ParsedSource } from './parse-source.ts'
import { type Language, languageOf } from './language.ts'
import type { Syntax } from './syntax.ts'

/** The scanned files, each parsed when it is asked for. */
export interface SourceSet {
  /** Absolute paths, with forward slashes. */
  paths: readonly string[]
  textOf(path: string): string
  parsed(path: string): Promise<ParsedSource>
}

const isIdentifier = (node: Syntax): boolean =>
  node.type === 'identifier' ||
  node.type.endsWith('_identifier') ||
  node.type === 'shorthand_property_identifier_pattern'

/** Parts of a file that hand a name on without using it. */
const handsOn = (node: Syntax, text: string): boolean =>
  node.type === 'export_clause' ||
  (node.type === 'export_statement' && node.children.every(isIdentifier)) ||
  (node.type === 'assignment_expression' && /^(?:module\.)?exports\b/.test(text.slice(node.start, node.end)))

/** How a name stands in a file: read by itself, or as a part of something (`constants.NAME`). */
function* mentions(node: Syntax, name: string, text: string): Iterable<{ node: Syntax; isPart: boolean }> {
  if (handsOn(node, text)) return
  const isName = isIdentifier(node) && node.end - node.start === name.length && text.startsWith(name, node.start)
  if (isName) yield { node, isPart: node.field === 'property' || node.field === 'attribute' }
  for (const child of node.children) {
    // A key that happens to be called so, and another value given to the constant, are no uses.
    const isKey = node.type === 'pair' && child.field === 'key' && isIdentifier(child)
    const isTarget = node.type === 'assignment' && child.field === 'left' && child.type === 'identifier'
    if (!isKey && !isTarget) yield* mentions(child, name, text)
  }
}

/** The names that a constant has outside its file. */
function exportedNames(syntax: Syntax, name: string, text: string): string[] {
  const aliases: string[] = [name]
  const walk = (node: Syntax): void => {
    const [first, second] = node.children
    if (node.type === 'export_specifier' && first && second && text.slice(first.start, first.end) === name) {
      aliases.push(text.slice(second.start, second.end))
    }
    const value = node.type === 'export_statement' ? node.children.find((child) => child.field === 'value') : undefined
    if (value && text.slice(value.start, value.end) === name) aliases.push('default')
    if (/^module\.exports\s*=/.test(text.slice(node.start, node.end)) && node.type === 'assignment_expression') {
      aliases.push('default')
    }
    for (const child of node.children) walk(child)
  }
  walk(syntax)
  return aliases
}

const takes = (link: ModuleLink, name: string): { taken: string; as: string } | undefined =>
  link.names.find((each) => each.taken === name || each.taken === '*')

/** Whether a file that mentions the constant's file uses the constant. */
function usesThrough(link: ModuleLink, name: string, syntax: Syntax, text: string): boolean {
  const taken = takes(link, name)
  if (!taken) return false
  if (taken.taken !== '*') return true
  // Of all that a module has, it is used where its name stands.
  return [...mentions(syntax, name, text)].length > 0
}

/** A cheap look: whether a file may take a constant from its home. */
function mayTake(text: string, name: string, home: string): boolean {
  const stem = /([^/]+?)(?:\/(?:index|__init__))?\.[a-z]+$/.exec(home)?.[1] ?? ''
  return text.includes(name === 'default' ? stem : name) || (text.includes('*') && text.includes(stem))
}

async function isUsedBy(path: string, name: string, home: string, sources: SourceSet, seen: Set<string>) {
  const text = sources.textOf(path)
  const language = languageOf(home)
  if (path === home || !language || languageOf(path) !== language || !mayTake(text, name, home)) return false
  const { syntax } = await sources.parsed(path)
  for (const link of moduleLinks(syntax, text, language, path)) {
    const taken = leadsTo(link.from, path, home, language) ? takes(link, name) : undefined
    if (!taken) continue
    if (!link.isReexport && usesThrough(link, name, syntax, text)) return true
    if (!link.isReexport) continue
    const as = taken.as === '*' ? name : taken.as
    if ([...mentions(syntax, as, text)].some(({ node }) => node.field !== 'name')) return true
    if (await isUsedElsewhere(as, path, sources, seen)) return true
  }
  return false
}

async function isUsedElsewhere(name: string, home: string, sources: SourceSet, seen: Set<string>): Promise<boolean> {
  const key = `${home} ${name}`
  if (seen.has(key)) return false
  seen.add(key)
  for (const path of sources.paths) if (await isUsedBy(path, name, home, sources, seen)) return true
  return false
}

/** Whether anything in the scanned files uses a constant: in its own file, or through an import. */
export async function isUsed(owner: Owner, path: string, sources: SourceSet): Promise<boolean> {
  const { syntax } = await sources.parsed(path)
  const text = sources.textOf(path)
  const language = languageOf(path)
  if (!language) return false
  for (const { node, isPart } of mentions(syntax, owner.name, text)) {
    const isDeclaration = node.start === owner.target.start
    // `other.NAME` is a use of a class's constant, and of nobody else's.
    if (!isDeclaration && (owner.scope === 'class' || !isPart)) return true
  }
  // A class's constant is used elsewhere as a part of something that was imported from its file.
  const names = owner.scope === 'class' ? [owner.name] : exportedNames(syntax, owner.name, text)
  if (owner.scope === 'class') return isPartUsed(owner.name, path, language, sources)
  for (const name of names) if (await isUsedElsewhere(name, path, sources, new Set())) return true
  return false
}

async function isPartUsed(name: string, home: string, language: Language, sources: SourceSet): Promise<boolean> {
  for (const path of sources.paths) {
    const text = sources.textOf(path)
    if (path === home || languageOf(path) !== language || !text.includes(name)) continue
    const { syntax } = await sources.parsed(path)
    const isLinked = moduleLinks(syntax, text, language, path).some((link) => leadsTo(link.from, path, home, language))
    if (isLinked && [...mentions(syntax, name, text)].some(({ isPart }) => isPart)) return true
  }
  return false
}
