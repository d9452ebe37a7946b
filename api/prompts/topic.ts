import { cleanSentence, withoutLettering } from './phrase-cleaning.ts'
import { contentWords } from './key-phrases.ts'
import { isVerbStem } from './verbs.ts'

/** Words that name a part of an article rather than a subject. */
const furniture = new Set(
  'overview introduction conclusion summary background details other changes stable highlights misc miscellaneous notes faq step steps part section chapter method instructions update updates instead einleitung fazit überblick introducción はじめに おわりに まとめ'.split(
    ' ',
  ),
)

/** A heading or title as a phrase to put after "about"; null when it names no subject that can be pictured. */
export function topicOf(heading: string, language: string | null): string | null {
  const isQuestion = /[?？]\s*$/.test(heading)
  let topic = cleanSentence(heading)
    .text.replace(/[\s.!?:;,。！？–—-]+$/u, '')
    .replace(/^[\s.:;,–—-]+/u, '')
  if (language === 'en') topic = englishTopic(topic, isQuestion)
  topic = withoutLettering(topic)
  const content = [...contentWords(topic, language)].filter((word) => !furniture.has(word) && !/^\d+$/.test(word))
  return content.length > 0 && topic.length <= 120 ? topic : null
}

function englishTopic(topic: string, isQuestion: boolean): string {
  const plain = topic
    .replace(/^(?:announcing|presenting|releasing) (?:the )?(?:release of )?/i, 'the release of ')
    .replace(/^introducing /i, 'the new ')
    .replace(/^(?:conclusion|summary|overview|part \d+|step \d+|chapter \d+|\d+[.)])\s*[:–—-]?\s+/i, '')
    .replace(/^what(?:['’]s| is| are)(?: (?:in|inside))?\s+/i, '')
    .replace(/^how (?:do|does|did) /i, 'how ')
  if (!isQuestion || !/^(?:why|who|when|where|should|can|is|are|do|does|what|which)\b/i.test(plain))
    return asNoun(plain)
  const reason = /^why (.*)$/i.exec(plain)?.[1]
  if (reason === undefined || /^(?:is|are|was|were|do|does|did|should|can|not)\b/i.test(reason)) return ''
  return /^(?:the|this|these|those|a|an|our|we|it|they|you)\b/i.test(reason)
    ? `the reasons for ${reason}`
    : `the reasons to ${reason}`
}

/** Makes what can follow "about" of an instruction or a whole sentence: "Cut the onions" is about cutting the onions. */
function asNoun(topic: string): string {
  if (/^do not /i.test(topic)) return `not ${asNoun(topic.slice(7))}`
  const [first = '', second] = topic.split(' ', 2)
  // "Support in Cargo" and "Work from home" are nouns already; "Prepare for winter" is not.
  const isInstruction =
    second !== undefined &&
    isVerbStem(first.toLowerCase()) &&
    (!/^(?:of|in|for|on|at|to|from|with|by|is|are|and|or)$/i.test(second) || alwaysVerbs.test(first))
  if (isInstruction) return gerund(first.toLowerCase()) + topic.slice(first.length)
  return /^(?!how\b|why\b|when\b|where\b|what\b|the reasons\b).+ (?:is|are|was|were|will|can|has|have|must|should) \S/i.test(
    topic,
  )
    ? `the idea that ${topic}`
    : topic
}

const alwaysVerbs = /^(?:prepare|wait|listen|go|come|learn|choose|begin|grow|get|keep|become)$/i

function gerund(verb: string): string {
  if (/(?:ee|ye|oe)$/.test(verb)) return `${verb}ing`
  if (verb.endsWith('ie')) return `${verb.slice(0, -2)}ying`
  if (verb.endsWith('e')) return `${verb.slice(0, -1)}ing`
  // Short verbs of consonant, vowel, consonant double the last: cut, cutting. So do commit and emit.
  return /^[^aeiou]*[aeiou][^aeiouwxy]$|(?:mit|gin|fer|get)$/.test(verb)
    ? `${verb}${verb.at(-1) ?? ''}ing`
    : `${verb}ing`
}

/** Starts a phrase in upper case. */
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
