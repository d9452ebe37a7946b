import type { Article, ArticleFormat } from '../domain/article.ts'
import type { ImageType } from '../domain/image-slot.ts'
import { type MarkedImage, htmlFigure, markdownImage } from './image-markup.ts'
import { readSource } from './read-article.ts'

/** A finished picture and where it belongs. */
export interface PlacedImage extends MarkedImage {
  sectionIndex: number
  type: ImageType
}

/**
 * What images are written as. Markdown has no way to say a picture's size or its other widths, so an article in it can
 * have HTML images, which Markdown lets stand as they are.
 */
export type ImageMarkup = 'markdown' | 'html'

/** A piece to put into a source, at an offset in UTF-16 units. */
export interface Insertion {
  at: number
  text: string
}

/** A copy of the article with its images placed. Apart from what is put in, not one character changes. */
export function placeImages(
  source: string,
  format: ArticleFormat,
  article: Article,
  images: PlacedImage[],
  markup: ImageMarkup = format,
): string {
  const pieces: string[] = []
  let from = 0
  for (const { at, text } of insertionsFor(source, format, article, images, markup)) {
    pieces.push(source.slice(from, at), text)
    from = at
  }
  pieces.push(source.slice(from))
  return pieces.join('')
}

/** What `placeImages` puts in, in source order. Several pictures of one section are spread over it. */
export function insertionsFor(
  source: string,
  format: ArticleFormat,
  article: Article,
  images: PlacedImage[],
  markup: ImageMarkup = format,
): Insertion[] {
  const reading = readSource(source, format)
  const ending = /\r\n|\r|\n/.exec(source)?.[0] ?? '\n'
  const insertions: { at: number; image: PlacedImage }[] = []
  for (const image of images.filter((it) => it.type === 'featured')) insertions.push({ at: reading.topAt, image })
  const bySection = new Map<number, PlacedImage[]>()
  for (const image of images.filter((it) => it.type === 'in_article')) {
    bySection.set(image.sectionIndex, [...(bySection.get(image.sectionIndex) ?? []), image])
  }
  for (const [sectionIndex, members] of bySection) {
    const section = article.sections[sectionIndex]
    if (!section) throw new Error(`The article has no section ${sectionIndex}; it has ${article.sections.length}.`)
    const places = reading.sections[sectionIndex]?.places ?? [section.placeAt]
    members.forEach((image, index) => {
      const place = places[Math.floor((index * places.length) / members.length)] ?? section.placeAt
      insertions.push({ at: place, image })
    })
  }
  // The sort is stable: pictures at one place keep their order, the featured one first.
  insertions.sort((a, b) => a.at - b.at)
  return insertions.map(({ at, image }) => ({
    at,
    text:
      format === 'html'
        ? htmlInsertion(source, at, image, ending)
        : markdownInsertion(source, at, image, ending, markup),
  }))
}

/** A paragraph of its own: a blank line on either side, whatever stands there. */
function markdownInsertion(
  source: string,
  at: number,
  image: PlacedImage,
  ending: string,
  markup: ImageMarkup,
): string {
  const text = markup === 'html' ? htmlFigure(image, loadingOf(image)) : markdownImage(image.src, image.alt)
  const isAtStart = at === 0 || (at === 1 && source.charCodeAt(0) === 0xfe_ff)
  if (isAtStart) return `${text}${ending}${ending}`
  const isBeforeText = /^(?:\r\n|\r|\n)[ \t]*[^\s]/.test(source.slice(at, at + 400))
  return `${ending}${ending}${text}${isBeforeText ? ending : ''}`
}

function htmlInsertion(source: string, at: number, image: PlacedImage, ending: string): string {
  const figure = htmlFigure(image, loadingOf(image))
  const isAtStart = source.slice(0, at).trim() === ''
  return isAtStart ? `${figure}${ending}` : `${ending}${figure}`
}

/** The featured picture is seen at once; the others only further down. */
const loadingOf = ({ type }: PlacedImage): 'eager' | 'lazy' => (type === 'featured' ? 'eager' : 'lazy')
