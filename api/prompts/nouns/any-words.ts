import { bareWord, isCode, isNumbering } from '../phrase-cleaning.ts'
import { stopwordsOf } from '../stopwords.ts'
import type { Noun, NounReader } from './noun-reader.ts'
import { plainKey } from './plain-key.ts'

/** Words of a language whose nouns nothing tells apart. */
export class AnyWords implements NounReader {
  readonly #stopwords: ReadonlySet<string>

  constructor(language: string) {
    this.#stopwords = stopwordsOf(language)
  }

  read(sentence: string): Noun[] {
    return sentence.split(/\s+/).flatMap((token) => {
      const word = bareWord(token)
      const isPlain = !this.#stopwords.has(word.toLowerCase()) && !isCode(token) && !isNumbering(token)
      return isPlain && word.length > 3 && !/\d/.test(word) ? [{ text: word, weight: 0.5 }] : []
    })
  }

  keyOf(word: string): string {
    return plainKey(word)
  }
}
