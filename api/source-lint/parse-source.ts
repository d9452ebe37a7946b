import { createRequire } from 'node:module'
import type * as TreeSitter from '@vscode/tree-sitter-wasm'
import type { CodeNode } from './code-node.ts'
import { convertJavascript } from './javascript-nodes.ts'
import { convertPython } from './python-nodes.ts'
import { grammarOf } from './language.ts'
import type { Reading } from './reading.ts'
import { type Syntax, syntaxOf } from './syntax.ts'

/** A file as a tree. */
export interface ParsedSource {
  syntax: Syntax
  root: CodeNode
  /** Offsets of the first place where the file is not what its name says it is. */
  brokenAt?: { start: number; end: number }
}

/** Never throws for what is in a file. What follows a broken place is read as far as it can be. */
export type ParseSource = (path: string, text: string) => Promise<ParsedSource>

function brokenPlace(node: TreeSitter.Node): { start: number; end: number } {
  const inner = node.children.find((child) => child?.hasError)
  if (inner && !node.isError) return brokenPlace(inner)
  return { start: node.startIndex, end: node.endIndex }
}

let loading: Promise<ParseSource> | undefined

/** The parser is WebAssembly, loaded once and only when a file needs it, and each grammar with the first file in it. */
export const loadParser = (): Promise<ParseSource> => (loading ??= startParser())

async function startParser(): Promise<ParseSource> {
  const require = createRequire(import.meta.url)
  const { Language, Parser } = require('@vscode/tree-sitter-wasm') as typeof TreeSitter
  await Parser.init()
  const parser = new Parser()
  let last: Promise<unknown> = Promise.resolve()
  const languages = new Map<string, Promise<TreeSitter.Language>>()
  const languageFor = (grammar: string): Promise<TreeSitter.Language> => {
    const path = require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`)
    // One after the other: two that are linked at once get in each other's way.
    const loaded = languages.get(grammar) ?? last.then(() => Language.load(path))
    last = loaded
    languages.set(grammar, loaded)
    return loaded
  }
  return async (path, text) => {
    const [language, grammar] = grammarOf(path) ?? ['javascript', 'javascript']
    parser.setLanguage(await languageFor(grammar))
    const tree = parser.parse(text)
    if (!tree) throw new Error(`${path} was not parsed.`)
    const syntax = syntaxOf(tree)
    const brokenAt = tree.rootNode.hasError ? brokenPlace(tree.rootNode) : undefined
    tree.delete()
    const convertWith = language === 'python' ? convertPython : convertJavascript
    const reading: Reading = { text, convert: (node) => convertWith(node, reading) }
    return { syntax, root: reading.convert(syntax), ...(brokenAt ? { brokenAt } : {}) }
  }
}
