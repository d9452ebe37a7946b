import sanitize from 'sanitize-html'
import { assertShallow } from './html-depth.ts'
import { withAbsoluteLinks } from './relative-links.ts'

/** What an article is made of. Everything else is taken out; of what is only marked, the text stays. */
const tags = (
  'html head title meta body main article section header footer aside nav hgroup h1 h2 h3 h4 h5 h6 p div span blockquote q ' +
  'cite pre code kbd samp var ul ol li dl dt dd figure figcaption picture source img a abbr address b bdi bdo br data del dfn ' +
  'details summary em hr i ins mark rp rt ruby s small strong sub sup time u wbr table caption colgroup col thead tbody tfoot ' +
  'tr th td iframe video audio'
).split(' ')

/** Hosts whose players are worth keeping. */
const playerHosts = ['www.youtube.com', 'www.youtube-nocookie.com', 'player.vimeo.com']

const attributes: sanitize.IOptions['allowedAttributes'] = {
  '*': ['id', 'class', 'lang', 'dir', 'title', 'hidden', 'role', 'aria-*'],
  a: ['href', 'rel', 'hreflang'],
  img: ['src', 'srcset', 'sizes', 'alt', 'width', 'height', 'loading'],
  source: ['src', 'srcset', 'sizes', 'type', 'media'],
  video: ['src', 'poster', 'controls', 'width', 'height'],
  audio: ['src', 'controls'],
  iframe: ['src', 'width', 'height', 'allowfullscreen'],
  meta: ['name', 'property', 'content'],
  time: ['datetime'],
  del: ['datetime', 'cite'],
  ins: ['datetime', 'cite'],
  blockquote: ['cite'],
  q: ['cite'],
  ol: ['start', 'reversed', 'type'],
  li: ['value'],
  data: ['value'],
  td: ['colspan', 'rowspan', 'headers'],
  th: ['colspan', 'rowspan', 'headers', 'scope'],
  col: ['span'],
  colgroup: ['span'],
  details: ['open'],
}

/**
 * Somebody else's HTML without anything that runs, styles or loads a page of its own: scripts, event handlers, styles,
 * forms, `javascript:` addresses, and frames other than the players of known hosts.
 * @param base what its addresses are relative to; null leaves them as they are
 * @throws AppError `invalid` where it nests deeper than any page
 */
export function cleanHtml(html: string, base: string | null = null): string {
  assertShallow(html)
  return sanitize(html, {
    // What comes of it is checked like all addresses.
    ...(base === null
      ? {}
      : { transformTags: { '*': (tagName, attribs) => ({ tagName, attribs: withAbsoluteLinks(attribs, base) }) } }),
    allowedTags: tags,
    allowedAttributes: attributes,
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['http', 'https'] },
    allowedIframeHostnames: playerHosts,
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'template', 'object', 'embed', 'svg', 'math'],
    exclusiveFilter: (frame) => frame.tag === 'iframe' && !frame.attribs['src'],
  }).trim()
}
