import { createHash } from 'node:crypto'
import type { ImageMarkup } from './article/placement.ts'
import { readArticle } from './article/read-article.ts'
import {
  type Bundle,
  type BundledCopy,
  type BundledImage,
  type Manifest,
  bundleArticle,
  placeBundled,
} from './bundle/article-bundle.ts'
import { copyFormatFor } from './bundle/copy-format.ts'
import { fileNameFor } from './bundle/file-name.ts'
import type { Stores } from './db/stores.ts'
import type { ArticleFormat } from './domain/article.ts'
import { AppError } from './domain/error.ts'
import { slotsOf } from './domain/image-slot.ts'
import type { PictureStore } from './domain/picture-store.ts'
import { thumbnailWidths } from './domain/thumbnail-widths.ts'

/** What results are read from. */
type ResultSources = { pictures: PictureStore } & { stores: Pick<Stores, 'contents' | 'images'> }

type ImageRow = Awaited<ReturnType<Stores['images']['ofContent']>>[number]
type Picture = NonNullable<NonNullable<ImageRow['current']>['picture']>

/** What an article's slots came to. */
type SlotResults = Pick<Manifest, 'failed' | 'missing'> & { images: BundledImage[] }

const goneReason = 'Its file is gone.'

/** Opened and let go of: the cheapest way to know that a picture can be had. */
async function isThere(pictures: PictureStore, { sha256, format }: Picture): Promise<boolean> {
  const file = await pictures.open(sha256, format)
  await file?.stream.cancel()
  return file !== undefined
}

async function copiesOf(pictures: PictureStore, { sha256, format, width }: Picture): Promise<BundledCopy[]> {
  const copies: BundledCopy[] = []
  for (const widthPx of thumbnailWidths.filter((candidate) => candidate < width)) {
    const content = await pictures.thumbnail(sha256, format, widthPx)
    if (content) copies.push({ widthPx, content, sha256: createHash('sha256').update(content).digest('hex') })
  }
  return copies
}

/** What has to be read for an image's copies: nothing, their names, or the copies themselves. */
type Copies = 'none' | 'named' | 'read'

async function bundledImage(
  pictures: PictureStore,
  image: ImageRow,
  wanted: Copies,
): Promise<BundledImage | undefined> {
  const { current, type, position, heading, altText, sectionIndex } = image
  const picture = current?.picture
  if (!picture || !(await isThere(pictures, picture))) return undefined
  const { sha256, width, height, format, bytes } = picture
  const { prompt, modelId, providerId, providerMode, costUsd } = current
  const named = thumbnailWidths
    .filter((candidate) => candidate < width)
    .map((widthPx) => ({ widthPx, sha256: '', content: new Uint8Array() }))
  const copies = { none: async () => [], named: async () => named, read: () => copiesOf(pictures, picture) }
  return {
    type,
    position,
    heading,
    altText,
    sectionIndex,
    sha256,
    width,
    height,
    format,
    bytes,
    prompt,
    modelId,
    providerId,
    providerMode: providerMode ?? 'live',
    costUsd,
    copies: await copies[wanted](),
  }
}

/** Why a slot has no picture; `failed` where something was tried. */
function addWithout(results: SlotResults, image: ImageRow): void {
  const { type, position, current, latest } = image
  if (latest?.status === 'queued' || latest?.status === 'running') {
    results.missing.push({ type, position, reason: 'It is being made.' })
  } else if (latest === null) results.missing.push({ type, position, reason: 'No picture was made yet.' })
  else {
    const reason = latest.errorMessage ?? (latest.status === 'cancelled' ? 'Cancelled.' : goneReason)
    const costUsd = (current ?? latest).costUsd
    results.failed.push({ type, position, costUsd, reason: current?.picture ? goneReason : reason })
  }
}

/** The current pictures of the slots that an article asks for, and why the others have none. */
export async function resultsOf(
  { stores, pictures }: ResultSources,
  contentId: number,
  wanted: Copies,
): Promise<SlotResults> {
  const record = await stores.contents.record(contentId)
  const rows = await stores.images.ofContent(contentId)
  const results: SlotResults = { images: [], failed: [], missing: [] }
  for (const { type, position } of slotsOf(Math.max(0, (record?.imageCounts.expected ?? 1) - 1))) {
    const row = rows.find((it) => it.type === type && it.position === position)
    const image = row && (await bundledImage(pictures, row, wanted))
    if (image) results.images.push(image)
    else if (row) addWithout(results, row)
    else results.missing.push({ type, position, reason: 'It has no prompt yet.' })
  }
  return results
}

interface ResultOptions {
  /** Absent: as the article is written. HTML has no other images than its own. */
  images?: ImageMarkup | undefined
  /** Absent: its own. HTML can be had of Markdown too. */
  format?: ArticleFormat | undefined
}

/** Everything about an article that its results are made of. */
async function readResults(sources: ResultSources, contentId: number, options: ResultOptions, copies: Copies) {
  const content = await sources.stores.contents.get(contentId)
  if (!content) throw new AppError('not_found', `There is no article ${contentId}.`)
  const { source, sourceFormat: format, title } = content
  const { asFormat, markup } = copyFormatFor(format, options)
  const results = await resultsOf(sources, contentId, markup === 'html' ? copies : 'none')
  if (results.images.length === 0) throw new AppError('conflict', nothingYet(title, results))
  const article = { ...readArticle(source, format, { title }), title }
  return { content, asFormat, markup, article, source, format, ...results }
}

function nothingYet(title: string, { failed, missing }: SlotResults): string {
  const isWorking = missing.some(({ reason }) => reason === 'It is being made.')
  const [first] = failed
  if (isWorking) return `No picture of “${title}” is ready yet. They are being made: ask again in a moment.`
  if (first) return `No picture of “${title}” is ready: ${first.reason} Make its images again.`
  return `No picture of “${title}” is ready yet. Make its images first.`
}

/** What the API gives of articles' results. */
export interface ArticleResults {
  illustrated: (contentId: number, origin: string, options: ResultOptions) => ReturnType<typeof illustratedArticle>
  bundle: (contentId: number, options: ResultOptions) => ReturnType<typeof articleBundle>
}

/** @throws AppError `conflict` where no picture is there yet */
export const createArticleResults = (sources: ResultSources): ArticleResults => ({
  illustrated: (...asked) => illustratedArticle(sources, ...asked),
  bundle: (...asked) => articleBundle(sources, ...asked),
})

/** An article with its pictures placed, by their addresses under an origin such as https://atelier.example. */
async function illustratedArticle(
  sources: ResultSources,
  contentId: number,
  origin: string,
  options: ResultOptions,
): Promise<{ text: string; format: 'markdown' | 'html' }> {
  const read = await readResults(sources, contentId, options, 'named')
  const text = placeBundled(read, ({ sha256, format }, widthPx) => {
    const address = `${origin}/api/files/${sha256}.${format}`
    return widthPx === null ? address : `${address}/thumbnails/${widthPx}`
  })
  return { text, format: read.asFormat }
}

/** An article's pictures, a copy of it with them placed, and the manifest; `name` is for the file that holds them all. */
async function articleBundle(
  sources: ResultSources,
  contentId: number,
  options: ResultOptions,
): Promise<Bundle & { name: string }> {
  const read = await readResults(sources, contentId, options, 'read')
  const name = fileNameFor(read.content.title, contentId)
  const fileName = `${name}.${read.asFormat === 'html' ? 'html' : 'md'}`
  return { ...bundleArticle({ ...read, fileName }), name }
}
