import type { Article, Section } from '../domain/article.ts'
import { isPointer } from './pointers.ts'
import { splitSentences } from './sentences.ts'

/** A passage to illustrate. */
export interface Spot {
  sectionIndex: number
  /** Null at the top of the article. */
  heading: string | null
  texts: string[]
}

/** More of one passage tells nothing new about it. Characters. */
const spotCharsMax = 6_000
/** How much of an article is read to learn what it is about. Characters. */
const sampleCharsMax = 60_000
const closing =
  /^(?:conclusion|summary|wrapping up|what'?s next|next steps|final (?:thoughts|words)|looking ahead|fazit|schluss|conclusión|おわりに|まとめ)\b/i

/** Passages for so many pictures, in reading order: each of another section where there are enough, else parts of the longest. */
export function chooseSpots(article: Article, count: number): Spot[] {
  const all = article.sections.flatMap((section, sectionIndex) =>
    section.paragraphs.length > 0 ? [{ section, sectionIndex }] : [],
  )
  const telling = all.filter(({ section }) => isTelling(section))
  const filled = telling.length > 0 ? telling : all
  // The featured picture stands above the introduction already.
  const inner = filled.filter(
    ({ section, sectionIndex }) => sectionIndex > 0 || (section.heading !== null && section.level > 1),
  )
  const candidates = inner.length >= count ? inner : filled
  return candidates.length >= count ? spreadOver(candidates, count) : splitLongest(candidates, count)
}

/** Whether a section has anything to show: not only where to click, or what to type. */
const isTelling = ({ paragraphs }: Section): boolean =>
  bounded(paragraphs, spotCharsMax).some((text) => splitSentences(text).some((sentence) => !isPointer(sentence)))

interface Candidate {
  section: Section
  sectionIndex: number
}

function spreadOver(candidates: Candidate[], count: number): Spot[] {
  return Array.from({ length: count }, (_, index) => {
    const group = candidates.slice(
      Math.floor((index * candidates.length) / count),
      Math.floor(((index + 1) * candidates.length) / count),
    )
    const best = group.reduce((a, b) => (weightOf(b.section) > weightOf(a.section) ? b : a))
    return {
      sectionIndex: best.sectionIndex,
      heading: best.section.heading,
      texts: bounded(best.section.paragraphs, spotCharsMax),
    }
  })
}

const weightOf = (section: Section): number =>
  Math.min(charsOf(section), 2_000) * (closing.test(section.heading ?? '') ? 0.5 : 1)

function charsOf(section: Section): number {
  let chars = 0
  for (const paragraph of section.paragraphs) chars += paragraph.length
  return chars
}

function splitLongest(candidates: Candidate[], count: number): Spot[] {
  const shares = candidates.map((candidate) => ({ ...candidate, chars: charsOf(candidate.section), share: 1 }))
  for (let given = shares.length; given < count; given++) {
    const longest = shares.reduce((a, b) => (b.chars / b.share > a.chars / a.share ? b : a))
    longest.share++
  }
  return shares.flatMap(({ section, sectionIndex, share }) =>
    parts(section.paragraphs, share).map((texts) => ({
      sectionIndex,
      heading: section.heading,
      texts: bounded(texts, spotCharsMax),
    })),
  )
}

/** Cuts a section in reading order: by paragraphs, by sentences where those are too few, and again where even they are. */
function parts(paragraphs: string[], share: number): string[][] {
  const bySentence =
    share > paragraphs.length ? bounded(paragraphs, sampleCharsMax).flatMap(splitSentences) : paragraphs
  return Array.from({ length: share }, (_, index) => {
    const from = Math.floor((index * bySentence.length) / share)
    const to = Math.floor(((index + 1) * bySentence.length) / share)
    return bySentence.slice(from, Math.max(to, from + 1))
  })
}

/** Pieces of the whole article, evenly taken, to learn its subject from. */
export function sampleOf(article: Article): string[] {
  const filled = article.sections.filter((section) => section.paragraphs.length > 0)
  const step = Math.max(1, Math.ceil(filled.length / 100))
  const chosen = filled.filter((_, index) => index % step === 0)
  const each = Math.floor(sampleCharsMax / Math.max(1, chosen.length))
  return chosen.flatMap((section) => bounded(section.paragraphs, each))
}

/** The first texts up to so many characters; a text that does not fit is cut at a space. */
function bounded(texts: string[], charsMax: number): string[] {
  const kept: string[] = []
  let left = charsMax
  for (const text of texts) {
    if (left <= 0) break
    kept.push(text.length <= left ? text : text.slice(0, Math.max(text.lastIndexOf(' ', left), Math.floor(left / 2))))
    left -= text.length
  }
  return kept
}
