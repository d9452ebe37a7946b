import type { ModelConfig } from '../../config/types.gen.ts'
import { AppError } from './error.ts'
import { type Size, parseSize } from './size.ts'

/** `featured`: one per article, position 0. `in_article`: positions 0, 1, 2 ... Position is unique only together with type. */
export type ImageType = 'featured' | 'in_article'
export type Shape = 'landscape' | 'square'

/** Featured is landscape; in-article is square at even positions and landscape at odd ones. */
export function shapeOf(type: ImageType, position: number): Shape {
  return type === 'featured' || position % 2 === 1 ? 'landscape' : 'square'
}

/** The size a slot is drawn in by a model. Comes from the model row; a model without one is refused, never guessed for. */
export function sizeForSlot(model: ModelConfig, type: ImageType, position: number): Size {
  const shape = shapeOf(type, position)
  const field = shape === 'landscape' ? 'landscape_size' : 'square_size'
  const size = parseSize(model[field] ?? '')
  if (!size)
    throw new AppError(
      'refused',
      `${model.model_name} has no ${field}, which ${type} images at position ${position} need. Add it to the model's file.`,
    )
  return size
}

/** Every slot of an article with this many in-article images, in reading order. */
export function slotsOf(imagesPerArticle: number): { type: ImageType; position: number }[] {
  return [
    { type: 'featured' as const, position: 0 },
    ...Array.from({ length: imagesPerArticle }, (_, position) => ({ type: 'in_article' as const, position })),
  ]
}

/** For messages: which picture is meant. */
export const nameOfSlot = ({ type, position }: { type: ImageType; position: number }): string =>
  type === 'featured' ? 'the featured image' : `in-article image ${position}`
