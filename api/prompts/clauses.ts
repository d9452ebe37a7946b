import { hasMainVerb } from './sentence-shape.ts'

/** Shorter versions of a sentence that are sentences themselves: its leading clauses. */

/** Words that start a clause of their own after "and" or "but"; anything else may be the end of a list. */
const clauseStart =
  /^(?:the|a|an|it|they|we|he|she|this|that|these|those|there|i|you|nobody|everyone|each|every|some|most|all|its|their|our|his|her|my|der|die|das|ein|eine|er|sie|es|wir|le|la|les|un|une|il|elle|ils|elles|on|nous)$/i
const conjunction = /^(?:and|but|so|yet|und|aber|doch|et|mais|y|pero)$/i
const subordinator =
  /^(?:because|although|though|while|whereas|since|which|where|who|whose|as|weil|obwohl|während|denn|car|parce|tandis)$/i

/** The sentence itself, then what is left of it when later clauses are off, longest first. Without end marks. */
export function leadingClauses(sentence: string, language: string | null): string[] {
  const plain = sentence.replace(/[\s.!?。！？…:;,、–—-]+$/u, '')
  const words = plain.split(/\s+/)
  const clauses = [plain]
  for (let at = words.length - 1; at > 3; at--) {
    if (isBoundary(words, at, language)) {
      clauses.push(
        words
          .slice(0, at)
          .join(' ')
          .replace(/[\s,;:–—-]+$/u, ''),
      )
    }
  }
  return clauses
}

/** Whether a clause ends before the word at an index. */
function isBoundary(words: string[], at: number, language: string | null): boolean {
  const before = words[at - 1] ?? ''
  const word = words[at] ?? ''
  if (/[;]$/.test(before) || /^(?:[–—]|--)$/.test(word) || /(?:[–—]|--)$/.test(before)) return true
  if (before.endsWith(':')) return true
  if (!before.endsWith(',')) return false
  if (subordinator.test(word)) return true
  if (!conjunction.test(word) || !clauseStart.test(words[at + 1] ?? '')) return false
  // "…, and the sixth of May" is the end of a list.
  return language !== 'en' || hasMainVerb(words.slice(at + 1).join(' '))
}
