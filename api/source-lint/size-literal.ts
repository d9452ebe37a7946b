import { parseSize } from '../domain/size.ts'
import { type CodeNode, nameOf } from './code-node.ts'

/** A size as text, however its sides are joined: `1024x1024`. Undefined for what is none. */
export function sizeOfText(text: string): string | undefined {
  const plain = text.replace(/^(\d{2,5})\s?[xX×*]\s?(\d{2,5})$/u, '$1x$2')
  return parseSize(plain) ? plain : undefined
}

const isSide = (node: CodeNode | undefined): node is CodeNode & { kind: 'number' } =>
  node?.kind === 'number' && Number.isInteger(node.value) && node.value >= 64 && node.value <= 16_384

/** A value and the name that it is put under. */
function namedValue(node: CodeNode): { name: string | undefined; value: CodeNode } | undefined {
  if (node.kind === 'pair') return { name: nameOf(node.key), value: node.value }
  if (node.kind === 'assign') return { name: nameOf(node.target), value: node.value }
  return undefined
}

/** Width and height that are given as numbers side by side. `parts` are the two. */
export function widthAndHeight(
  nodes: readonly CodeNode[],
): { size: string; node: CodeNode; parts: CodeNode[] } | undefined {
  const find = (name: string) => nodes.find((node) => namedValue(node)?.name?.toLowerCase() === name)
  const [wide, high] = [find('width'), find('height')]
  const width = wide && namedValue(wide)?.value
  const height = high && namedValue(high)?.value
  if (!wide || !high || !isSide(width) || !isSide(height)) return undefined
  return { size: `${width.value}x${height.value}`, node: wide, parts: [wide, high] }
}

/** `[1024, 1024]`, `(1024, 1024)` and `{ width: 1024, height: 1024 }`. */
export function sizeOfNumbers(node: CodeNode & { kind: 'list' | 'record' }): string | undefined {
  if (node.kind === 'record') return node.items.length === 2 ? widthAndHeight(node.items)?.size : undefined
  const [width, height] = node.items
  return node.items.length === 2 && isSide(width) && isSide(height) ? `${width.value}x${height.value}` : undefined
}
