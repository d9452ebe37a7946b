import { checkArticle } from './article/check-source.ts'
import { languageTag } from './article/language.ts'
import { countWords } from './article/word-count.ts'
import type { ImportRow } from './db/import-store.ts'
import type { Stores } from './db/stores.ts'
import type { ContentStatus } from './domain/content-status.ts'
import { AppError } from './domain/error.ts'
import {
  type ImportBatch,
  type ImportResult,
  type ImportedArticle,
  type LeftOut,
  importBytesMax,
  importItemsMax,
} from './domain/imported-article.ts'
import { type FeedDownloadOptions, downloadFeed } from './feed-download.ts'
import { readArticleFile } from './imports/article-file.ts'
import { decodeSource } from './imports/decode-source.ts'
import { looksLikeFeed, readFeed } from './imports/feed.ts'
import { restNow } from './imports/rest.ts'
import { looksLikeZip } from './imports/zip-directory.ts'
import { readZipFolder } from './imports/zip-folder.ts'

const keywordCharsMax = 200

/** A file by its path in what is imported, with / between folders. A zip file stands for the articles in it. */
export interface ImportFile {
  name: string
  bytes: Uint8Array
}

/** Where articles are imported from. */
export type ImportOrigin = { kind: 'feed'; url: string } | { kind: 'files'; files: readonly ImportFile[] }

export interface ImportOptions {
  siteId: number
  /** Of new articles that do not say theirs. */
  status: ContentStatus
  /** Writes nothing, and says what would be. */
  isDryRun: boolean
}

async function readFile({ name, bytes }: ImportFile): Promise<ImportBatch> {
  const text = decodeSource(bytes, name)
  return looksLikeFeed(text) || /\.(?:xml|rss|atom|rdf)$/i.test(name)
    ? await readFeed(text, name)
    : { articles: [readArticleFile(text, name)], leftOut: [] }
}

/** Files as they are, and in the place of each zip file the articles in it. */
function unpackFiles(files: readonly ImportFile[]): { files: ImportFile[]; leftOut: LeftOut[] } {
  const total = files.reduce((bytes, file) => bytes + file.bytes.byteLength, 0)
  if (total > importBytesMax)
    throw new AppError(
      'invalid',
      `The files have ${Math.ceil(total / 1024 / 1024)} MB together; the limit is ${importBytesMax / 1024 / 1024} MB. Import them in parts.`,
    )
  let bytesLeft = importBytesMax
  const unpacked: ImportFile[] = []
  const leftOut: LeftOut[] = []
  for (const file of files) {
    if (!looksLikeZip(file.bytes) && !/\.zip$/i.test(file.name)) {
      unpacked.push(file)
      continue
    }
    try {
      const folder = readZipFolder(file.bytes, file.name, bytesLeft)
      unpacked.push(...folder.files)
      leftOut.push(...folder.leftOut)
      bytesLeft -= folder.files.reduce((bytes, one) => bytes + one.bytes.byteLength, 0)
    } catch (error) {
      leftOut.push(leftOutFor(file, error, files.length === 1))
    }
  }
  return { files: unpacked, leftOut }
}

/** One file that cannot be read is the answer; one of many is left out. */
function leftOutFor({ name }: ImportFile, error: unknown, isAlone: boolean): LeftOut {
  if (!(error instanceof AppError) || isAlone) throw error
  return { title: name, externalId: null, reason: error.message, isProblem: true }
}

async function readFiles(given: readonly ImportFile[]): Promise<ImportBatch> {
  const rest = restNow()
  const { files, leftOut } = unpackFiles(given)
  if (files.length > importItemsMax)
    throw new AppError(
      'invalid',
      `There are ${files.length} files; the limit is ${importItemsMax}. Import them in parts.`,
    )
  const isAlone = given.length === 1 && files[0] === given[0]
  const batch: ImportBatch = { articles: [], leftOut }
  for (const file of files) {
    await rest()
    try {
      const read = await readFile(file)
      batch.articles.push(...read.articles)
      batch.leftOut.push(...read.leftOut)
    } catch (error) {
      batch.leftOut.push(leftOutFor(file, error, isAlone))
    }
  }
  return batch
}

/** The article as it would be kept, or why it cannot be. */
function rowOf(
  article: ImportedArticle,
  site: { id: number; accountId: number },
  usualStatus: ContentStatus,
): ImportRow | LeftOut {
  const { externalId, source, format, status, keyword } = article
  try {
    const read = checkArticle(source, 'It', format, article.title === '' ? undefined : article.title)
    const title = article.title === '' ? read.title : article.title
    return {
      accountId: site.accountId,
      siteId: site.id,
      externalId,
      title,
      source,
      sourceFormat: format,
      language: read.language ?? languageTag(article.language),
      words: countWords(read),
      status: status ?? usualStatus,
      saidStatus: status,
      keyword: keyword !== null && keyword.length <= keywordCharsMax ? keyword : null,
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { title: article.title, externalId, reason: error.message, isProblem: true }
  }
}

const skipped = ({ title, externalId, reason, isProblem }: LeftOut, contentId: number | null = null): ImportResult => ({
  outcome: 'skipped',
  title,
  externalId,
  contentId,
  reason,
  isProblem,
})

const editedReason =
  'It was edited here since it was imported, and has changed where it comes from too. Edit it by hand.'

async function importOne(imports: Stores['imports'], row: ImportRow, isDryRun: boolean): Promise<ImportResult> {
  const { title, externalId } = row
  const { decision, contentId } = await (isDryRun ? imports.look(row) : imports.put(row))
  return decision === 'edited'
    ? skipped({ title, externalId, reason: editedReason, isProblem: true }, contentId)
    : { outcome: decision, title, externalId, contentId, reason: null, isProblem: false }
}

/**
 * Brings the articles of a feed, an export or files into a site. An article that is there is found by what it is known
 * by: its text follows, and its status from draft to ready where it is as an import left it; its pictures and settings
 * stay. Each article is made or changed by itself, so that an
 * import that breaks off is gone on with by importing again.
 * @throws AppError where nothing can be read at all
 */
export async function importArticles(
  stores: Pick<Stores, 'sites' | 'imports'>,
  origin: ImportOrigin,
  { siteId, status, isDryRun }: ImportOptions,
  download: Omit<FeedDownloadOptions, 'bytesMax'>,
): Promise<ImportResult[]> {
  const site = await stores.sites.get(siteId)
  if (!site) throw new AppError('not_found', `There is no site ${siteId}.`)
  const { articles, leftOut } =
    origin.kind === 'files' ? await readFiles(origin.files) : await readFeedAt(origin.url, download)
  const results: ImportResult[] = []
  const seen = new Set<string>()
  const rest = restNow()
  for (const article of articles) {
    await rest()
    const row = seen.has(article.externalId)
      ? { ...article, reason: 'Another article before it is known by the same id.', isProblem: true }
      : rowOf(article, site, status)
    seen.add(article.externalId)
    results.push('reason' in row ? skipped(row) : await importOne(stores.imports, row, isDryRun))
  }
  return [...results, ...leftOut.map((left) => skipped(left))]
}

async function readFeedAt(url: string, download: Omit<FeedDownloadOptions, 'bytesMax'>): Promise<ImportBatch> {
  const feed = await downloadFeed(url, { ...download, bytesMax: importBytesMax })
  return readFeed(decodeSource(feed.bytes, url, feed.charset), url, feed.url)
}
