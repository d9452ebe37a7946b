import { splitSentences } from './sentences.ts'
import { type VisibleThing, visibleThings } from './visible-things.ts'

const countMax = 3
/** Things of the whole article help out where a passage names none: few, and its most frequent ones. */
const helpersMax = 8
/** No more of a text is looked through for things. Sentences. */
const sentencesMax = 400

/** Chooses things for pictures to show: those of a sentence, of its passage, of the article; and not the same few again. */
export class ThingChoice {
  readonly #ofArticle: VisibleThing[]
  readonly #used = new Set<string>()

  constructor(texts: string[]) {
    this.#ofArticle = distinct(commonest(thingsOf(texts))).slice(0, helpersMax)
  }

  /** Up to three things in words; null where the article names none that can be seen. */
  choose(sentence: string, passage: string): string | null {
    const own = distinct(visibleThings(sentence))
    const near = distinct([...own, ...commonest(thingsOf([passage]))])
    const all = distinct([...near, ...this.#ofArticle])
    // One thing alone says little where there are others to go with it.
    return (
      (own.length > 1 ? this.#fresh(own, 2, countMax) : null) ??
      this.#fresh(near, 2, own.length > 1 ? countMax : 2) ??
      this.#fresh(all, 2, 2) ??
      this.#fresh(all, 1, 1)
    )
  }

  /** Some of the things that no other picture shows together. */
  #fresh(things: VisibleThing[], atLeast: number, atMost: number): string | null {
    for (let from = 0; from + atLeast <= things.length; from++) {
      const text = listed(things.slice(from, from + atMost).map((thing) => thing.text))
      if (this.#used.has(text)) continue
      this.#used.add(text)
      return text
    }
    return null
  }
}

const thingsOf = (texts: string[]): VisibleThing[] =>
  texts.flatMap(splitSentences).slice(0, sentencesMax).flatMap(visibleThings)

/** Those whose nouns come up most first; the fullest wording of each. */
function commonest(things: VisibleThing[]): VisibleThing[] {
  const counts = new Map<string, number>()
  for (const { nouns } of things) for (const noun of nouns) counts.set(noun, (counts.get(noun) ?? 0) + 1)
  const weight = ({ nouns }: VisibleThing): number => Math.max(...nouns.map((noun) => counts.get(noun) ?? 0))
  return things.toSorted((a, b) => weight(b) - weight(a) || b.text.length - a.text.length).slice(0, 40)
}

/** Each thing once, by its nouns. */
function distinct(things: VisibleThing[]): VisibleThing[] {
  const seen = new Set<string>()
  return things.filter(({ nouns }) => {
    if (nouns.some((noun) => seen.has(noun))) return false
    for (const noun of nouns) seen.add(noun)
    return true
  })
}

const listed = (texts: string[]): string =>
  texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`
