import { isVerbStem } from './verbs.ts'
import { bareWord } from './phrase-cleaning.ts'
import { stopwordsOf } from './stopwords.ts'

/** Knows, from how an article writes its words, which are names and keep their capital inside a sentence. English only. */
export class NameSense {
  readonly #lower = new Map<string, number>()
  readonly #capital = new Map<string, number>()

  constructor(texts: string[]) {
    for (const text of texts) {
      // A capital in the middle of a sentence tells; one at its start does not.
      for (const [, word = ''] of text.matchAll(/(?<=[\p{Ll}\d,;] )(\p{L}[\p{L}’'-]*)/gu)) {
        const isLower = word.charAt(0) === word.charAt(0).toLowerCase()
        const counts = isLower ? this.#lower : this.#capital
        const key = word.toLowerCase().replace(/['’]s$/, '')
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
    }
  }

  /** A heading or sentence as it goes on inside another: capitals only where the article means them. */
  inSentence(text: string, { isHeading = false } = {}): string {
    return text
      .split(' ')
      .map((word, index) =>
        this.#losesCapital(bareWord(word), index === 0, isHeading)
          ? word.replace(/\p{Lu}/u, (letter) => letter.toLowerCase())
          : word,
      )
      .join(' ')
  }

  #losesCapital(word: string, isFirst: boolean, isHeading: boolean): boolean {
    if (!/^\p{Lu}[\p{Ll}’'-]*$/u.test(word) || /^I(?:['’]\p{L}+)?$/u.test(word)) return false
    const lower = word.toLowerCase().replace(/['’]s$/, '')
    if (stopwordsOf('en').has(lower)) return true
    const lowerCount = this.#lower.get(lower) ?? 0
    const capitalCount = this.#capital.get(lower) ?? 0
    if (lowerCount !== capitalCount) return lowerCount > capitalCount
    return (
      isFirst &&
      capitalCount === 0 &&
      (isHeading || isVerbStem(lower) || /(?:ly|ing|ed|ions?|ments?|ness|it(?:y|ies))$/.test(lower))
    )
  }
}
