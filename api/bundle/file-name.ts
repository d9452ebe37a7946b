const charsMax = 80
/** Windows opens no file of such a name, whatever its ending. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/

/** A file's name for a title, without its ending: letters and digits of any script, and hyphens. */
export function fileNameFor(title: string, contentId: number): string {
  const name = title
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
  const short = Array.from(name).slice(0, charsMax).join('').replace(/-+$/, '')
  return short === '' || reserved.test(short) ? `article-${contentId}` : short
}
