/**
 * What a mapping or list becomes: parts that it has, by their index, and text of new ones. A new part's text has its
 * first line without indentation, and no line break at its end.
 */
export type NewOrder = readonly (number | string)[]

export const isUnmoved = (order: NewOrder, count: number): boolean =>
  order.length === count && order.every((part, index) => part === index)
