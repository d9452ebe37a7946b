import { bareWord, isCode } from '../phrase-cleaning.ts'
import { splitSentences } from '../sentences.ts'
import { stopwordsOf } from '../stopwords.ts'
import { isEmptyNoun, visibility } from './empty-nouns.ts'
import type { Noun, NounReader } from './noun-reader.ts'

/** Words after which a plural in "n" is likely a dative. */
const beforeDative =
  /^(?:den|mit|von|aus|bei|nach|zu|seit|zwischen|unter|über|vor|hinter|neben|auf|in|an|ihren|seinen|unseren|meinen|deinen|diesen|allen|vielen|beiden)$/u
const beforeGenitive = /^(?:des|eines|ihres|seines|unseres|meines|dieses|jedes)$/
/** Nouns that end in "n" by themselves, and plurals that do in every case. */
const plainInN =
  /(?:chen|lein|garten|ofen|boden|wagen|laden|hafen|regen|brunnen|kuchen|rasen|schatten|faden|graben|bogen|besen|rücken|daumen|haufen|knochen|balken|kasten|kissen|becken|rahmen|spaten|schinken|braten|tropfen|streifen|westen|osten|norden|süden|ien|innen|ungen|heiten|keiten|eien|tionen|kohlen|[^elr]n)$/iu
/** No datives, though they look like it. */
const plainInErn = /^(?:.*eltern|ostern|bayern|.*stern|.*kern)$/iu

interface Form {
  text: string
  /** How often it stands where it has no ending for its case, and where it may have one. */
  plain: number
  bent: number
  /** What it is without the ending, where that is sure. */
  stripped: string | null
}

/** German nouns, which are written with a capital, in the plainest form that the article has of each. */
export class GermanNouns implements NounReader {
  readonly #stopwords = stopwordsOf('de')
  readonly #titleForms = new Map<string, string>()
  readonly #forms = new Map<string, Map<string, Form>>()

  constructor(title: string, texts: string[]) {
    for (const { word, before } of this.#capitals(title))
      if (!isBent(word, before)) this.#titleForms.set(this.keyOf(word), word)
    for (const sentence of texts.flatMap(splitSentences)) {
      for (const { word, before, isSure } of this.#capitals(sentence)) if (isSure) this.#note(word, before)
    }
  }

  read(sentence: string): Noun[] {
    return this.#capitals(sentence).flatMap(({ word, isSure }) => {
      const forms = this.#forms.get(this.keyOf(word))
      // Any word has a capital where a sentence starts: it is a noun if it has one elsewhere too.
      if (!isSure && !forms) return []
      if (isEmptyNoun(emptyForms(word), 'de')) return []
      return [this.#plainest(word, forms)]
    })
  }

  /** Without what shows case and number: "Hände", "Händen" and "Hand" are one word. */
  keyOf(word: string): string {
    const bare = word
      .toLowerCase()
      .replaceAll('ä', 'a')
      .replaceAll('ö', 'o')
      .replaceAll('ü', 'u')
      .replace(/isse[ns]?$/, 'is')
    return bare.replace(/(?<=\p{L}{3})(?:ern|er(?=n$)|en|es|e|n|s)$/u, (ending) => (ending === 'ern' ? 'er' : ''))
  }

  #capitals(sentence: string): { word: string; before: string[]; isSure: boolean }[] {
    const tokens = sentence.split(/\s+/).filter((token) => token !== '')
    return tokens.flatMap((token, index) => {
      const word = bareWord(token)
      if (!/^\p{Lu}\p{Ll}{2,}/u.test(word) || this.#stopwords.has(word.toLowerCase()) || isCode(token)) return []
      const last = tokens[index - 1] ?? ''
      const isFirst = index === 0 || /[.!?:]["“”»]?$/.test(last) || /^["„«»‚]/.test(token)
      return [
        {
          word,
          before: tokens.slice(Math.max(0, index - 2), index).map((it) => bareWord(it).toLowerCase()),
          isSure: !isFirst,
        },
      ]
    })
  }

  #note(word: string, before: string[]): void {
    const key = this.keyOf(word)
    const forms = this.#forms.get(key) ?? new Map<string, Form>()
    this.#forms.set(key, forms)
    const form = forms.get(word) ?? { text: word, plain: 0, bent: 0, stripped: null }
    forms.set(word, form)
    if (isBent(word, before)) {
      form.bent++
      form.stripped ??= withoutEnding(word)
    } else form.plain++
  }

  #plainest(word: string, forms: ReadonlyMap<string, Form> | undefined): Noun {
    const inTitle = this.#titleForms.get(this.keyOf(word))
    if (inTitle !== undefined) return { text: inTitle, weight: visibility(inTitle, 'de') }
    const all = [...(forms?.values() ?? [])]
    const plain = all
      .filter((form) => form.plain > 0)
      .toSorted((a, b) => b.plain - a.plain || a.text.length - b.text.length)[0]
    const text = plain?.text ?? all.find((form) => form.stripped !== null)?.stripped ?? word
    const isPlain = plain !== undefined || text !== word || all.length === 0
    return { text, weight: visibility(text, 'de') * (isPlain ? 1 : 0.3) }
  }
}

function isBent(word: string, before: string[]): boolean {
  if (word.endsWith('s')) return follows(before, beforeGenitive)
  return word.endsWith('n') && !plainInN.test(word) && !plainInErn.test(word) && follows(before, beforeDative)
}

/** Whether such a word stands before a noun, or before the adjective that does. */
const follows = ([first = '', second]: string[], wanted: RegExp): boolean =>
  second === undefined
    ? wanted.test(first)
    : wanted.test(second) || (/\p{Ll}{3,}en$/u.test(second) && wanted.test(first))

/** Only where a word is left for sure: "Gabelstaplern" after "den", "Leuchtturms" after "des". */
const withoutEnding = (word: string): string | null =>
  /e[lr]n$|[^es]s$/.test(word) && word.length > 5 ? word.slice(0, -1) : null

/** A word in lower case with what may be its endings off, one by one. */
function emptyForms(word: string): string[] {
  const lower = word.toLowerCase()
  return [
    lower,
    ...['e', 'en', 'es', 's', 'n', 'ern', 'er']
      .filter((ending) => lower.endsWith(ending))
      .map((ending) => lower.slice(0, -ending.length)),
  ]
}
