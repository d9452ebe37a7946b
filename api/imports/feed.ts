import { cleanHtml } from '../article/clean-html.ts'
import { decodeEntities } from '../article/entities.ts'
import type { ContentStatus } from '../domain/content-status.ts'
import { AppError } from '../domain/error.ts'
import { externalIdProblem } from '../domain/external-id.ts'
import { type ImportBatch, type ImportedArticle, type LeftOut, importItemsMax } from '../domain/imported-article.ts'
import { atomEntry } from './atom.ts'
import { FeedAddress } from './feed-address.ts'
import { rssItem } from './rss.ts'
import { wordpressItem } from './wordpress.ts'
import { type XmlElement, readXmlItems } from './xml-items.ts'

/** One item as its format says it. */
export type FeedItem =
  | {
      externalId: string
      title: string
      html: string
      /** What addresses in it are relative to; null where nothing says. */
      base: string | null
      status?: ContentStatus
      keyword?: string | null
      language?: string | null
    }
  | LeftOut

/** `address` is that of the feed, where it is known. */
type ReadItem = (item: XmlElement, address: string | null) => FeedItem

/** Says what a text is that is no feed; undefined where it may be one. */
function notAFeed(text: string): string | undefined {
  const start = text.slice(0, 2000).trimStart()
  if (start === '') return 'it is empty.'
  if (/^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)?<(?:!doctype\s+html|html)\b/i.test(start))
    return 'it is a web page, not a feed. Give the address of the feed itself; it often ends in /feed, /rss.xml or /atom.xml.'
  if (/^[{[]/.test(start)) return 'it is JSON. RSS and Atom feeds and WordPress exports are XML.'
  if (!start.startsWith('<')) return 'it is neither a feed nor any other XML.'
  return undefined
}

function readerFor(root: XmlElement, isWordpress: boolean): ReadItem | undefined {
  if (root.name === 'feed') return atomEntry
  if (root.name !== 'rss' && root.name !== 'RDF') return undefined
  return isWordpress ? wordpressItem : rssItem
}

/** Titles are text, but some feeds put marked up text there. */
const plainTitle = (title: string): string =>
  decodeEntities(title.replaceAll(/<\/?[a-z][^<>]*>/gi, ''))
    .replaceAll(/\s+/g, ' ')
    .trim()

function articleOf(item: Exclude<FeedItem, LeftOut>, language: string | null): ImportedArticle {
  return {
    externalId: item.externalId,
    title: plainTitle(item.title),
    source: cleanHtml(item.html, item.base),
    format: 'html',
    status: item.status ?? null,
    keyword: item.keyword?.trim() || null,
    language: item.language ?? language,
  }
}

function problemOf(item: Exclude<FeedItem, LeftOut>): string | undefined {
  if (item.externalId === '') return 'It has neither an id nor a link, so it could not be found again.'
  return externalIdProblem(item.externalId) ?? (item.html.trim() === '' ? 'It has no text.' : undefined)
}

/** The article of an item, or why it is none. */
function readItemOf(item: FeedItem, language: string | null): ImportedArticle | LeftOut {
  if ('isProblem' in item) return item
  const leave = (reason: string): LeftOut => ({
    title: plainTitle(item.title),
    externalId: item.externalId || null,
    reason,
    isProblem: true,
  })
  const problem = problemOf(item)
  if (problem !== undefined) return leave(problem)
  try {
    return articleOf(item, language)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return leave(error.message)
  }
}

/** Whether a text looks like a feed or an export rather than an article. */
export const looksLikeFeed = (text: string): boolean =>
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*|<\?[^>]*>\s*|<!DOCTYPE (?!html)[^>]*>\s*)*<(?:rss|feed|(?:\w+:)?RDF)\b/i.test(
    text.slice(0, 8000),
  )

/**
 * Reads an RSS or Atom feed, or a WordPress export.
 * @param fetchedFrom its address, to which links in it may be relative; null where it came as a file
 * @throws AppError `invalid` where it is none, or broken: with the line
 */
export async function readFeed(text: string, name: string, fetchedFrom: string | null = null): Promise<ImportBatch> {
  const reason = notAFeed(text)
  if (reason !== undefined) throw new AppError('invalid', `${name} cannot be read: ${reason}`)
  const isWordpress = /xmlns:\w+\s*=\s*["']http:\/\/wordpress\.org\/export\//.test(text.slice(0, 20_000))
  const batch: ImportBatch = { articles: [], leftOut: [] }
  const address = new FeedAddress(fetchedFrom)
  let readItem: ReadItem | undefined
  let language: string | null = null
  let items = 0
  const onRoot = (root: XmlElement): void => {
    readItem = readerFor(root, isWordpress)
    if (!readItem)
      throw new AppError(
        'invalid',
        `${name} cannot be read: its root is <${root.name}>. RSS (<rss>, <rdf:RDF>), Atom (<feed>) and WordPress exports can be imported.`,
      )
    language = root.attributes.get('xml:lang') ?? null
  }
  await readXmlItems(text, name, {
    itemNames: new Set(['item', 'entry']),
    address: () => address.value,
    onStart: (path, element) => (path.includes('/') ? address.onLink(path, element) : onRoot(element)),
    onText: (path, value) => {
      address.onText(path, value)
      if (path === 'rss/channel/language') language = value
    },
    onItem: (element) => {
      if (++items > importItemsMax)
        throw new AppError('invalid', `${name} has more than ${importItemsMax} items. Import it in several parts.`)
      const item = readItem?.(element, address.value)
      if (!item) return
      const read = readItemOf(item, language)
      if ('isProblem' in read) batch.leftOut.push(read)
      else batch.articles.push(read)
    },
  })
  if (items === 0) throw new AppError('invalid', `${name} has no items in it, so there is nothing to import.`)
  return batch
}
