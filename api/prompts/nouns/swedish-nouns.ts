import { bareWord, isCode, isNumbering } from '../phrase-cleaning.ts'
import { stopwordsOf } from '../stopwords.ts'
import { isEmptyNoun, visibility } from './empty-nouns.ts'
import type { Noun, NounReader } from './noun-reader.ts'

const announcer = /^(?:en|ett|min|mitt|sin|sitt|vår|vårt|varje)$/i
const adjective =
  /^(?:stor|liten|litet|lite|gammal|gammalt|ny|nytt|lång|långt|annan|annat|enda|hel|helt|god|gott|varm|varmt|kall|kallt|\p{L}+(?:igt?|iskt?|ande|ende|ad))$/iu
/** The article stands at the end: "torget", "båtarna". */
const definite = /(?:arna|orna|erna|en|et)$/i
const notNoun =
  /^(?:sedan|även|redan|mycket|något|inget|annat|eget|ingen|utan|innan|medan|bara|hela|stället|vilken|vilket|egen|ibland|gången|sidan|samtidigt|litet)$/i
/** The definite forms, the plural's in "n" and the singular's alike, without them. */
const endings = /(?:arna|orna|erna|ar|or|er|en|et|n|t|a)$/

/** Swedish nouns: after "en" and "ett", and those that carry their article. */
export class SwedishNouns implements NounReader {
  readonly #stopwords = stopwordsOf('sv')

  read(sentence: string): Noun[] {
    const tokens = sentence.split(/\s+/).filter((token) => token !== '')
    return tokens.flatMap((token, index) => {
      const word = bareWord(token)
      const lower = word.toLowerCase()
      if (word.length < 3 || this.#stopwords.has(lower) || notNoun.test(lower) || adjective.test(word)) return []
      if (/\d/.test(word) || isCode(token) || isNumbering(token)) return []
      const isAnnounced = announcer.test(bareWord(tokens[index - 1] ?? ''))
      if (!isAnnounced && !(word.length > 4 && definite.test(word))) return []
      if (isEmptyNoun([lower, lower.replace(endings, ''), lower.replace(/n$/, '')], 'sv')) return []
      return [{ text: index === 0 ? lower : word, weight: visibility(word, 'sv') * (isAnnounced ? 1 : 0.8) }]
    })
  }

  keyOf(word: string): string {
    const lower = word.toLowerCase()
    return lower.length > 4 ? lower.replace(endings, '') : lower
  }
}
