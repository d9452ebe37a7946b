import { lengthOf } from '../domain/prompt-text.ts'

/** Joins the parts that fit, in order of importance; the first is cut at a word when even it is too long. */
export function fitParts(parts: string[], charsMax: number): string {
  let text = ''
  for (const part of parts) {
    if (part === '') continue
    const joined = text === '' ? part : `${text} ${part}`
    if (lengthOf(joined) <= charsMax) text = joined
    else if (text === '') return `${cutAtWord(part.replace(/\.$/, ''), charsMax - 1)}.`
  }
  return text
}

/** The longest start of a text that ends at a word; at a character in scripts without spaces. */
export function cutAtWord(text: string, charsMax: number): string {
  const characters = Array.from(text)
  if (characters.length <= charsMax) return text
  const cut = characters.slice(0, charsMax).join('')
  const atWord = /\s/.test(characters[charsMax] ?? ' ') ? cut.length : cut.search(/\s\S*$/)
  return (atWord > 0 ? cut.slice(0, atWord) : cut).replace(/[\s,;:.、–—-]+$/u, '')
}
