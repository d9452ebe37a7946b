import { bareWord, isCode } from './phrase-cleaning.ts'
import { isVerb, isVerbStem } from './verbs.ts'
import { isMeasure, isVisibleAdjective, visibleNoun } from './visible-words.ts'

/** A noun phrase of the text that names something to be seen. */
export interface VisibleThing {
  /** With its article: "a thin wire under the granite". */
  text: string
  /** Its nouns, in their plain form. */
  nouns: string[]
}

const determiner =
  /^(?:a|an|the|his|her|its|their|our|my|your|two|three|four|five|six|seven|eight|ten|twelve|some|many|several|each|every)$/
const possessive = /^(?:his|her|its|their|our|my|your|each|every|some|many|several)$/
/** Small words that can stand after a noun phrase. */
const follower =
  /^(?:and|or|but|of|in|on|at|by|with|without|for|from|to|under|over|above|below|behind|beside|between|against|across|along|around|beneath|near|inside|outside|into|through|towards?|onto|until|before|after|while|when|where|that|which|who|whose|is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|as|than|so|because|if|not|then|there|again|away)$/
const joining =
  /^(?:of|in|on|under|beside|behind|above|over|with|against|between|near|inside|beneath|around|along|across)$/
const phraseWordsMax = 4
const ending = /[,;:.!?)”"…]$/

/** The visible things of an English sentence, in their order. Only what is surely a noun phrase, and surely visible. */
export function visibleThings(sentence: string): VisibleThing[] {
  const tokens = sentence.split(/\s+/).filter((token) => token !== '')
  const things: VisibleThing[] = []
  let at = 0
  while (at < tokens.length) {
    const first = phraseAt(tokens, at)
    if (first === null) {
      at++
      continue
    }
    const phrase = withPlace(tokens, first)
    if (!isOnlyMeasure(phrase.thing)) things.push(phrase.thing)
    at = phrase.end
  }
  return things
}

/** "The rim of the board" is seen, "the rim" is not. */
const isOnlyMeasure = ({ nouns }: VisibleThing): boolean => nouns.every(isMeasure)

interface Phrase {
  thing: VisibleThing
  /** The token after it. */
  end: number
  /** Whether a mark ends it. */
  isClosed: boolean
  isPlural: boolean
}

/** "A wire under the granite" is one thing in its place; so are "bowls with a thread of olive oil". */
function withPlace(tokens: string[], first: Phrase): Phrase {
  let phrase = first
  for (let joins = 0; joins < 2 && !phrase.isClosed; joins++) {
    const link = tokens[phrase.end] ?? ''
    // Of two places the second may belong to the sentence: "a wire under the road for a year".
    if (!(joins === 0 ? joining : /^of$/).test(link)) break
    const next = phraseAt(tokens, phrase.end + 1) ?? (link === 'of' ? nounRun(tokens, phrase.end + 1, '') : null)
    if (next === null || (link !== 'of' && isOnlyMeasure(next.thing) && tokens[next.end] !== 'of')) break
    phrase = {
      ...next,
      thing: {
        text: `${phrase.thing.text} ${link} ${next.thing.text}`,
        nouns: [...phrase.thing.nouns, ...next.thing.nouns],
      },
    }
  }
  return phrase
}

/** A phrase that starts at a token: with its article, or without one in the plural. */
function phraseAt(tokens: string[], at: number): Phrase | null {
  const lead = (tokens[at] ?? '').toLowerCase()
  if (determiner.test(lead)) return nounRun(tokens, at + 1, possessive.test(lead) ? 'the' : lead)
  const phrase = mayStart(lead, tokens[at - 1]?.toLowerCase()) ? nounRun(tokens, at, '') : null
  if (phrase === null || !phrase.isPlural) return null
  // "Rings" and "leads" are verbs too, unless they are rings of something.
  return !isVerbStem(phrase.thing.nouns.at(-1) ?? '') || tokens[phrase.end] === 'of' ? phrase : null
}

/** Whether a phrase without an article may start at a word after another. */
function mayStart(word: string, before: string | undefined): boolean {
  // "Dry wet shoes with newspaper" is an order.
  if (before === undefined) return !isVerbStem(bareWord(word))
  // "A wall that rocks" holds no rocks.
  if (/^(?:that|which|who|whose|not|then|again|away|there|to|will|would|can|could|may|might|must|should)$/.test(before))
    return false
  return /[,;:–—]$/.test(before) || follower.test(before) || isVerb(before)
}

/** The longest run of words from a token on that is sure to be a noun with what belongs to it. */
function nounRun(tokens: string[], from: number, lead: string): Phrase | null {
  for (let end = from + wordsInRow(tokens, from); end > from; end--) {
    const words = tokens.slice(from, end).map((token) => bareWord(token).toLowerCase())
    const noun = visibleNoun(words.at(-1) ?? '')
    if (noun === null || !endsPhrase(tokens, end) || !isNounPhrase(words, noun)) continue
    const text = [articleFor(lead, words[0] ?? ''), ...words].filter((word) => word !== '').join(' ')
    const modifiers = words.slice(0, -1).flatMap((word) => visibleNoun(word) ?? [])
    return {
      thing: { text, nouns: [...modifiers, noun] },
      end,
      isClosed: ending.test(tokens[end - 1] ?? ''),
      isPlural: noun !== words.at(-1) || /^(?:people|men|women)$/.test(noun),
    }
  }
  return null
}

/** How many words follow each other here without a mark or a word that is no part of a noun phrase. */
function wordsInRow(tokens: string[], from: number): number {
  let count = 0
  while (count < phraseWordsMax) {
    const token = tokens[from + count] ?? ''
    const word = bareWord(token)
    const isFirst = from + count === 0
    if (word === '' || isCode(token) || follower.test(word) || determiner.test(word)) break
    if (!/^\p{Ll}[\p{Ll}-]*$/u.test(isFirst ? word.toLowerCase() : word)) break
    count++
    if (ending.test(token)) break
  }
  return count
}

/** Whether what comes after shows that the phrase is over: a mark, a small word, or the verb. */
function endsPhrase(tokens: string[], end: number): boolean {
  if (end >= tokens.length || ending.test(tokens[end - 1] ?? '')) return true
  const next = bareWord(tokens[end] ?? '').toLowerCase()
  if (follower.test(next) || /^(?:itself|themselves|himself|herself)$/.test(next)) return true
  if (!isVerb(next) || next.endsWith('ing')) return false
  // "Lights" is a verb in "the sensor lights the lamp".
  return visibleNoun(next) === null || determiner.test((tokens[end + 1] ?? '').toLowerCase())
}

function isNounPhrase(words: string[], noun: string): boolean {
  const before = words.slice(0, -1)
  if (!before.every(isModifier)) return false
  // "The foot sinks" is a thing and what it does.
  return !(noun !== words.at(-1) && isVerbStem(noun) && visibleNoun(before.at(-1) ?? '') !== null)
}

/** Adjectives of looks, participles and things in the singular: "the low granite kerb", "a painted flower". */
const isModifier = (word: string): boolean =>
  isVisibleAdjective(word) || visibleNoun(word) === word || /^\p{Ll}{3,}(?:ed|en)$/u.test(word)

const articleFor = (lead: string, next: string): string =>
  lead === 'a' || lead === 'an' ? (/^[aeiou]/.test(next) ? 'an' : 'a') : lead
