import { cutAtWord } from './fit-text.ts'
import { contentWords } from './content-words.ts'
import { cleanHeading, hole, withoutLettering } from './phrase-cleaning.ts'
import { upperFirst } from './telling-sentence.ts'

/** Words that name a part of an article rather than a subject. */
const furniture = new Set(
  'overview introduction conclusion summary background details other changes stable highlights misc miscellaneous notes faq step steps part section chapter method directions ingredients preparation instructions update updates instead einleitung fazit überblick zutaten zubereitung anleitung ingrédients préparation étapes ingredientes preparación ingredienti preparazione introducción はじめに おわりに まとめ'.split(
    ' ',
  ),
)
const charsMax = 120
/** "Step 3: Glue" is about glue; "Part 1 of the tower" is not about "of the tower". */
const numberedStart =
  /^(?:(?:part|step|chapter|conclusion|summary|overview|teil|schritt|kapitel|partie|étape|chapitre)(?: [\divx]+)?\s*[:–—-]|\d+[.):]?)\s+(?!(?:of|to|in|for|years?|days?|ways?|reasons?|things?)\b)/i
/** Headings over what comes after the subject. */
const closing =
  /^(?:wrapping up|in closing|what(?:'|’)s next|next steps|final (?:thoughts|words)|looking ahead|get(?:ting)? involved|how (?:to|can i|you can) help|please\b|questions\b|q ?& ?a\b|tl;dr|ausblick|zum schluss|pour finir)/i
const announcing = /^(?:announcing|introducing|presenting|releasing)[: ]\s*/i

/** A heading or title to name a picture's subject with; null when it names none. It stands after a colon, so that any form of it does. */
export function topicOf(heading: string, language: string | null): string | null {
  const hasVersion = /\d\.\d/.test(heading)
  const plain = cleanHeading(heading)
    .replace(/^[\s.:;,–—-]+/u, '')
    .replace(/[\s.!:;,。！–—-]+$/u, '')
  if (plain.includes(hole) || closing.test(plain)) return null
  const topic = withoutLettering(language === 'en' ? englishTopic(plain, hasVersion) : plain)
  const content = [...contentWords(topic, language)].filter((word) => !furniture.has(word) && !/^\d+$/.test(word))
  return content.length > 0 && topic.length <= charsMax ? upperFirst(topic) : null
}

/** The subject that an article's title names; of a title with code in it, what can be read. */
export function titleTopic(title: string, language: string | null): string {
  const whole = [title, ...title.split(/[:–—]\s/)]
    .map((part) => topicOf(part, language))
    .find((topic) => topic !== null)
  if (whole !== undefined && whole !== null) return whole
  const words = cleanHeading(title).replaceAll(hole, '').replaceAll(/\s+/g, ' ').trim()
  return cutAtWord(words === '' ? title : words, charsMax)
}

function englishTopic(heading: string, hasVersion: boolean): string {
  const topic = heading.replace(numberedStart, '')
  if (!announcing.test(topic)) return topic
  const named = topic.replace(announcing, '').replace(/^the release of /i, '')
  return hasVersion ? `The release of ${named}` : named
}
