/** What a Markdown line starts, seen alone. The rules are CommonMark's, with GitHub's tables. */

const atxHeading = /^#{1,6}(?=[ \t]|$)/
const listMarker = /^(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)/
const tagName = /^<\/?([a-z][a-z0-9-]*)(?=[\s/>]|$)/i
const blockTags = new Set(
  (
    'address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt ' +
    'fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link ' +
    'main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td tfoot th thead ' +
    'title tr track ul'
  ).split(' '),
)
const rawTags = new Set(['script', 'pre', 'style', 'textarea'])

export interface Fence {
  mark: string
  length: number
}

/** The level of an ATX heading, 0 when the line is none. */
export function headingLevel(text: string): number {
  return atxHeading.exec(text)?.[0].length ?? 0
}

/** The words of an ATX heading, without its opening and closing marks. */
export function headingText(text: string): string {
  const words = text.replace(/^#+/, '').trim()
  let end = words.length
  while (words[end - 1] === '#') end--
  return end === 0 || words[end - 1] === ' ' || words[end - 1] === '\t' ? words.slice(0, end).trim() : words
}

/** The fence that opens on this line, if one does. */
export function openingFence(text: string): Fence | null {
  const mark = text[0]
  if (mark !== '`' && mark !== '~') return null
  const length = runLength(text, mark)
  if (length < 3 || (mark === '`' && text.indexOf('`', length) !== -1)) return null
  return { mark, length }
}

/** Whether this line closes the fence. */
export function closesFence(text: string, fence: Fence): boolean {
  return text.length >= fence.length && runLength(text, fence.mark) === text.length
}

/** `***`, `- - -`, `___`. */
export function isThematicBreak(text: string): boolean {
  const mark = text[0]
  if (mark !== '*' && mark !== '-' && mark !== '_') return false
  let marks = 0
  for (const character of text) {
    if (character === mark) marks++
    else if (character !== ' ' && character !== '\t') return false
  }
  return marks >= 3
}

/** Level of the heading that a line of `=` or `-` makes of the paragraph above it; 0 when it makes none. */
export function setextLevel(text: string): number {
  const mark = text[0]
  if ((mark !== '=' && mark !== '-') || runLength(text, mark) !== text.length) return 0
  return mark === '=' ? 1 : 2
}

/** The marker of a list item with its following space: how far the item's content is indented, and the content. */
export function listItem(text: string): { width: number; content: string; interruptsParagraph: boolean } | null {
  const marker = listMarker.exec(text)?.[0]
  if (marker === undefined || isThematicBreak(text)) return null
  const content = text.slice(marker.length).trimStart()
  const spaces = text.length - marker.length - content.length
  // Five spaces or more start indented code inside the item, one space after the marker.
  const width = marker.length + (content === '' || spaces > 4 ? 1 : spaces)
  return { width, content, interruptsParagraph: content !== '' && (marker.length === 1 || /^1[.)]$/.test(marker)) }
}

/** The delimiter row of a table: `| --- | :-: |`. */
export function isTableDelimiter(text: string): boolean {
  if (!/^[|:-][|:\-\s]*$/.test(text) || !text.includes('-')) return false
  return text
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .every((cell) => /^:?-+:?$/.test(cell.trim()))
}

/** How an HTML block that starts here ends: at a line holding one of these, or (null) at a blank line. Undefined: it is none. */
export function htmlBlockEnd(text: string): { until: string[] | null; interruptsParagraph: boolean } | undefined {
  if (text[0] !== '<') return undefined
  if (text.startsWith('<!--')) return { until: ['-->'], interruptsParagraph: true }
  if (text.startsWith('<?')) return { until: ['?>'], interruptsParagraph: true }
  if (text.startsWith('<![CDATA[')) return { until: [']]>'], interruptsParagraph: true }
  if (/^<![a-z]/i.test(text)) return { until: ['>'], interruptsParagraph: true }
  const name = tagName.exec(text)?.[1]?.toLowerCase()
  if (name === undefined) return undefined
  if (rawTags.has(name) && text[1] !== '/')
    return { until: [...rawTags].map((tag) => `</${tag}>`), interruptsParagraph: true }
  if (blockTags.has(name)) return { until: null, interruptsParagraph: true }
  return text.endsWith('>') && text.indexOf('>') === text.length - 1
    ? { until: null, interruptsParagraph: false }
    : undefined
}

/** `[^note]: what it says`. */
export const isFootnote = (text: string): boolean => /^\[\^[^\]\s]+\]:/.test(text)

/** Whether a line ends the table above it. Any list does, not only one that may interrupt a paragraph. */
export function endsTable(indent: number, text: string): boolean {
  return (
    text === '' ||
    interruptsParagraph(indent, text) ||
    (indent < 4 && (listItem(text) !== null || htmlBlockEnd(text) !== undefined))
  )
}

/** Whether a line with this indentation, right under a paragraph's line, starts a block of its own. */
export function interruptsParagraph(indent: number, text: string): boolean {
  if (indent > 3) return false
  return (
    text[0] === '>' ||
    headingLevel(text) > 0 ||
    openingFence(text) !== null ||
    isThematicBreak(text) ||
    isFootnote(text) ||
    listItem(text)?.interruptsParagraph === true ||
    htmlBlockEnd(text)?.interruptsParagraph === true
  )
}

function runLength(text: string, mark: string): number {
  let length = 0
  while (text[length] === mark) length++
  return length
}
