import { absoluteUrl } from '../article/relative-links.ts'
import type { XmlElement } from './xml-items.ts'

/** The feed's own address: where it was fetched, else what it says of itself, else the site that it is of. */
export class FeedAddress {
  readonly #fetched: string | null
  #self: string | null = null
  #site: string | null = null

  constructor(fetched: string | null) {
    this.#fetched = fetched
  }

  get value(): string | null {
    return this.#fetched ?? this.#self ?? this.#site
  }

  onLink(path: string, { attributes, base }: XmlElement): void {
    if (!/^(?:feed|rss\/channel|RDF\/channel)\/link$/.test(path)) return
    const url = absoluteUrl(attributes.get('href') ?? '', base)
    const rel = attributes.get('rel') ?? 'alternate'
    if (rel === 'self') this.#self ??= url
    else if (rel === 'alternate' && attributes.has('href')) this.#site ??= url
  }

  onText(path: string, value: string): void {
    if (/^(?:rss|RDF)\/channel\/link$/.test(path)) this.#site ??= absoluteUrl(value, null)
  }
}
