import type { FeedItem } from './feed.ts'
import { absoluteUrl } from '../article/relative-links.ts'
import { type XmlElement, childText, childrenNamed, paragraphOf } from './xml-items.ts'

export const contentNamespace = /^http:\/\/purl\.org\/rss\/1\.0\/modules\/content\/$/
/** RSS itself has no namespace, 1.0 has its own; an element of the same name in another one is something else. */
const ownNamespace =
  /^(?:$|http:\/\/purl\.org\/(?:rss\/1\.0|net\/rss1\.1)\/?$|http:\/\/my\.netscape\.com\/|http:\/\/backend\.userland\.com\/)/

/** One item of RSS 0.9x, 1.0 or 2.0. The whole text goes before the summary. */
export function rssItem(item: XmlElement, address: string | null): FeedItem {
  const text = (name: string): string => childText(item, name, ownNamespace)
  const encoded = childText(item, 'encoded', contentNamespace)
  const content = encoded || text('description')
  const [element] = encoded
    ? childrenNamed(item, 'encoded', contentNamespace)
    : childrenNamed(item, 'description', ownNamespace)
  const link = text('link')
  return {
    externalId: text('guid') || item.attributes.get('rdf:about') || link,
    title: text('title'),
    html: content === '' || /<\w/.test(content) ? content : paragraphOf(content),
    base: element?.base ?? absoluteUrl(link, address) ?? address,
    language: childText(item, 'language', /^http:\/\/purl\.org\/dc\//) || null,
  }
}
