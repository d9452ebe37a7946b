import { segmentWords } from './nouns/segments.ts'
import { bareWord, isCode, isNumbering } from './phrase-cleaning.ts'
import { stopwordsOf } from './stopwords.ts'

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
/** Endings and particles. */
const onlyHiragana = /^\p{Script=Hiragana}+$/u

/** Words of a title or heading that carry its subject, in lower case. */
export function contentWords(text: string, language: string | null): Set<string> {
  const stopwords = stopwordsOf(language ?? 'en')
  const words = unspaced.test(text)
    ? segmentWords(text, language ?? 'ja').filter((word) => !onlyHiragana.test(word))
    : text.split(/\s+/).map(bareWord)
  return new Set(
    words
      .filter((word) => word.length > 1 && !isNumbering(word) && !isCode(word))
      .map((word) => word.toLowerCase())
      .filter((word) => !stopwords.has(word)),
  )
}
