import { asksForLettering, cleanSentence, hole } from './phrase-cleaning.ts'
import { isVerbStem } from './verbs.ts'
import { splitSentences } from './sentences.ts'

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
  /** Whether a word, in lower case, can be seen. */
  isVisible: (word: string) => boolean
}

const wordsMax = 26
const wordsMin = 6
/** About as much as 26 words, in scripts without spaces. */
const unspacedCharsMax = 70
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

const connective =
  /^(?:and|but|so|or|yet|however|therefore|thus|moreover|furthermore|finally|additionally|also|in addition|for example|for instance|in short|in summary|in fact|of course|as such|as always|first|second|then|now|still|beyond that|on the other hand|that said|tl;dr|in principle|in practice|in general|similarly|meanwhile|instead|overall|note that|side note|aber|und|doch|also|mais|et|donc|pero|y|しかし|そして|また)[,:]? +/i
const dangling =
  /^(?:(?:that|it|this|there|here|what|he|she)['’]s\b|(?:this|that|these|those|such|both) (?:is|was|are|were|will|would|can|could|may|might|means|has|have|had|does|did|should|makes|made|caused|includes|list|section|article|post|page)\b|(?:it|they|he|she|there|which|here|das|dies|es|sie|er|ce|cela|il|elle|ils|esto|eso)\b)/i
const subordinate =
  /^(?:while|when|since|because|if|although|though|as|after|before|unless|once|whereas|given|weil|wenn|als|nachdem|obwohl|quand|lorsque|si|cuando)\b/i
const dateStart = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,/i
const instruction =
  /^(?:see|read|check|click|note|thanks|thank|visit|follow|subscribe|if you|to find out|as mentioned|as always|you can|please|let'?s|quoting|consider the|here'?s|remember|for more)\b/i
const firstPerson = /\b(?:I|I'm|I'd|I've|we|we're|we've|we'll|our|us|my|me|you|your|you're|you'll)\b/i

const announcement = /\b(?:happy|pleased|excited|proud|thrilled) to (?:announce|introduce|share)\b/i

/** Whether a sentence tells the reader what to do or where to go rather than something. */
export const isInstruction = (sentence: string): boolean => instruction.test(sentence)

/** The ideas of a passage, best first. */
export function rankIdeas(texts: string[], context: IdeaContext): Idea[] {
  const ideas: Idea[] = []
  let order = 0
  for (const [position, text] of texts.entries()) {
    for (const [index, sentence] of splitSentences(text).entries()) {
      const idea = readIdea(sentence, context)
      if (idea)
        ideas.push({
          ...idea,
          score: idea.score + (position === 0 ? 1.2 : position === 1 ? 0.6 : 0) + (index === 0 ? 0.6 : 0),
          order: order++,
        })
    }
  }
  return ideas.sort((a, b) => b.score - a.score || a.order - b.order)
}

function readIdea(sentence: string, context: IdeaContext): { text: string; score: number } | null {
  const { text: cleaned, numberings } = cleanSentence(sentence, hole)
  // Taking the word out would break the sentence; leaving it in would put lettering into the picture.
  if (asksForLettering(cleaned)) return null
  const plain = cleaned.replace(/^[-–—•*\s,;:.]+/, '').replace(connective, '')
  const { text: filled, holes } = beforeHole(plain)
  const { text, whole } = condense(filled)
  if (text === '' || !/\p{L}{2}/u.test(text)) return null
  const gaps = Math.min(5, holes * 2.5) + Math.max(0, numberings - 1) * 0.8 + (whole ? 0 : 2)
  const ending = /[.!?。！？…]$/u.test(sentence.trim()) ? 0 : 1.5
  return { text, score: merits(text, context) - faults(plain, text) - gaps - ending }
}

/** What speaks for an idea: it is about the subject, and about things one can see. */
function merits(text: string, context: IdeaContext): number {
  const lower = text.toLowerCase()
  const words: string[] = lower.match(/[\p{L}\p{N}]+/gu) ?? []
  const has = (word: string): boolean => (unspaced.test(word) ? lower.includes(word) : words.includes(word))
  const subject = [...context.subject].filter(has).length
  const phrases = context.phrases.filter((phrase) => lower.includes(phrase)).length
  return Math.min(2, subject) + Math.min(2, phrases * 0.7) + Math.min(3, words.filter(context.isVisible).length * 0.7)
}

/** What speaks against it, each with its weight: it hangs in the air, addresses the reader or is no statement. */
function faults(plain: string, text: string): number {
  const words = text.split(/\s+/)
  const weighted: [boolean, number][] = [
    [!unspaced.test(text) && words.length < wordsMin, 2.5],
    [subordinate.test(text) && !text.includes(','), 3],
    [dateStart.test(plain), 4],
    [isVerbStem((words[0] ?? '').toLowerCase()), 1],
    [plain.endsWith(':'), 4],
    [plain.endsWith('?'), 3],
    [dangling.test(plain), 2],
    [isInstruction(plain), 3],
    [announcement.test(plain), 2],
    [firstPerson.test(plain), 1.2],
  ]
  const digits = text.match(/\d/g)?.length ?? 0
  return weighted.reduce((sum, [applies, weight]) => sum + (applies ? weight : 0), Math.min(3, digits * 0.3))
}

/** The clauses before the first hole, where they say enough; else the sentence with its holes closed. */
function beforeHole(sentence: string): { text: string; holes: number } {
  const at = sentence.indexOf(hole)
  if (at === -1) return { text: sentence, holes: 0 }
  const clause = /^(.*)[,;:–—]/su.exec(sentence.slice(0, at))?.[1] ?? ''
  if (
    clause.split(/\s+/).length >= wordsMin + 2 &&
    !subordinate.test(clause) &&
    !/^(?:to|in|on|with|for|by|at|from)\b/i.test(clause)
  )
    return { text: clause, holes: 0 }
  return {
    text: sentence
      .replaceAll(hole, '')
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/ ([,.;:!?])/g, '$1')
      .trim(),
    holes: sentence.split(hole).length - 1,
  }
}

/** Shortens a sentence to its leading clauses, whole ones where possible. */
function condense(sentence: string): { text: string; whole: boolean } {
  const plain = sentence.replace(/[\s.!?。！？…:;,、–—-]+$/u, '')
  if (unspaced.test(plain)) {
    if (Array.from(plain).length <= unspacedCharsMax) return { text: plain, whole: true }
    const cut = Array.from(plain).slice(0, unspacedCharsMax).join('')
    const clause = Math.max(cut.lastIndexOf('、'), cut.lastIndexOf('，'), cut.lastIndexOf('。'))
    return clause > 10 ? { text: cut.slice(0, clause), whole: true } : { text: cut, whole: false }
  }
  const words = plain.replace(/[,;] (?:and|or|und|oder|et|y)$/i, '').split(/\s+/)
  if (words.length > wordsMax && subordinate.test(plain)) {
    const main = plain.slice(plain.indexOf(', ') + 2)
    if (main.length < plain.length && main.split(/\s+/).length >= wordsMin) return condense(main)
  }
  if (words.length <= wordsMax) return { text: words.join(' '), whole: true }
  for (let last = wordsMax - 1; last >= wordsMin + 1; last--) {
    if (/[,;:–—]$/.test(words[last] ?? '') || /^[–—-]$/.test(words[last + 1] ?? '')) {
      return {
        text: words
          .slice(0, last + 1)
          .join(' ')
          .replace(/[,;:–—]+$/, ''),
        whole: true,
      }
    }
  }
  return {
    text: words
      .slice(0, wordsMax)
      .join(' ')
      .replace(/ (?:the|a|an|of|to|and|or|in|on|for|with|that|which|is|are|by|as|at|from)$/i, ''),
    whole: false,
  }
}
