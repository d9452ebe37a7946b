/** Takes out of a text what cannot be in a picture: addresses, handles, version and issue numbers, code. */

const emoji = /\p{Extended_Pictographic}\uFE0F?/gu

/** Tokens that can go without harm to the sentence around them. */
const version = /^\(?v?\d+(?:\.\d+)+(?:\.x)?[a-z]?\d*\)?$/i
const handle = /^[@#][\w-]+$/

/** Longer than any word of a spaced script, in characters. */
const wordCharsMax = 60

/** What remains of a word after the punctuation around it is off. */
export const bareWord = (word: string): string =>
  word.replace(/^[\s"'“”„«»‘’()[\]{},;:!?…—–-]+/u, '').replace(/[\s"'“”„«»‘’()[\]{},;:!?…。、—–.-]+$/u, '')

/** Whether a token is code rather than a word: `std::sync`, `--offline`, `lua_pcall`, `x86_64`, `lib.rs`, `Vec<T>`. */
export function isCode(token: string): boolean {
  if (token.length > wordCharsMax) return !/[^\p{Script=Latin}\P{L}]/u.test(token)
  const word = bareWord(token)
  if (/^-{1,2}[a-z]/i.test(token) || /[_<>={}\\|`^$*~]|::|\(\)|#\[|[a-z]\.[a-z]{1,4}$|[a-z]\/[a-z/]/i.test(token))
    return !/^(?:and|or|his|her|he|she|either|his|km|m)\//i.test(word)
  return (
    /^[a-z]+[A-Z]/.test(word) ||
    (/\p{L}/u.test(word) &&
      /\d/.test(word) &&
      !/^\d+(?:st|nd|rd|th|s|km|m|cm|mm|kg|g|l|ml|%|°c|am|pm|h)$/i.test(word)) ||
    /\w!$/.test(word)
  )
}

/** Whether a token is a version number, an issue number or a handle. */
export const isNumbering = (token: string): boolean => {
  const word = token.replace(/[,;:.!?]+$/, '')
  return version.test(word) || handle.test(word)
}

const isAddress = (token: string): boolean =>
  /^[("'<]*(?:https?:\/\/|www\.)/i.test(token) || (token.length <= wordCharsMax && /.@.+\./.test(token))

/** Stands in a cleaned sentence where code was. */
export const hole = '\uFFFC'

const needsNext = /^(?:and|or|through|to|until)$/i
const needsFollower = /^(?:in|to|through|with|since|from|until|before|after|and|or|by|for|of|than|is|the|a)$/i

/** A sentence without what cannot be drawn. Numbering goes without a trace; code, and numbering the grammar needs, leaves a hole. */
export function cleanSentence(sentence: string, mark = ''): { text: string; numberings: number } {
  const plain = sentence.replaceAll(emoji, '').replaceAll(/\([^()]*\)/g, '')
  let numberings = 0
  const kept: string[] = []
  const tokens = plain.split(/\s+/).filter((token) => token !== '')
  for (const [index, token] of tokens.entries()) {
    const isNumber = isNumbering(token) || isAddress(token)
    if (!isNumber && !isCode(token)) {
      kept.push(token)
      continue
    }
    if (isNumber) numberings++
    const leavesHole = mark !== '' && (!isNumber || isNeeded(token, kept.at(-1) ?? '', tokens[index + 1] ?? ''))
    leave(kept, endingOf(token), leavesHole ? mark : '')
  }
  return { text: joined(kept), numberings }
}

const endingOf = (token: string): string => /[,;:.!?]$/.exec(token)?.[0] ?? ''

/** Whether the grammar around a number asks for something in its place. */
const isNeeded = (token: string, before: string, after: string): boolean =>
  needsFollower.test(before) || (endingOf(token) === '' && needsNext.test(after))

/** Leaves a hole for a token, or only the mark that it ended with, which goes to the word before. */
function leave(kept: string[], ending: string, mark: string): void {
  const last = kept.at(-1) ?? ''
  if (mark !== '') kept.push(mark + ending)
  else if (last !== '' && endingOf(last) === '') kept[kept.length - 1] = last + ending
}

const joined = (tokens: string[]): string =>
  tokens
    .join(' ')
    .replaceAll(/["“”„«»`]/g, '')
    .replaceAll(/ ([,.;:!?])/g, '$1')
    .replaceAll(/([,;:])(?=[,.;:!?])/g, '')
    .trim()

/** Words that would make a picture show lettering. */
const lettering =
  /\b(?:texts?|logos?|captions?|lettering|watermarks?|typograph\w*|fonts?|headlines?|slogans?|billboards?|screenshots?)\b/i

/** Whether a phrase asks for lettering, which pictures must not have. */
export const asksForLettering = (text: string): boolean => lettering.test(text)

/** The phrase without such words. */
export const withoutLettering = (text: string): string =>
  text
    .replaceAll(new RegExp(lettering.source, 'gi'), '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([,.;:!?])/g, '$1')
    .trim()
