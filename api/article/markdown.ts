import { readFrontMatter } from './front-matter.ts'
import { readBlocks, type MarkdownBlock } from './markdown-blocks.ts'
import { plainText, type InlineText } from './markdown-text.ts'
import { isProse, isProseItem, leadsToCommand } from './prose.ts'
import { SectionDraft, type SourceReading } from './section-draft.ts'
import { splitLines } from './source-lines.ts'

const definition = /^\[([^\]^][^\]]{0,998})\]:[ \t]*\S/
const definitionTitle = /^(?:"[^"]*"|'[^']*'|\([^)]*\))$/
/** Elements whose inside, in raw HTML between blank lines, is no place for a picture. */
const closedElement = /<(\/?)(?:table|ul|ol|dl|blockquote|pre|figure|svg|select|button|a)(?=[\s>])/gi
const proseElement = /^<(?:p|div|section|article|center|main|blockquote|h[1-6])(?=[\s>])/i

/** Reads a Markdown article. */
export function readMarkdown(source: string): SourceReading {
  const start = source.charCodeAt(0) === 0xfe_ff ? 1 : 0
  const frontMatter = readFrontMatter(source, start)
  const blocks = readBlocks(splitLines(source, frontMatter?.end ?? start))
  const strip = inlineStripper(blocks)
  const first = blocks.find((block) => block.kind !== 'html' || block.texts[0]?.startsWith('<!--') !== true)
  const firstHeading = blocks.find((block) => block.kind === 'heading' && block.level === 1)
  const topAt = first !== undefined && first === firstHeading ? first.end : (frontMatter?.end ?? start)
  const draft = new SectionDraft(topAt)
  addBlocks(draft, blocks, strip)
  const field = (...names: string[]): string | null => {
    const texts = names.map((name) => fieldText(frontMatter?.fields[name]))
    return texts.find((text) => text !== '') ?? null
  }
  return {
    sections: draft.finish(),
    topAt,
    title: field('title'),
    mainHeading: strip(firstHeading?.texts[0] ?? '').text || null,
    summary: field('description', 'summary', 'excerpt'),
    language: field('lang', 'language'),
  }
}

/** What a field says on one line, without what the escapes of YAML can write and no text can keep; empty: nothing. */
const fieldText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number'
    ? String(value)
        .replaceAll(/\0|\p{Surrogate}/gu, '')
        .replaceAll(/\s+/g, ' ')
        .trim()
    : ''

function addBlocks(draft: SectionDraft, blocks: MarkdownBlock[], strip: (text: string) => InlineText): void {
  let openElements = 0
  blocks.forEach((block, index) => {
    const [text = ''] = block.texts
    if (block.kind === 'html') openElements = Math.max(0, openElements + countOpened(text))
    const endAt = openElements === 0 ? block.end : null
    if (block.kind === 'heading') {
      const heading = strip(headingWithoutAttributes(text)).text
      if (heading !== '') draft.addHeading(heading, block.level, endAt)
    } else if (block.kind === 'paragraph') {
      addParagraph(draft, strip(withoutDefinitions(text)), endAt, blocks[index + 1]?.kind === 'code')
    } else if (block.kind === 'list' || block.kind === 'quote') addInnerTexts(draft, block, strip)
    else if (block.kind === 'html' && proseElement.test(text)) addParagraph(draft, strip(text), null, false)
  })
}

function addParagraph(draft: SectionDraft, read: InlineText, endAt: number | null, isBeforeCode: boolean): void {
  if (isBeforeCode && leadsToCommand(read.text)) return
  if (readsAsProse(read) && isProse(read.text)) draft.addProse(read.text, endAt)
}

function addInnerTexts(draft: SectionDraft, block: MarkdownBlock, strip: (text: string) => InlineText): void {
  const texts = block.texts.map((text) => strip(withoutDefinitions(text))).filter((read) => read.text !== '')
  const links = texts.filter((read) => read.linkChars > read.text.length * 0.6).length
  if (links * 2 > texts.length) return
  for (const read of texts) {
    const suits = block.kind === 'list' ? isProseItem(read.text) : isProse(read.text)
    if (suits && readsAsProse(read)) draft.addProse(read.text, null)
  }
}

/** Not only a link, and not mostly code. */
function readsAsProse({ text, linkChars, codeChars }: InlineText): boolean {
  const onlyLink = linkChars > text.length * 0.8 && text.length < 120
  return !onlyLink && codeChars < text.length * 0.6
}

function inlineStripper(blocks: MarkdownBlock[]): (text: string) => InlineText {
  const labels = new Set<string>()
  const normalise = (label: string): string => label.toLowerCase().replaceAll(/\s+/g, ' ').trim()
  for (const block of blocks) {
    if (block.kind === 'html') continue
    for (const text of block.texts) {
      if (!text.startsWith('[')) continue
      for (const line of text.split('\n')) {
        const label = definition.exec(line)?.[1]
        if (label !== undefined) labels.add(normalise(label))
      }
    }
  }
  return (text) => plainText(text, (label) => labels.size > 0 && label.length < 1000 && labels.has(normalise(label)))
}

/** Reference definitions can stand at the start of a paragraph only. */
function withoutDefinitions(text: string): string {
  if (!text.startsWith('[')) return text
  const lines = text.split('\n')
  let at = 0
  while (definition.test(lines[at] ?? '')) {
    at++
    if (definitionTitle.test(lines[at] ?? '')) at++
  }
  return lines.slice(at).join('\n')
}

/** Drops `{#id .class}` at a heading's end, which several Markdown dialects know. */
function headingWithoutAttributes(text: string): string {
  const at = text.endsWith('}') ? text.lastIndexOf('{') : -1
  return at > 0 && /^\{:?[#.\w][^{}]*\}$/.test(text.slice(at)) ? text.slice(0, at).trimEnd() : text
}

function countOpened(html: string): number {
  let opened = 0
  for (const [, slash] of html.matchAll(closedElement)) opened += slash === '/' ? -1 : 1
  return opened
}
