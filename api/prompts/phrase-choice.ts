import { contentWords } from './content-words.ts'
import { nounReader, type NounReader } from './nouns/noun-reader.ts'
import { asksForLettering } from './phrase-cleaning.ts'
import { isPointer } from './pointers.ts'
import { splitSentences } from './sentences.ts'

const countMax = 3
/** What a thing that another picture of the article shows still counts. */
const usedShare = 0.4
/** Things less likely to be seen than this are not shown. */
const scoreMin = 0.5

const unspaced = /[\p{Script=Han}\p{Script=Katakana}]/u

interface Tally {
  text: string
  score: number
  /** Where it is named first, for things to be listed as the text has them. */
  order: number
}

/** Chooses things for pictures to show, in the words of an article in another language than English. */
export class PhraseChoice {
  readonly #reader: NounReader | null
  readonly #title: ReadonlySet<string>
  /** The article's own texts, which help out where a passage names nothing. */
  readonly #texts: string[]
  readonly #used = new Set<string>()

  constructor(title: string, texts: string[], language: string | null) {
    this.#reader = nounReader(language, title, texts)
    this.#texts = texts
    this.#title = new Set([...contentWords(title, language)].map((word) => this.#reader?.keyOf(word) ?? word))
  }

  /** Up to three things of a passage, those of its idea first, in the order of the text; of the article where it names none. */
  choose(texts: string[], idea: string): string[] {
    const reader = this.#reader
    if (reader === null) return []
    const own = new Set(reader.read(idea).map(({ text }) => reader.keyOf(text)))
    const shareOf = (key: string): number => (own.has(key) ? 2 : 1) * (this.#used.has(key) ? usedShare : 1)
    const near = this.#best(this.#tallies(texts, reader), shareOf)
    const chosen = near.length > 0 ? near : this.#best(this.#tallies(this.#texts, reader), shareOf)
    for (const [key] of chosen) this.#used.add(key)
    return chosen.toSorted(([, a], [, b]) => a.order - b.order).map(([, { text }]) => text)
  }

  /** What some texts are about, best first. */
  rank(texts: string[]): string[] {
    return this.#reader === null
      ? []
      : this.#best(this.#tallies(texts, this.#reader), () => 1).map(([, { text }]) => text)
  }

  #tallies(texts: string[], reader: NounReader): Map<string, Tally> {
    const tallies = new Map<string, Tally>()
    const sentences = texts.flatMap(splitSentences).filter((sentence) => !isPointer(sentence))
    for (const [index, sentence] of sentences.entries()) {
      // Early sentences say what a text is about.
      const early = index < 3 ? 1.5 : 1
      for (const { text, weight } of reader.read(sentence)) {
        if (asksForLettering(text)) continue
        const key = reader.keyOf(text)
        const score = early * weight * (this.#title.has(key) ? 1.6 : 1)
        const tally = tallies.get(key)
        if (tally) tally.score += score
        else tallies.set(key, { text, score, order: tallies.size })
      }
    }
    return tallies
  }

  #best(tallies: ReadonlyMap<string, Tally>, shareOf: (key: string) => number): [string, Tally][] {
    const ranked = [...tallies]
      .filter(([, { score }]) => score >= scoreMin)
      .map(([key, tally]): [string, Tally] => [key, { ...tally, score: tally.score * shareOf(key) }])
      .sort(([, a], [, b]) => b.score - a.score || a.order - b.order)
    const chosen: [string, Tally][] = []
    for (const one of ranked) {
      if (chosen.length === countMax) break
      if (!chosen.some(([, { text }]) => isPartOf(text, one[1].text))) chosen.push(one)
    }
    return chosen
  }
}

/** "市場" goes without saying beside "魚市場", as "Halle" does beside "Markthalle". */
function isPartOf(one: string, other: string): boolean {
  const [long = '', short = ''] = [one.toLowerCase(), other.toLowerCase()].toSorted((a, b) => b.length - a.length)
  return long.endsWith(short) || (unspaced.test(short) && long.startsWith(short))
}
