import { isVerbStem, isVerb } from './verbs.ts'

/** Whether a sentence is whole, as far as its words can tell, so that it can stand alone in a prompt. */

const auxiliary =
  /^(?:am|is|are|was|were|be|been|has|have|had|do|does|did|can|could|will|would|shall|should|may|might|must|cannot|ain['’]t|\p{L}+n['’]t|\p{L}+['’](?:re|ve|ll|d|m))$/iu
const pronounIs = /^(?:it|he|she|that|there|here|what|who|where|this|everything|nothing|nobody|everybody)['’]s$/i
const danglingEnd =
  /(?:^| )(?:the|a|an|of|to|and|or|nor|but|in|on|for|with|without|that|which|who|whose|is|are|was|were|by|as|at|from|into|through|than|because|if|when|while|where|since|until|between|such|like|its|their|our|your|my|very|more|most|no|not|every|both|either|per|via|be|has|have|can|could|will|would|should|may|might|must|und|oder|aber|der|die|das|den|dem|ein|eine|einen|einem|mit|von|zu|im|am|et|ou|mais|le|la|les|un|une|des|du|de|à|au|aux|avec|pour|dans|sur|que|qui)$/i
const lostSubject =
  /^(?:uses|makes|takes|needs|gives|adds|comes|works|serves|contains|includes|provides|allows|supports|requires|shows|describes|passed|came|went|has|have|had|is|are|was|were|will|would|can|could|does|did|of|than|nor)\b/i
const subordinate =
  /^(?:while|when|whenever|since|because|if|although|though|as|after|before|unless|once|whereas|given|now that|even if|even though|so that|until|weil|wenn|als|nachdem|obwohl|während|quand|lorsque|si|comme|cuando|aunque)\b/i
const leadingPreposition =
  /^(?:in addition to|in|on|at|with|without|for|from|by|under|over|after|before|during|through|despite|unlike|like|among|between|to|starting|instead of|because of|thanks to)\b/i

/** Whether the words say something of something. English; of other languages only the outside is judged. */
export function isWhole(sentence: string, language: string | null): boolean {
  if (danglingEnd.test(sentence) || hasDoubledWord(sentence) || !isBalanced(sentence)) return false
  if (/^[\s,;:.)\]]|[,;:]\s*[,;:]|\s[,;:](?:\s|$)|[([]\s*[)\]]/.test(sentence)) return false
  if (subordinate.test(sentence) && !sentence.includes(',')) return false
  if (language !== null && language !== 'en') return true
  return !lostSubject.test(sentence) && hasMainVerb(sentence)
}

/** Whether words without an end mark say something after all: the title of a list's item does not. */
export const isStatement = (words: string[]): boolean =>
  words.slice(1).some((word) => auxiliary.test(word)) || /^(?:we|they|you|I|there)$/i.test(words[0] ?? '')

/** Whether a main clause is left with a verb when the phrases that only lead up to it are off. */
export function hasMainVerb(sentence: string): boolean {
  const words = wordsOf(mainClause(sentence))
  // "That", "which" and the like take the verb after them for a clause of their own.
  let owed = 0
  let lastVerb = -2
  for (const [index, word] of words.entries()) {
    const before = words[index - 1] ?? ''
    if (index > 0 && relative.test(word) && !sayingVerb.test(before)) owed++
    else if (isFinite(word, before, index) && !isEarlyNoun(words, index)) {
      // Right after a verb comes the rest of it, or what only looks like one: "can post updates".
      const isRest = lastVerb === index - 1
      lastVerb = index
      if (isRest) continue
      if (owed === 0) return true
      owed--
    }
  }
  return false
}

const relative = /^(?:that|which|who|whom|where|when|if|because|while|although|since|unless|until)$/i
const sayingVerb =
  /^(?:say|says|said|mean|means|meant|show|shows|showed|think|thinks|thought|believe|believes|know|knows|knew|so|hope|find|found|ensure|recommend|suggests?|is|was)$/i

const adjective =
  /(?:est|ous|ful|ive|al|ic|able|ible|less|ary|ish)$|^(?:new|old|good|bad|many|few|several|some|all|these|those|other|more|most|own|small|large|big|high|low|long|short|first|last|next|main|key|open|major|minor|early|late|free|full|different|recent|current|various|\d.*)$/i

function isFinite(word: string, before: string, index: number): boolean {
  const lower = word.toLowerCase()
  if (auxiliary.test(lower) || pronounIs.test(lower)) return lower !== 'be' && lower !== 'been'
  if (/^(?:to|the|a|an|of|in|with|for|by|my|our|your|his|her|its|their)$/i.test(before)) return false
  // "The latest plants" are things.
  if (lower.endsWith('ing') || (lower.endsWith('s') && adjective.test(before))) return false
  if (index === 0) return isVerbStem(lower)
  return isVerb(lower) || /(?:[^aeiou]|[aeiou][a-z])ed$/.test(lower)
}

/** "A short walk through the city" has no verb, "a man cut the rope" has. */
function isEarlyNoun(words: string[], index: number): boolean {
  if (index > 2 || !/^(?:a|an|this|that|each|every|one|another|no)$/i.test(words[0] ?? '')) return false
  if (!isVerbStem((words[index] ?? '').toLowerCase())) return false
  return !/^(?:a|an|the|his|her|its|their|my|our|your|it|them|him|us|me|this|that|these|those|every|all|both|two|three|\d.*)$/i.test(
    words[index + 1] ?? '',
  )
}

function mainClause(sentence: string): string {
  const at = sentence.indexOf(', ')
  return at === -1 || !leads(sentence) ? sentence : sentence.slice(at + 2)
}

/** Whether a sentence begins with words that only lead up to its main clause. */
export const leads = (sentence: string): boolean => subordinate.test(sentence) || leadingPreposition.test(sentence)

/** "The the" and "that that" are what a removed word leaves. */
function hasDoubledWord(sentence: string): boolean {
  const words = wordsOf(sentence.toLowerCase())
  return words.some((word, index) => index > 0 && /^\p{Ll}/u.test(word) && word === words[index - 1])
}

function isBalanced(sentence: string): boolean {
  const count = (character: string): number => sentence.split(character).length - 1
  return count('(') === count(')') && count('[') === count(']') && count('"') % 2 === 0 && count('“') === count('”')
}

const wordsOf = (sentence: string): string[] => sentence.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}’'.-]*/gu) ?? []
