import { leadingClauses } from './clauses.ts'
import { asksForLettering, cleanSentence, hole } from './phrase-cleaning.ts'
import { isPointer } from './pointers.ts'
import { isStatement, isWhole, leads } from './sentence-shape.ts'
import { splitSentences } from './sentences.ts'
import { isVerb, isVerbStem } from './verbs.ts'

/** A sentence's thought, cleaned and short enough to steer a picture. */
export interface Idea {
  text: string
  score: number
  /** Its place among the sentences it was chosen from. */
  order: number
}

export interface IdeaContext {
  language: string | null
  /** Words of the heading and title, in lower case. */
  subject: ReadonlySet<string>
  /** Phrases of the passage, in lower case. */
  phrases: string[]
  /** How many things of a sentence can be seen. */
  countVisible: (sentence: string) => number
}

const wordsMax = 34
/** A shorter clause goes before a sentence of more words than this. */
const wordsGood = 24
const wordsMin = 6
/** About as much as 34 words, in scripts without spaces. */
const unspacedCharsMax = 70
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/** Ties to the sentence before. Those that also begin clauses of another meaning, such as "Now that", are cut before a comma only. */
const connective =
  /^(?:(?:and|but|yet|aber|und|doch|mais|et|pero|y) |(?:so(?! (?:that|far|much|many|long)\b) )|(?:and|but|so|or|however|therefore|thus|moreover|furthermore|finally|additionally|also|in addition|for example|for instance|in short|in summary|in fact|of course|as such|first|second|third|then|now|still|again|otherwise|indeed|naturally|unfortunately|fortunately|thankfully|importantly|beyond that|on the other hand|that said|having said that|in principle|in practice|in general|generally|similarly|meanwhile|instead|overall|afterwards|moreover|in particular|specifically|at the same time|as a result|in other words|besides|plus|well|yes|no|too|außerdem|jedoch|allerdings|cependant|ensuite|enfin|donc|además|sin embargo),\s+|(?:しかし|そして|また)、?)/i
/** Begins with a word for something said before. */
const dangling =
  /^(?:which|who|whose|\w+ing (?:this|that|so|it)|the (?:first|second|third|next|last|other|latter) (?:is|was|are|were|one)|it|they|he|she|him|them|this|that|these|those|such|both|either|neither|one of (?:them|these|those|the)|some of (?:them|these|those)|all of (?:them|these|those)|none of (?:them|these|those)|the (?:same|other|others|former|latter|second|third|last|first one)|other|others|another|again|then|also|otherwise|instead|therefore|thus|hence|so|either way|(?:it|he|she|that|this|there|what)['’]s|they['’](?:re|ve|ll)|its|their|his|her|not only|even|only then|no wonder|here|as such|unlike|like|besides|das|dies|dieser|diese|dieses|es|sie|er|ihr|ihre|sein|seine|dabei|damit|dafür|dazu|deshalb|daher|so|dann|ce|cela|ceci|c['’]est|il|elle|ils|elles|ses|son|sa|leur|leurs|cette|cet|ces|esto|eso|esta|este|ello|ella|questo|questa|isto|isso|dit|dat|deze|ze|hij|zij)(?![\p{L}'’])/iu
/** "If it had risen" asks what had. */
const pronounLead =
  /^(?:if|when|as|while|because|since|until|once|before|after|although|though) (?:it|they|he|she|this|that|these|those|so)\b/i
const dateStart =
  /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?,? (?:\d{4} )?[-–—:]|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,|^\d{1,2}[./:]\d|^\d{4}-/i
const firstPerson = /\b(?:I|I'm|I'd|I've|we|we're|we've|we'll|our|us|my|me|you|your|you're|you'll)\b/i
const announcement =
  /\b(?:happy|pleased|excited|proud|thrilled|delighted|(?:my|our) pleasure) to (?:announce|introduce|share|present)\b/i

/** The ideas of a passage, best first. Only whole sentences; none rather than a broken one. */
export function rankIdeas(texts: string[], context: IdeaContext): Idea[] {
  const ideas: Idea[] = []
  let order = 0
  for (const [position, text] of texts.entries()) {
    for (const [index, sentence] of splitSentences(text).entries()) {
      const idea = readIdea(sentence, context)
      if (idea)
        ideas.push({
          text: idea,
          score:
            merits(idea, context) -
            faults(idea) +
            (position === 0 ? 1.2 : position === 1 ? 0.6 : 0) +
            (index === 0 ? 0.6 : 0),
          order: order++,
        })
    }
  }
  return ideas.sort((a, b) => b.score - a.score || a.order - b.order)
}

