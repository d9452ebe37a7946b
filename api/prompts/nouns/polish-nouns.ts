import { bareWord, isCode, isNumbering } from '../phrase-cleaning.ts'
import { splitSentences } from '../sentences.ts'
import { stopwordsOf } from '../stopwords.ts'
import { isEmptyNoun, visibility } from './empty-nouns.ts'
import type { Noun, NounReader } from './noun-reader.ts'

/** Endings of verbs, participles, adjectives and adverbs. */
const otherWord =
  /(?:ć|ł|ła|ło|li|ły|łem|łam|uje|ują|emy|imy|ymy|amy|ają|eją|ąc|ący|ąca|ące|ony|ona|one|any|ane|ego|emu|ych|ich|ymi|imi|owy|owa|owe|ski|ska|skie|czny|czna|czne|iej|szy|sze|nie|wno|no|dzo|się|ą|ę)$/iu
const adjective =
  /^(?:star|mał|duż|now|młod|wielk|biał|czarn|czerwon|zielon|ciepł|zimn|dług|krótk|pierwsz|ostatni|dobr|cich|jasn|ciemn|każd|wszyst)\p{L}{1,3}$|(?:ny|na|ne|owy|owa|owe|ski|ska|skie)$/iu

/** Polish nouns. Cases change them, and nothing but its place tells a noun from a verb: only what a sentence or clause is about, at its beginning, is in a form that can stand alone. */
export class PolishNouns implements NounReader {
  readonly #stopwords = stopwordsOf('pl')
  readonly #plain = new Map<string, string>()

  constructor(title: string, texts: string[]) {
    for (const sentence of [...texts.flatMap(splitSentences), title]) {
      for (const word of this.#subjects(sentence)) this.#plain.set(this.keyOf(word), word)
    }
  }

  read(sentence: string): Noun[] {
    return sentence.split(/\s+/).flatMap((token) => {
      const plain = this.#plain.get(this.keyOf(bareWord(token)))
      return plain === undefined ? [] : [{ text: plain, weight: visibility(plain, 'pl') }]
    })
  }

  keyOf(word: string): string {
    return word.toLowerCase().slice(0, Math.max(4, word.length - 3))
  }

  /** The first word of the sentence and of a clause after ", a", or the second after an adjective. */
  #subjects(sentence: string): string[] {
    return sentence.split(/, (?:a|i|ale|gdy|kiedy) /).flatMap((clause) => {
      const tokens = clause.split(/\s+/)
      const token = tokens[adjective.test(bareWord(tokens[0] ?? '')) ? 1 : 0] ?? ''
      const lower = bareWord(token).toLowerCase()
      if (lower.length < 3 || this.#stopwords.has(lower) || otherWord.test(lower)) return []
      if (/\d/.test(lower) || isCode(token) || isNumbering(token) || isEmptyNoun([lower], 'pl')) return []
      return [lower]
    })
  }
}
