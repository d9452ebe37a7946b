/** Shortcodes whose content is no text of the article. */
const emptied =
  'gallery|playlist|audio|video|embed|contact-form(?:-7)?|gravityform|wpforms|mc4wp_form|products?|sharethis'

/** Left as they are: what people write in brackets, such as [sic], is no shortcode. */
const pairs =
  'et_pb_\\w+|vc_\\w+|fusion_\\w+|su_\\w+|columns?|row|button|tabs?|toggle|accordion|quote|box|highlight|dropcap'

// Each of these stops where the next of its kind starts: what is never closed would else be looked through to its end,
// again and again.
const verbatim = /(<pre\b(?:(?!<pre\b)[\s\S])*?<\/pre>|<code\b(?:(?!<code\b)[\s\S])*?<\/code>)/i
const caption = /\[(?:wp_)?caption\b[^\][]*\]((?:(?!\[(?:wp_)?caption)[\s\S])*?)\[\/(?:wp_)?caption\]/gi

function captionFigure(inner: string): string {
  const image = /(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*<\/a>)?/i.exec(inner)
  if (!image) return inner
  const text = inner.slice(image.index + image[0].length).trim()
  return `<figure>${image[0]}${text === '' ? '' : `<figcaption>${text}</figcaption>`}</figure>`
}

/** What plug-ins would fill in; without them it is noise in the article. */
function withoutShortcodes(html: string): string {
  return html
    .replaceAll(caption, (_, inner: string) => captionFigure(inner))
    .replaceAll(new RegExp(`(?<!\\[)\\[(${emptied})\\b[^\\][]*\\](?:[^[]*\\[\\/\\1\\])?`, 'gi'), '')
    .replaceAll(new RegExp(`(?<!\\[)\\[\\/?(?:${pairs})\\b[^\\][]*\\]`, 'gi'), '')
    .replaceAll(/(?<!\[)\[[a-z][\w-]*(?:\s+[\w-]+=(?:"[^"]*"|'[^']*'|[^\s\][]+))+\s*\/?\]/gi, '')
    .replaceAll(/\[(\[[^[\]]+\])\]/g, '$1')
}

const blockStart =
  /^<\/?(?:address|article|aside|blockquote|caption|colgroup|dd|details|div|dl|dt|figcaption|figure|footer|form|h[1-6]|header|hr|iframe|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul|video|audio)\b/i

/** The classic editor keeps paragraphs as blank lines, which WordPress makes elements of when it shows them. */
const withParagraphs = (html: string): string =>
  html
    .replaceAll(/(<\/(?:h[1-6]|ul|ol|blockquote|table|div|figure|p)>)[ \t]*(?:\r\n?|\n)/gi, '$1\n\n')
    .split(/(?:\r\n?|\n)[ \t]*(?:(?:\r\n?|\n)[ \t]*)+/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .map((piece) => (blockStart.test(piece) ? piece : `<p>${piece.replaceAll(/\r\n?|\n/g, '<br>\n')}</p>`))
    .join('\n\n')

/** The HTML of a post as WordPress keeps it, without the marks of its editor and of plug-ins. */
export function wordpressHtml(content: string): string {
  const hasBlocks = content.includes('<!-- wp:')
  return content
    .replaceAll(/<!--\s*\/?wp:(?:(?!<!--)[\s\S])*?-->/g, '')
    .replaceAll(/<!--(?:more|nextpage|noteaser)(?:(?!<!--)[\s\S])*?-->/g, '')
    .split(verbatim)
    .map((piece) => {
      if (verbatim.test(piece)) return piece
      const plain = withoutShortcodes(piece)
      return hasBlocks ? plain.replaceAll(/\n{3,}/g, '\n\n') : withParagraphs(plain)
    })
    .join(hasBlocks ? '' : '\n\n')
    .trim()
}
