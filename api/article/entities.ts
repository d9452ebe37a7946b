import { parseFragment } from 'parse5'

/** Turns `&eacute;`, `&#233;` and the like into the characters they stand for. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  const [node] = parseFragment(text.replaceAll('<', '&lt;')).childNodes
  return node && 'value' in node ? node.value : ''
}
