import type { FeedItem } from './feed.ts'
import { type XmlElement, childText, childrenNamed, htmlOf, paragraphOf, textIn } from './xml-items.ts'

const atom = /^http:\/\/(?:www\.w3\.org\/2005\/Atom|purl\.org\/atom\/ns#)$/

/** A text construct as HTML: it says itself what it is written in. */
function constructHtml(element: XmlElement | undefined): string {
  if (!element || element.attributes.has('src')) return ''
  const type = element.attributes.get('type') ?? 'text'
  if (type === 'xhtml' || type === 'application/xhtml+xml') {
    const [wrapper] = childrenNamed(element, 'div')
    return htmlOf((wrapper ?? element).children).trim()
  }
  const text = textIn(element).trim()
  if (text === '') return ''
  return type === 'html' || type === 'text/html' ? text : paragraphOf(text)
}

/** One entry of an Atom feed. The whole text goes before the summary. */
export function atomEntry(entry: XmlElement): FeedItem {
  const first = (name: string): XmlElement | undefined => childrenNamed(entry, name, atom)[0]
  const links = childrenNamed(entry, 'link', atom)
  const link = links.find((one) => (one.attributes.get('rel') ?? 'alternate') === 'alternate')
  return {
    externalId: childText(entry, 'id', atom) || (link?.attributes.get('href') ?? ''),
    title: childText(entry, 'title', atom),
    html: constructHtml(first('content')) || constructHtml(first('summary')),
    language: entry.attributes.get('xml:lang') ?? first('content')?.attributes.get('xml:lang') ?? null,
  }
}
