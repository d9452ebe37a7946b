import { htmlPage, markdownHtml } from '../article/markdown-html.ts'
import { placeImages } from '../article/placement.ts'
import type { Article, ArticleFormat } from '../domain/article.ts'
import type { ImageType } from '../domain/image-slot.ts'
import type { PictureFormat } from '../domain/image-provider.ts'
import { formatSize } from '../domain/size.ts'
import type { CopyFormat } from './copy-format.ts'
import { sectionOf } from './section-of.ts'

/** A smaller copy of a picture, as webp. */
export interface BundledCopy {
  widthPx: number
  sha256: string
  content: Uint8Array
}

/** A finished picture with its place in the article. */
export interface BundledImage {
  type: ImageType
  position: number
  sectionIndex: number
  heading: string | null
  /** As it was sent, style included. */
  prompt: string
  altText: string
  modelId: string
  providerId: string
  providerMode: 'live' | 'sandbox'
  costUsd: number
  sha256: string
  format: PictureFormat
  width: number
  height: number
  bytes: number
  /** Narrowest first. Empty where the article does not name them. */
  copies: BundledCopy[]
}

/** One picture as `manifest.json` lists it. */
export interface ManifestImage {
  type: ImageType
  position: number
  prompt: string
  altText: string
  heading: string | null
  model: string
  provider: string
  /** True: drawn by the sandbox, not by the model. Not for publication. */
  sandbox: boolean
  /** WIDTHxHEIGHT of the file. */
  size: string
  width: number
  height: number
  bytes: number
  costUsd: number
  /** Name of the file beside the manifest. */
  file: string
  sha256: string
  /** The same picture in smaller widths, for `srcset`. */
  thumbnails: { file: string; width: number; bytes: number; sha256: string }[]
}

interface SlotWithout {
  type: ImageType
  position: number
  reason: string
}

export interface Manifest {
  version: 1
  title: string
  /** Name of the copy of the article with the images placed. */
  article: string
  images: ManifestImage[]
  /** `costUsd`: what was paid for it all the same. */
  failed: (SlotWithout & { costUsd: number })[]
  /** Slots that nothing was made for yet. */
  missing: SlotWithout[]
}

export interface BundleRequest extends CopyFormat {
  /** Name of the article's file, without folders. */
  fileName: string
  source: string
  format: ArticleFormat
  article: Article
  images: BundledImage[]
  failed: Manifest['failed']
  missing: Manifest['missing']
}

/** One file of a bundle. Pictures are large, so they are fetched by whoever writes the file. */
export type BundledFile = { name: string; bytes: number } & (
  | { content: Uint8Array<ArrayBuffer> }
  | { picture: { sha256: string; format: PictureFormat } }
)

export interface Bundle {
  manifest: Manifest
  files: BundledFile[]
}

const stemOf = ({ type, position }: BundledImage): string =>
  type === 'featured' ? 'featured' : `in-article-${position}`
const fileNameOf = (image: BundledImage): string => `${stemOf(image)}.${image.format}`
const copyNameOf = (image: BundledImage, { widthPx }: BundledCopy): string => `${stemOf(image)}-${widthPx}w.webp`

/** Where the copy of an article finds a picture, and its smaller copy where a width is given. */
type AddressOf = (image: BundledImage, widthPx: number | null) => string

/** Whether the copy is HTML of an article in Markdown. */
const isTurned = ({ format, asFormat }: Pick<BundleRequest, 'format' | 'asFormat'>): boolean =>
  format === 'markdown' && asFormat === 'html'

/** The article with its pictures placed. The widths are those of the copies, and the picture's own. */
export function placeBundled(
  request: Pick<BundleRequest, 'source' | 'format' | 'asFormat' | 'markup' | 'article' | 'images'>,
  addressOf: AddressOf,
): string {
  const { source, format, markup, article, images } = request
  const placed = images.map((image) => {
    const src = addressOf(image, null)
    const copies = image.copies.map(({ widthPx }) => ({ src: addressOf(image, widthPx), widthPx }))
    return {
      type: image.type,
      sectionIndex: sectionOf(image, article),
      src,
      alt: image.altText,
      width: image.width,
      height: image.height,
      srcset: copies.length > 0 ? [...copies, { src, widthPx: image.width }] : [],
    }
  })
  // Placed before it is turned, so that pictures stand where they stand in the Markdown.
  const text = placeImages(source, format, article, placed, markup)
  return isTurned(request) ? markdownHtml(text) : text
}

const manifestOf = ({ fileName, article, images, failed, missing }: BundleRequest): Manifest => ({
  version: 1,
  title: article.title,
  article: fileName,
  images: images.map((image) => ({
    type: image.type,
    position: image.position,
    prompt: image.prompt,
    altText: image.altText,
    heading: image.heading,
    model: image.modelId,
    provider: image.providerId,
    sandbox: image.providerMode === 'sandbox',
    size: formatSize(image),
    width: image.width,
    height: image.height,
    bytes: image.bytes,
    costUsd: image.costUsd,
    file: fileNameOf(image),
    sha256: image.sha256,
    thumbnails: image.copies.map((copy) => ({
      file: copyNameOf(image, copy),
      width: copy.widthPx,
      bytes: copy.content.byteLength,
      sha256: copy.sha256,
    })),
  })),
  failed,
  missing,
})

const textFile = (name: string, text: string): BundledFile => {
  const content = new TextEncoder().encode(text)
  return { name, bytes: content.byteLength, content }
}

/** The files of an illustrated article: a copy with the pictures placed, the manifest, the pictures and their copies. */
export function bundleArticle(request: BundleRequest): Bundle {
  const manifest = manifestOf(request)
  const placed = placeBundled(request, (image, widthPx) => {
    const copy = image.copies.find((one) => one.widthPx === widthPx)
    return copy ? copyNameOf(image, copy) : fileNameOf(image)
  })
  return {
    manifest,
    files: [
      textFile(request.fileName, isTurned(request) ? htmlPage(request.article, placed) : placed),
      textFile('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`),
      ...request.images.flatMap((image): BundledFile[] => [
        { name: fileNameOf(image), bytes: image.bytes, picture: { sha256: image.sha256, format: image.format } },
        ...image.copies.map((copy) => ({
          name: copyNameOf(image, copy),
          bytes: copy.content.byteLength,
          content: new Uint8Array(copy.content),
        })),
      ]),
    ],
  }
}