/** The sentence, or as much of it as is whole and short enough. */
function readIdea(sentence: string, context: IdeaContext): string | null {
  const raw = sentence.trim()
  if (isPointer(raw) || /[:?？]["”’)]*$/.test(raw) || dateStart.test(raw)) return null
  const plain = cleanSentence(raw)
    .replace(/^[-–—•*\s,;:.]+/, '')
    .replace(connective, '')
  // Taking the word out would break the sentence; leaving it in would put lettering into the picture.
  if (asksForLettering(plain) || !/\p{L}{2}/u.test(plain)) return null
  if (unspaced.test(plain)) return shortUnspaced(plain)
  const isSentence = /[.!…]["”’)]*$/u.test(raw)
  const whole = leadingClauses(withoutBrokenLead(plain), context.language).filter((clause) =>
    suits(clause, isSentence, context.language),
  )
  const found = whole.find((clause) => clause.split(/\s+/).length <= wordsGood) ?? whole[0]
  return found === undefined ? null : upperFirst(found)
}

/** "With the merging of #12, the project …" is whole without what leads up to it. */
function withoutBrokenLead(sentence: string): string {
  const at = sentence.indexOf(', ')
  return at !== -1 && leads(sentence) && sentence.slice(0, at).includes(hole) ? sentence.slice(at + 2) : sentence
}

function suits(clause: string, isSentence: boolean, language: string | null): boolean {
  const words = clause.split(/\s+/)
  if (clause.includes(hole) || words.length < wordsMin || words.length > wordsMax) return false
  // An item of a list is often a title or an order, or leads up to another list.
  const last = (words.at(-1) ?? '').toLowerCase()
  if (!isSentence && language === 'en' && (!isStatement(words) || isVerb(last))) return false
  if (dangling.test(clause) || pronounLead.test(clause)) return false
  return isWhole(clause, language)
}

function shortUnspaced(text: string): string | null {
  const plain = text.replace(/[\s.!?。！？…:;,、]+$/u, '')
  if (plain.includes(hole)) return null
  if (Array.from(plain).length <= unspacedCharsMax) return plain
  const cut = Array.from(plain).slice(0, unspacedCharsMax).join('')
  const clause = Math.max(cut.lastIndexOf('、'), cut.lastIndexOf('，'), cut.lastIndexOf('。'))
  return clause > 10 ? cut.slice(0, clause) : null
}

/** What speaks for an idea: it is about the subject, and about things one can see. */
function merits(text: string, context: IdeaContext): number {
  const lower = text.toLowerCase()
  const words: string[] = lower.match(/[\p{L}\p{N}]+/gu) ?? []
  const has = (word: string): boolean => (unspaced.test(word) ? lower.includes(word) : words.includes(word))
  const subject = [...context.subject].filter(has).length
  const phrases = context.phrases.filter((phrase) => lower.includes(phrase)).length
  return Math.min(2, subject) + Math.min(2, phrases * 0.7) + Math.min(3, context.countVisible(text))
}

/** What speaks against it, each with its weight: it addresses the reader, announces, or is hard to follow. */
function faults(text: string): number {
  const words = text.split(/\s+/)
  const weighted: [boolean, number][] = [
    [!unspaced.test(text) && words.length < wordsMin + 2, 1],
    [words.length > wordsGood, 0.8],
    [/\b(?:it|them|they|he|she|him)\b/i.test(words.slice(0, 7).join(' ')), 0.8],
    [/\b(?:previous|previously|aforementioned|latter|former|mentioned|so far|respectively)\b/i.test(text), 2],
    [isVerbStem((words[0] ?? '').toLowerCase()), 0.7],
    [announcement.test(text), 2],
    [/\bof (?:these|those|them)\b/i.test(text), 1.5],
    [/\bthese \w+/i.test(text), 0.8],
    [/\b(?:it|them)\b.*\b(?:it|them)\b/i.test(text), 0.8],
    [
      /\b(?:this|these|that|those) (?:pattern|approach|feature|change|behaviou?r|issue|bug|problem|process|list|way|kind|type|function|one|form)s?\b/i.test(
        text,
      ),
      1.5,
    ],
    [firstPerson.test(text), 1.5],
    [/[:;]/.test(text), 0.5],
    [/\b(?:that|which|this|these|those)$/i.test(text), 2],
  ]
  const digits = text.match(/\d/g)?.length ?? 0
  const abbreviations = text.match(/\b\p{Lu}{2,}\b/gu)?.length ?? 0
  return weighted.reduce(
    (sum, [applies, weight]) => sum + (applies ? weight : 0),
    Math.min(3, digits * 0.3) + Math.min(2, abbreviations * 0.5),
  )
}

/** Starts a text in upper case. */
export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
