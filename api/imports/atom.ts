import { absoluteUrl } from '../article/relative-links.ts'
import type { FeedItem } from './feed.ts'
import { type XmlElement, childText, childrenNamed, htmlOf, paragraphOf, textIn } from './xml-items.ts'

const atom = /^http:\/\/(?:www\.w3\.org\/2005\/Atom|purl\.org\/atom\/ns#)$/

/** What a text construct says, as HTML, and what addresses in it are relative to by `xml:base`. */
interface Construct {
  html: string
  base: string | null
}

/** A text construct as HTML: it says itself what it is written in. Undefined where it says nothing. */
function constructOf(element: XmlElement | undefined): Construct | undefined {
  if (!element || element.attributes.has('src')) return undefined
  const type = element.attributes.get('type') ?? 'text'
  if (type === 'xhtml' || type === 'application/xhtml+xml') {
    const wrapper = childrenNamed(element, 'div')[0] ?? element
    const html = htmlOf(wrapper.children).trim()
    return html === '' ? undefined : { html, base: wrapper.base }
  }
  const text = textIn(element).trim()
  if (text === '') return undefined
  return { html: type === 'html' || type === 'text/html' ? text : paragraphOf(text), base: element.base }
}

/** One entry of an Atom feed. The whole text goes before the summary. */
export function atomEntry(entry: XmlElement, address: string | null): FeedItem {
  const first = (name: string): XmlElement | undefined => childrenNamed(entry, name, atom)[0]
  const links = childrenNamed(entry, 'link', atom)
  const link = links.find((one) => (one.attributes.get('rel') ?? 'alternate') === 'alternate')
  const href = link?.attributes.get('href') ?? ''
  const construct = constructOf(first('content')) ?? constructOf(first('summary'))
  return {
    externalId: childText(entry, 'id', atom) || href,
    title: childText(entry, 'title', atom),
    html: construct?.html ?? '',
    base: construct?.base ?? absoluteUrl(href, link?.base ?? address) ?? address,
    language: entry.attributes.get('xml:lang') ?? first('content')?.attributes.get('xml:lang') ?? null,
  }
}
