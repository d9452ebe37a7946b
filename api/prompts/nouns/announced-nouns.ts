import { bareWord, isCode, isNumbering } from '../phrase-cleaning.ts'
import { determiners, stopwordsOf } from '../stopwords.ts'
import { isEmptyNoun, visibility } from './empty-nouns.ts'
import type { Noun, NounReader } from './noun-reader.ts'
import { plainKey } from './plain-key.ts'

/** Adjectives of the Romance languages and Dutch that stand between an article and its noun. */
const adjectiveBefore =
  /^(?:(?:grand|petit|long|haut|jeune|mauvais|premi|derni|nouve|vieu|vieil|beau|bel|bon|gros|autre|même|seul|gran|pequeñ|buen|mal[oa]|mejor|primer|últim|nuev|viej|otr|tant|piccol|vecchi|nuov|bell|ultim|altr|prim[oai]|primeir|propi|propri|própri|mism|mesm|stess|grande|velh|nov|outr|groot|grote|klein|nieuw|oud|eerst|laatst|ander)\p{L}{0,4})$/iu
/** "Los conocían", "le voyait": a pronoun looks like an article, and what follows is a verb. */
const verbEndings: Partial<Record<string, RegExp>> = {
  fr: /(?:aient|èrent|(?<!^(?:l|tr|portr|extr|souh))ait|voir)$/iu,
  es: /(?:aban|ían|aron|ieron|arlos?|arlas?|erlos?|erlas?|irlos?|irlas?|ó)$/iu,
  it: /(?:avano|evano|ivano|arono|erono|irono)$/iu,
  pt: /(?:avam|aram|eram|iram|ou)$/iu,
}
/** What a noun without an article often follows; so does a verb. */
const leadIns: Partial<Record<string, RegExp>> = {
  fr: /^(?:de|en|avec)$/i,
  es: /^(?:de|con|en)$/i,
  it: /^(?:di|con|in)$/i,
  pt: /^(?:de|com|em)$/i,
}
/** "A caminhar", "de voir" is what someone does. */
const infinitive = /(?:[aei]r|[aei]rl[aeo]s?|oir|re)$/iu

/** Nouns that an article or the like announces. */
export class AnnouncedNouns implements NounReader {
  readonly #language: string
  readonly #stopwords: ReadonlySet<string>
  readonly #determiners: ReadonlySet<string>

  constructor(language: string) {
    this.#language = language
    this.#stopwords = stopwordsOf(language)
    this.#determiners = determiners[language] ?? new Set()
  }

  read(sentence: string): Noun[] {
    const tokens = sentence.split(/\s+/).filter((token) => token !== '')
    return tokens.flatMap((token, index) => {
      const raw = bareWord(token)
      const word = raw.replace(/^\p{L}{1,4}['’]/u, '')
      const before = tokens[index - 1] ?? ''
      const share = word !== raw || this.#isAnnouncer(before) ? 1 : this.#isLedIn(before, word) ? 0.5 : 0
      return share > 0 && this.#isThing(word, token, before)
        ? [{ text: word, weight: share * visibility(word, this.#language) }]
        : []
    })
  }

  keyOf(word: string): string {
    return plainKey(word)
  }

  #isAnnouncer(token: string): boolean {
    // "..., la" ends a clause: what follows is not its noun.
    return !/[.,;:!?]$/.test(token) && this.#determiners.has(bareWord(token).toLowerCase())
  }

  #isLedIn(before: string, word: string): boolean {
    return (leadIns[this.#language]?.test(before) ?? false) && /^\p{Ll}{4,}$/u.test(word) && !infinitive.test(word)
  }

  #isThing(word: string, token: string, before: string): boolean {
    const lower = word.toLowerCase()
    if (word.length < 3 || /\d/.test(word) || isCode(token) || isNumbering(token)) return false
    if (this.#stopwords.has(lower) || adjectiveBefore.test(word)) return false
    if (isEmptyNoun([lower, plainKey(word), lower.replace(/(?:es|en|er|n)$/, '')], this.#language)) return false
    return !this.#isVerb(lower, bareWord(before).toLowerCase())
  }

  #isVerb(lower: string, before: string): boolean {
    if (this.#language === 'pt' && before === 'a' && infinitive.test(lower)) return !/(?:lher|mar)$/.test(lower)
    return (
      /^(?:le|la|les|los|las|lo|li|gli|os|as|o|a)$/.test(before) && (verbEndings[this.#language]?.test(lower) ?? false)
    )
  }
}
