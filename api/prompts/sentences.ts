/** Splits prose into sentences. */

const abbreviations = new Set(
  'mr mrs ms dr prof st vs etc e.g i.e eg ie cf no fig al approx inc ltd jr sr z.b bzw usw ca nr d.h u.a p.ex sra'.split(
    ' ',
  ),
)
/** An end mark with closing quotes, then what follows. Marks of unspaced scripts need no space. */
const ending = /[.!?…]+["”’»)\]]*|[。！？]+[」』）]*/gu
/** No sentence is read further than this. Characters. */
const sentenceCharsMax = 1_200

/** The sentences of a text in order. An end mark ends one when what follows starts like a sentence. */
export function splitSentences(text: string): string[] {
  const sentences: string[] = []
  let start = 0
  for (const match of text.matchAll(ending)) {
    const end = match.index + match[0].length
    if (!/^[。！？]/u.test(match[0]) && !endsSentence(text, start, match.index, end)) continue
    const sentence = text.slice(start, Math.min(end, start + sentenceCharsMax)).trim()
    if (sentence !== '') sentences.push(sentence)
    start = end
  }
  const rest = text.slice(start, start + sentenceCharsMax).trim()
  if (rest !== '') sentences.push(rest)
  return sentences
}

function endsSentence(text: string, start: number, markAt: number, end: number): boolean {
  if (!/\s/.test(text[end] ?? ' ')) return false
  // "A panic! happens" is one sentence, as "e.g. this" is.
  if (/^\s*\p{Ll}/u.test(text.slice(end, end + 3))) return false
  if (!text.startsWith('.', markAt)) return true
  const before = text.slice(Math.max(start, markAt - 12), markAt)
  const word = /[^\s(]*$/.exec(before)?.[0] ?? ''
  return !abbreviations.has(word.toLowerCase()) && !/^\p{Lu}$/u.test(word)
}
