/** An image in Markdown. The description and the address can hold anything. */
export function markdownImage(src: string, alt: string): string {
  const description = oneLine(alt).replaceAll(/[\\`*_{}[\]<>&!|~$:@]/g, (mark) => `\\${mark}`)
  return `![${description}](${addressOf(src)})`
}

/** What an image element says. Nothing in it is escaped. */
export interface MarkedImage {
  src: string
  alt: string
  width: number
  height: number
  /** The same picture in other widths, itself included. Empty: there are none. */
  srcset: readonly { src: string; widthPx: number }[]
}

/** An image in HTML, in a figure of its own. */
export function htmlFigure(image: MarkedImage, loading: 'eager' | 'lazy'): string {
  const { src, alt, width, height, srcset } = image
  const attributes: [string, string][] = [
    ['src', src.replaceAll(/[\r\n\t]/g, '')],
    ['alt', oneLine(alt)],
    ['width', String(width)],
    ['height', String(height)],
    ['loading', loading],
    ...(srcset.length > 0
      ? ([
          ['srcset', srcset.map((one) => `${candidateOf(one.src)} ${one.widthPx}w`).join(', ')],
          ['sizes', `(max-width: ${width}px) 100vw, ${width}px`],
        ] satisfies [string, string][])
      : []),
  ]
  const written = attributes.map(([name, value]) => `${name}="${escapeAttribute(value)}"`)
  return `<figure><img ${written.join(' ')}></figure>`
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

/** In a list of addresses, white space ends one and a comma may. */
const candidateOf = (src: string): string => src.replaceAll(/[\s,]/g, encodeURIComponent)

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
