/** The words of a text without spaces between them, and what stands between them. */
export function segmentWords(text: string, language: string): string[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' })
  return [...segmenter.segment(text)].map((segment) => segment.segment)
}
