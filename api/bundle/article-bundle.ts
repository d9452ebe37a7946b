import { placeImages } from '../article/placement.ts'
import type { Article, ArticleFormat } from '../domain/article.ts'
import type { ImageType } from '../domain/image-slot.ts'
import type { PictureFormat } from '../domain/image-provider.ts'
import { formatSize } from '../domain/size.ts'

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
  content: Uint8Array
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
}

export interface Manifest {
  version: 1
  title: string
  /** Name of the copy of the article with the images placed. */
  article: string
  images: ManifestImage[]
  /** `costUsd`: what was paid for it all the same. */
  failed: { type: ImageType; position: number; costUsd: number; reason: string }[]
}

export interface BundleRequest {
  /** Name of the article's file, without folders. */
  fileName: string
  source: string
  format: ArticleFormat
  article: Article
  images: BundledImage[]
  failed: Manifest['failed']
}

const fileNameOf = ({ type, position, format }: BundledImage): string =>
  type === 'featured' ? `featured.${format}` : `in-article-${position}.${format}`

/** The files of an illustrated article: its pictures, a copy with the pictures placed, and the manifest. */
export function bundleArticle(request: BundleRequest): { manifest: Manifest; files: Map<string, Uint8Array | string> } {
  const { fileName, source, format, article, images, failed } = request
  const placed = images.map((image) => ({ ...image, src: fileNameOf(image), alt: image.altText }))
  const manifest: Manifest = {
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
      bytes: image.content.byteLength,
      costUsd: image.costUsd,
      file: fileNameOf(image),
      sha256: image.sha256,
    })),
    failed,
  }
  return {
    manifest,
    files: new Map<string, Uint8Array | string>([
      ...images.map((image): [string, Uint8Array] => [fileNameOf(image), image.content]),
      [fileName, placeImages(source, format, article, placed)],
      ['manifest.json', `${JSON.stringify(manifest, null, 2)}\n`],
    ]),
  }
}
