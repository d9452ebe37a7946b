import type { Article } from '../domain/article.ts'

/** How much of an article a model is shown. Characters. */
const outlineCharsMax = 24_000
/** A section is never cut below this, so that every heading keeps some words under it. Characters. */
const shareCharsMin = 160

/** The article as numbered sections, cut fairly: short ones stay whole and long ones share what they leave. */
export function outlineOf(article: Article): string {
  const sections = article.sections.map((section, index) => ({
    index,
    heading: section.heading,
    text: section.paragraphs.join('\n'),
  }))
  const shown = sections.filter(({ text }) => text !== '')
  const step = Math.max(1, Math.ceil((shown.length * shareCharsMin) / outlineCharsMax))
  const chosen = shown.filter((_, position) => position % step === 0)
  const charsMax = fairShare(chosen.map(({ text }) => text.length))
  const head = [
    `Title: ${oneLine(article.title).slice(0, 300)}`,
    article.summary ? `Summary: ${oneLine(article.summary).slice(0, 1_000)}` : '',
    article.language ? `Language: ${article.language}` : '',
  ]
  const body = chosen.map(
    ({ index, heading, text }) =>
      `[section ${index}] ${heading === null ? '(before the first heading)' : oneLine(heading).slice(0, 200)}\n${cut(text, charsMax)}`,
  )
  return [...head.filter((line) => line !== ''), '', ...body].join('\n')
}

/** The longest share that, given to each, uses no more than there is: what short texts leave goes to the long ones. */
function fairShare(lengths: number[]): number {
  let left = outlineCharsMax
  const sorted = lengths.toSorted((a, b) => a - b)
  for (const [position, length] of sorted.entries()) {
    const share = Math.floor(left / (sorted.length - position))
    if (length > share) return Math.max(share, shareCharsMin)
    left -= length
  }
  return outlineCharsMax
}

function cut(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text
  const at = text.lastIndexOf(' ', charsMax)
  return `${text.slice(0, at > charsMax / 2 ? at : charsMax)} ...`
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()
