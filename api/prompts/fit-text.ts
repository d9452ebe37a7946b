import { lengthOf } from '../domain/prompt-text.ts'

/** Words that a cut must not leave at an end: they wait for another. */
const danglingEnd =
  /[\s,;:]+(?:the|a|an|of|to|and|or|in|on|for|with|without|that|which|who|is|are|was|by|as|at|from|into|through|over|under|behind|beside|between|its|their|his|her|my|our|one|each|every|some|very|so|mit|von|und|der|die|das|ein|eine|et|de|du|des|la|le|les|un|une)$/i

/** Joins the sentences that fit, in order of importance; the first is cut at a word when even it is too long. */
export function fitParts(
  parts: string[],
  charsMax: number,
  { gap, stop }: { gap: string; stop: string } = { gap: ' ', stop: '.' },
): string {
  let text = ''
  for (const part of parts) {
    if (part === '') continue
    const joined = text === '' ? part : `${text}${gap}${part}`
    if (lengthOf(joined) <= charsMax) text = joined
    else if (text === '') text = `${cutAtWord(part.replace(/[.。]$/, ''), charsMax - 1)}${stop}`
  }
  return text
}

/** The longest start of a text that ends at a word that can end it; at a character in scripts without spaces. */
export function cutAtWord(text: string, charsMax: number): string {
  const characters = Array.from(text)
  if (characters.length <= charsMax) return text
  const cut = characters.slice(0, charsMax).join('')
  const atWord = /\s/.test(characters[charsMax] ?? ' ') ? cut.length : cut.search(/\s\S*$/)
  let kept = withoutEndMarks(atWord > 0 ? cut.slice(0, atWord) : cut)
  while (danglingEnd.test(kept)) kept = withoutEndMarks(kept.replace(danglingEnd, ''))
  return kept
}

const withoutEndMarks = (text: string): string => text.replace(/[\s,;:.、–—-]+$/u, '')
