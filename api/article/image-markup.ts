/** An image in Markdown. The description and the address can hold anything. */
export function markdownImage(src: string, alt: string): string {
  const description = oneLine(alt).replaceAll(/[\\`*_{}[\]<>&!|~$:@]/g, (mark) => `\\${mark}`)
  return `![${description}](${addressOf(src)})`
}

/** An image in HTML, in a figure of its own. */
export function htmlFigure(
  image: { src: string; alt: string; width: number; height: number },
  loading: 'eager' | 'lazy',
): string {
  const { src, alt, width, height } = image
  return `<figure><img src="${escapeAttribute(src.replaceAll(/[\r\n\t]/g, ''))}" alt="${escapeAttribute(oneLine(alt))}" width="${width}" height="${height}" loading="${loading}"></figure>`
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

/** White space and what ends a destination are percent-encoded; `&` would start an entity. */
function addressOf(src: string): string {
  return src
    .replaceAll(/[\s<>\\"`]/g, encodeURIComponent)
    .replaceAll('(', '%28')
    .replaceAll(')', '%29')
    .replaceAll('&', '&amp;')
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
