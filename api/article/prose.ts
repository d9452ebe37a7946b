/** Which pieces of an article are prose worth a picture, and which are furniture. */

const wordPattern = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu
const unspacedScript =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u

const furnitureHeadings = [
  /^(?:(?:our |the )?contributors?$|contributors to\b)/i,
  /^(?:acknowledge?ments?|(?:many |special )?thanks?(?: you)?(?: to (?:all|our|everyone|the contributors).*)?)$/i,
  /^(?:licen[cs]e|licensing|copyright(?: notice)?|licen[cs]e and copyright)$/i,
  /^(?:references|bibliography|footnotes|citations|sources|further reading|see also|related (?:posts|articles|reading|links)|external links)$/i,
  /^(?:table of contents|contents|on this page|share this.*|comments?|leave a (?:reply|comment)|subscribe|newsletter|about the authors?|tags)$/i,
  /^(?:danksagung|quellen|literatur|einzelnachweise|impressum|inhalt(?:sverzeichnis)?|mitwirkende|remerciements|bibliographie|agradecimientos|referencias|参考文献|出典|目次|謝辞)$/i,
]
const furnitureText = [
  /\ball rights reserved\b/i,
  /\bpermission is hereby granted\b/i,
  /\b(?:is|are) (?:dual-)?licen[cs]ed under\b/i,
  /^(?:copyright (?:©|\(c\)|\d)|©|\(c\) \d)/i,
  /^(?:many |special )?thanks?(?: you)?(?: (?:so|very) much)?[.!]*$/i,
  /\bwe had \d+ individuals contribute\b/i,
  /^(?:photo|image|picture|illustration)s?(?: credits?)?(?: by\b|:)/i,
  /^(?:share (?:this|on)|tweet this|pin it|subscribe (?:to|now)|sign up (?:for|to)|read more|advertisement|continue reading)\b[^.]{0,60}$/i,
  /^(?:table of contents|toc|\[\[?toc\]?\])$/i,
  /^(?:\{[{%].*[}%]\}|:::.*|!!! .*|import .* from .*|export (?:default|const) .*)$/,
]
/** The sentence that leads up to a command block. */
const commandLeadIn = /\b(?:install|upgrade|update|download|run|command|terminal|getting)\b[^.!?]*:$/i

/** Headings whose section is not about the article's subject. */
export function isFurnitureHeading(heading: string): boolean {
  const plain = heading.replace(/[:.!]+$/, '').trim()
  return furnitureHeadings.some((pattern) => pattern.test(plain))
}

/** Words of a text; a Han character, Hiragana or Katakana counts as one, as word processors count them. */
export function countTextWords(text: string): number {
  let words = 0
  for (const _ of text.matchAll(wordPattern)) words++
  return words
}

/** Whether a paragraph reads as prose: at least two words, and not a licence, a credit or a button. */
export function isProse(text: string): boolean {
  return words(text) >= 2 && /\p{L}/u.test(text) && !furnitureText.some((pattern) => pattern.test(text.slice(0, 2000)))
}

/** Whether a list item reads as prose rather than as a name, an ingredient or a menu entry. */
export function isProseItem(text: string): boolean {
  return words(text) >= 5 && isProse(text)
}

/** Whether a paragraph only says that a command follows. */
export function leadsToCommand(text: string): boolean {
  return text.length < 400 && commandLeadIn.test(text)
}

/** Counts words enough to judge; about two characters make a word where words are not spaced. */
function words(text: string): number {
  const sample = text.slice(0, 400)
  return unspacedScript.test(sample) ? countTextWords(sample) / 2 : countTextWords(sample)
}
