import { dirname, join } from 'node:path/posix'
import type { Language } from './language.ts'
import { type Syntax, allSyntax, fieldOf, fieldsOf } from './syntax.ts'

/** One file's mention of another. */
export interface ModuleLink {
  /** As written: `./sizes`, `@/sizes`, `..constants`. */
  from: string
  /** What is taken, and as what. `*` is all of it. */
  names: { taken: string; as: string }[]
  /** Whether what is taken is only handed on. */
  isReexport: boolean
}

const textOf = (node: Syntax | undefined, text: string): string => (node ? text.slice(node.start, node.end) : '')
const unquoted = (quoted: string): string => quoted.slice(1, -1)

/** `a as b`, of an import or an export. */
const specifier = (node: Syntax, text: string): { taken: string; as: string } => {
  const taken = textOf(fieldOf(node, 'name'), text)
  return { taken, as: textOf(fieldOf(node, 'alias'), text) || taken }
}

function importedNames(node: Syntax, text: string): ModuleLink['names'] {
  return [...allSyntax(node)].flatMap((inner) => {
    if (inner.type === 'import_specifier') return [specifier(inner, text)]
    if (inner.type === 'namespace_import') return [{ taken: '*', as: textOf(inner.children[0], text) }]
    if (inner.type !== 'import_clause') return []
    return inner.children
      .filter((child) => child.type === 'identifier')
      .map((child) => ({ taken: 'default', as: textOf(child, text) }))
  })
}

function exportedNames(node: Syntax, text: string): ModuleLink['names'] {
  const named = [...allSyntax(node)].filter((inner) => inner.type === 'export_specifier')
  return named.length > 0 ? named.map((inner) => specifier(inner, text)) : [{ taken: '*', as: '*' }]
}

function javascriptLink(node: Syntax, text: string): ModuleLink[] {
  const source = fieldOf(node, 'source')
  if (node.type === 'import_statement' && source) {
    return [{ from: unquoted(textOf(source, text)), names: importedNames(node, text), isReexport: false }]
  }
  if (node.type === 'export_statement' && source) {
    return [{ from: unquoted(textOf(source, text)), names: exportedNames(node, text), isReexport: true }]
  }
  if (node.type !== 'call_expression') return []
  // require('./sizes') and import('./sizes') give the whole module.
  const callee = textOf(fieldOf(node, 'function'), text)
  const argument = fieldOf(node, 'arguments')?.children[0]
  if ((callee !== 'require' && callee !== 'import') || argument?.type !== 'string') return []
  return [{ from: unquoted(textOf(argument, text)), names: [{ taken: '*', as: '' }], isReexport: false }]
}

function pythonLink(node: Syntax, text: string, isPackage: boolean): ModuleLink[] {
  const names = fieldsOf(node, 'name').map((child) =>
    child.type === 'aliased_import' ? specifier(child, text) : { taken: textOf(child, text), as: textOf(child, text) },
  )
  if (node.type === 'import_statement') {
    return names.map(({ taken }) => ({ from: taken, names: [{ taken: '*', as: '' }], isReexport: false }))
  }
  if (node.type !== 'import_from_statement') return []
  const from = textOf(fieldOf(node, 'module_name'), text)
  const isAll = node.children.some((child) => child.type === 'wildcard_import')
  const taken = isAll ? [{ taken: '*', as: '*' }] : names
  // `from . import constants` names a module: it may be that, or something in it.
  const modules = names.map((each) => ({
    from: /^\.+$/.test(from) ? `${from}${each.taken}` : `${from}.${each.taken}`,
    names: [{ taken: '*', as: each.as }],
    isReexport: false,
  }))
  return [{ from, names: taken, isReexport: isPackage }, ...modules]
}

/** The other files that a file mentions. */
export function moduleLinks(syntax: Syntax, text: string, language: Language, path: string): ModuleLink[] {
  const isPackage = path.endsWith('/__init__.py')
  return [...allSyntax(syntax)].flatMap((node) =>
    language === 'python' ? pythonLink(node, text, isPackage) : javascriptLink(node, text),
  )
}

const stemOf = (path: string): string => path.replace(/\.[a-z]+$/, '').replace(/\/(?:index|__init__)$/, '')

/** Whether what a file at `path` calls `from` is the file at `target`. */
export function leadsTo(from: string, path: string, target: string, language: Language): boolean {
  const stem = stemOf(target)
  if (language === 'python') {
    const dots = /^\.*/.exec(from)?.[0].length ?? 0
    const rest = from.slice(dots).replaceAll('.', '/')
    if (dots === 0) return stem === rest || stem.endsWith(`/${rest}`)
    return join(dirname(path), '../'.repeat(dots - 1), rest) === stem
  }
  const plain = from.replace(/\.(?:[mc]?[jt]sx?)$/, '').replace(/\/index$/, '')
  if (plain.startsWith('.')) return join(dirname(path), plain).replace(/\/$/, '') === stem
  // `@/sizes`, `~/sizes`, `@acme/sizes`, `src/sizes`: aliases are settings of a bundler, so the end must do.
  const tail = plain.replace(/^(?:@[\w-]*|~|#|src)\//, '')
  return stem.endsWith(`/${tail}`)
}
