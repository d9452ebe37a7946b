import type { Tree } from '@vscode/tree-sitter-wasm'

/** A node of a syntax tree as plain data: the parser keeps its own in memory that must be given back. */
export interface Syntax {
  type: string
  /** The part that it plays in its parent: `left`, `condition`. */
  field: string | null
  start: number
  end: number
  children: Syntax[]
}

/** What has nothing below it that matters. */
const leaves = new Set([
  'identifier',
  'property_identifier',
  'type_identifier',
  'number',
  'integer',
  'float',
  'comment',
])

/** Copies a tree without its punctuation and comments. Operators have a field and stay. */
export function syntaxOf(tree: Tree): Syntax {
  const cursor = tree.walk()
  // Each question to the cursor is a call into WebAssembly, so none is asked twice.
  const read = (type: string, field: string | null): Syntax => {
    const node: Syntax = { type, field, start: cursor.startIndex, end: cursor.endIndex, children: [] }
    if (!leaves.has(type) && cursor.gotoFirstChild()) {
      do {
        const isNamed = cursor.nodeIsNamed
        const inner = cursor.currentFieldName
        if (!isNamed && inner === null) continue
        const innerType = cursor.nodeType
        if (innerType !== 'comment') node.children.push(read(innerType, inner))
      } while (cursor.gotoNextSibling())
      cursor.gotoParent()
    }
    return node
  }
  const root = read(cursor.nodeType, null)
  cursor.delete()
  return root
}

/** The child that plays a part. */
export const fieldOf = (node: Syntax, field: string): Syntax | undefined =>
  node.children.find((child) => child.field === field)

/** All children that play a part. */
export const fieldsOf = (node: Syntax, field: string): Syntax[] =>
  node.children.filter((child) => child.field === field)

/** Where a node stands. */
export const spanOf = (node: Syntax): { start: number; end: number } => ({ start: node.start, end: node.end })

/** A node and everything below it. */
export function* allSyntax(node: Syntax): Iterable<Syntax> {
  yield node
  for (const child of node.children) yield* allSyntax(child)
}
