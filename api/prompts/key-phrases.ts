import { bareWord, isCode, isNumbering } from './phrase-cleaning.ts'
import { determiners, stopwordsOf } from './stopwords.ts'

/** Nouns of time and number, which nobody can see. */
const emptyNoun =
  /^(?:jahr|tag|mal|uhr|zeit|woche|monat|stunde|minute|abend|teil|art|weise|ende|anfang|grund|frage|année|jour|fois|heure|semaine|mois|siècle|partie|fin|début|chose|año|día|vez|hora|semana|anno|giorno|volta|ano|dia|jaar|dag|keer)(?:e|en|es|s|n|ern)?$/iu
const emptyJapanese =
  /^(?:[一二三四五六七八九十百千何]+[時日月年人軒つ分個回]?|今日|昨日|明日|今年|時間|自分|場合|必要|以上|以下)$/
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

interface Tally {
  text: string
  score: number
}

/** The phrases a text in another language than English is about, best first. `emphasis`: words, in lower case, that count more, such as the title's. */
export function keyPhrases(
  sentences: string[],
  language: string | null,
  emphasis: ReadonlySet<string>,
  count: number,
): string[] {
  const tallies = new Map<string, Tally>()
  sentences.forEach((sentence, index) => {
    // Early sentences say what a text is about.
    const weight = index < 3 ? 1.5 : 1
    for (const { text, certain } of candidates(sentence, language)) {
      const key = text.toLowerCase()
      const words = key.split(' ')
      const stressed = words.some((word) => emphasis.has(word)) ? 1.6 : 1
      const score = weight * stressed * (certain ? 2 : 1) * (0.6 + 0.4 * Math.min(words.length, 3))
      const tally = tallies.get(key)
      if (tally) tally.score += score
      else tallies.set(key, { text, score })
    }
  })
  const ranked = [...tallies.values()].sort((a, b) => b.score - a.score || (a.text < b.text ? -1 : 1))
  const chosen: string[] = []
  for (const { text } of ranked) {
    if (chosen.length === count) break
    const words = new Set(text.toLowerCase().split(' ').map(singular))
    if (
      !chosen.some((other) =>
        other
          .toLowerCase()
          .split(' ')
          .some((word) => words.has(singular(word))),
      )
    )
      chosen.push(text)
  }
  return chosen
}

/** Words of a title or heading that carry its subject, in lower case. */
export function contentWords(text: string, language: string | null): Set<string> {
  const stopwords = stopwordsOf(language ?? 'en')
  const words = unspaced.test(text) ? segments(text, language) : text.split(/\s+/).map(bareWord)
  return new Set(
    words
      .filter((word) => word.length > 1 && !isNumbering(word) && !isCode(word))
      .map((word) => word.toLowerCase())
      .filter((word) => !stopwords.has(word)),
  )
}

const singular = (word: string): string => (word.length > 3 ? word.replace(/(?<!s)s$/, '') : word)

function candidates(sentence: string, language: string | null): { text: string; certain: boolean }[] {
  if (unspaced.test(sentence)) return compounds(sentence, language).map((text) => ({ text, certain: true }))
  const tokens = sentence.split(/\s+/).filter((token) => token !== '')
  if (language === 'de') return germanNouns(tokens)
  return language === null ? [] : announcedNouns(tokens, language)
}

/** German nouns are written with a capital; an adjective before one belongs to it. */
function germanNouns(tokens: string[]): { text: string; certain: boolean }[] {
  const stopwords = stopwordsOf('de')
  const found: { text: string; certain: boolean }[] = []
  tokens.forEach((token, index) => {
    const word = bareWord(token)
    const before = tokens[index - 1] ?? ''
    if (
      index === 0 ||
      /[.!?:]["“”»]?$/.test(before) ||
      !/^\p{Lu}\p{Ll}{2,}/u.test(word) ||
      stopwords.has(word.toLowerCase()) ||
      emptyNoun.test(word) ||
      isCode(token)
    )
      return
    found.push({ text: word, certain: true })
  })
  return found
}

/** Adjectives of the Romance languages and Dutch that stand between an article and its noun. */
const adjectiveBefore =
  /^(?:(?:grand|petit|long|haut|jeune|mauvais|premi|derni|nouve|vieu|vieil|beau|bel|bon|gros|autre|même|seul|gran|pequeñ|buen|mal[oa]|mejor|primer|últim|nuev|viej|otr|tant|piccol|vecchi|nuov|bell|ultim|altr|prim[oai]|grande|velh|nov|outr|groot|grote|klein|nieuw|oud|eerst|laatst|ander)\p{L}{0,4})$/iu

function announcedNouns(tokens: string[], language: string): { text: string; certain: boolean }[] {
  const stopwords = stopwordsOf(language)
  const known = determiners[language]
  const found: { text: string; certain: boolean }[] = []
  tokens.forEach((token, index) => {
    const raw = bareWord(token)
    const word = raw.replace(/^\p{L}{1,2}['’]/u, '')
    if (word.length < 4 || stopwords.has(word.toLowerCase()) || isCode(token) || isNumbering(token) || /\d/.test(word))
      return
    const before = bareWord(tokens[index - 1] ?? '').toLowerCase()
    if (adjectiveBefore.test(word) || emptyNoun.test(word)) return
    const announced = word !== raw || (known?.has(before) ?? false)
    if (announced || !known) found.push({ text: word, certain: announced })
  })
  return found
}

/** Nouns of unspaced scripts: runs of Han characters or Katakana, as the segmenter cuts them. */
function compounds(sentence: string, language: string | null): string[] {
  const found: string[] = []
  let run = ''
  for (const word of [...segments(sentence, language), '']) {
    if (/^(?:[\p{Script=Han}々]+|[\p{Script=Katakana}ー]+)$/u.test(word) && run.length + word.length <= 8) run += word
    else {
      if (Array.from(run).length >= 2 && !emptyJapanese.test(run)) found.push(run)
      run = /^(?:[\p{Script=Han}々]+|[\p{Script=Katakana}ー]+)$/u.test(word) ? word : ''
    }
  }
  return found
}

function segments(text: string, language: string | null): string[] {
  const segmenter = new Intl.Segmenter(language ?? 'ja', { granularity: 'word' })
  return [...segmenter.segment(text)].map((segment) => segment.segment)
}
