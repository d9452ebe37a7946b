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

/** Names that only look like code: `Docs.rs`, `crates.io`, `UTF-16`, `C++14`. */
const namedLikeCode =
  /^(?:\p{Lu}[\p{L}-]{1,20}\.(?:rs|js|io|com|org|net|dev|ai)|[a-z-]{3,20}\.(?:io|com|org|net|dev)|\p{Lu}{2,6}-?\d{1,4}|\p{Lu}\+\+\d*)$/u

/** Whether a token is code rather than a word: `std::sync`, `--offline`, `lua_pcall`, `x86_64`, `lib.rs`, `Vec<T>`. */
export function isCode(token: string): boolean {
  if (token.length > wordCharsMax) return !/[^\p{Script=Latin}\P{L}]/u.test(token)
  const word = bareWord(token)
  if (namedLikeCode.test(word)) return false
  if (
    /^-{1,2}[a-z]/i.test(token) ||
    /[_<>={}\\|`^$*~]|::|\(\)|#\[|[a-z]\.[a-z]{1,4}[,;:.)]*$|\.\.[a-z]|[a-z]\/[a-z/]/i.test(token)
  )
    return !/^(?:and|or|his|her|he|she|either|his|km|m)\//i.test(word)
  return (
    // `.crate`, `package.license`, but not "e.g."
    /^[("']?\.[a-z]/i.test(token) ||
    /^[a-z][\w-]+\.[a-z][\w-]+/.test(word) ||
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

/** Stands in a cleaned text where code, a number or an address was that the words around it need. */
export const hole = '\uFFFC'

/** "In Rust 1.36.0, …": said at the start, a version can go with the words that lead up to it. */
const versionLead =
  /^(?:in|with|since|as of|before|from|for|on|starting with|starting in|beginning with) [^,.;:]{0,40}?\bv?\d+\.\d[\w.]*(?:,| (?=(?:the|a|an|this|it|we|you|there)\b)) */i
/** "The Rust 1.64.0 release" is a release without its number too. */
const namedByVersion = /^(?:release|version|series|edition|update|announcement)s?\b/i
/** "1.5 litres" is no version. */
const unit =
  /^(?:lit(?:re|er)|million|billion|percent|per|kilo|met(?:re|er)|gram|hour|year|degree|times|mile|euro|dollar|pound|ton|cup|inch|feet|foot|point|centi|milli|km|kg|cm|mm|°)/i
/** `Vec<T>` is spoken "Vec". */
const typeArguments = /(?<=\b\p{Lu}\w{0,40})<[^<>]{0,40}>/gu
/** `--offline` is spoken "offline". */
const flag = /(?<=^|[\s("'])--?(?=[a-z]+(?:-[a-z]+)*(?:[\s,.;:!?)"']|$))/g
const example = /, (?:e\.g\.|i\.e\.),? [^,.;:]*,|,? (?:e\.g\.|i\.e\.),? [^,.;:]*(?=[,.;:]|$)/g
/** "(In)famously" is one word. */
const prefixInBrackets = /\(\p{L}+\)(?=\p{L})/gu
const asideInBrackets = /\s*\([^()]*\)/g
/** Longer quotations are somebody else's sentence in the middle of this one. */
const longQuotation = /["“„«](?:[^\s"”“»]+\s+){5,}[^"”“»]*["”“»]/u

/** A sentence without what cannot be drawn: asides and marks go; what the grammar needs leaves a hole. */
export function cleanSentence(sentence: string): string {
  if (longQuotation.test(sentence)) return hole
  const plain = withoutAsides(sentence).replace(versionLead, '')
  const tokens = plain.split(/\s+/).filter((token) => token !== '')
  return joined(tokens.map((token, index) => spoken(token, tokens[index - 1] ?? '', tokens[index + 1] ?? '')))
}

/** A heading without version numbers and marks; code, and a number that its words need, leave a hole. */
export function cleanHeading(heading: string): string {
  const tokens = withoutAsides(heading)
    .split(/\s+/)
    .filter((token) => token !== '')
  return joined(
    tokens.map((token, index) => {
      if (isCode(token) || isAddress(token)) return hole
      if (!isNumbering(token)) return token
      return preposition.test(tokens[index - 1] ?? '') ? hole : endingOf(token)
    }),
  )
}

const preposition = /^(?:in|to|of|for|from|with|since|before|after|until|by|on|at|than|and|or|through)$/i

const withoutAsides = (text: string): string =>
  text
    .replaceAll(emoji, '')
    .replaceAll(typeArguments, '')
    .replaceAll(flag, '')
    .replaceAll(prefixInBrackets, '')
    .replaceAll(asideInBrackets, '')
    .replaceAll(example, '')

/** What is left of a token between its neighbours: itself, nothing, or a hole. */
function spoken(token: string, before: string, after: string): string {
  if (/^\d+\.\d+$/.test(token) && unit.test(after)) return token
  if (/\p{Ll}!$/u.test(token) && /^\p{Ll}/u.test(after)) return hole
  const isVersion = isNumbering(token)
  if (!isVersion && !isAddress(token) && !isCode(token)) return token
  const ending = endingOf(token)
  if (isVersion && ending === '' && namedByVersion.test(after) && /^\p{Lu}/u.test(before)) return ''
  // "The latest version of Rust, 1.10."
  if (isVersion && ending !== '' && before.endsWith(',')) return ending
  return hole + ending
}

const endingOf = (token: string): string => /[,;:.!?]$/.exec(token)?.[0] ?? ''

const joined = (tokens: string[]): string =>
  tokens
    .filter((token) => token !== '')
    .join(' ')
    .replaceAll(/["“”„«»`]/g, '')
    .replaceAll(/ ([,.;:!?])/g, '$1')
    .replaceAll(/[,;:](?=[,;:.!?])/g, '')
    .trim()

/** Words that would make a picture show lettering. */
const lettering =
  /\b(?:texts?|logos?|captions?|lettering|watermarks?|typograph\w*|fonts?|headlines?|slogans?|billboards?|screenshots?)\b/i

/** The same in other languages. */
const foreignLettering =
  /(?<!\p{L})(?:texte[ns]?|texto|textos|testo|testi|tekst\p{L}*|schrift(?:en|zug|züge)?|beschriftung(?:en)?|buchstaben?|überschrift(?:en)?|schlagzeilen?|plakate?n?|titres?|lettres?|légendes?|affiches?|título|títulos|letrero|letreros|leyenda|letras?|titol[oi]|scritt[ae]|letter[ae]|manchete|letters|opschrift(?:en)?|rubrik(?:en|er)?|bokstäver|napis\p{L}*|liter[ay])(?!\p{L})|文字|文章|見出し|看板|カタカナ|ひらがな|漢字|ロゴ|字幕|标题|標題|招牌|标语|汉字/iu

/** Whether a phrase asks for lettering, which pictures must not have. */
export const asksForLettering = (text: string): boolean => lettering.test(text) || foreignLettering.test(text)

/** The phrase without such words. */
export const withoutLettering = (text: string): string =>
  text
    .replaceAll(new RegExp(lettering.source, 'gi'), '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([,.;:!?])/g, '$1')
    .trim()
