import { isDeepStrictEqual } from 'node:util'
import { parseDocument, yamlOptions } from '../yaml-library.ts'
import { plainValue } from '../yaml-value.ts'
import type { KeyOrder } from './key-order.ts'
import { spliced } from './text-splice.ts'
import { valueSplices } from './value-splices.ts'

/** An edit of something that an alias repeats is seen through the alias, and mended there by the next pass. */
const passesMax = 10

export interface WantedValue {
  value: unknown
  order: KeyOrder
  /** The ids that items had before a rename, by the ids that they have. */
  formerIds?: ReadonlyMap<unknown, string>
}

/**
 * The text of a YAML file with the fewest edits that make it say something else. Comments, the order of keys, quotes,
 * indentation and line breaks of what stays are left as they are. `label` is for what can go wrong.
 */
export function editedText(text: string, label: string, { value, order, formerIds = new Map() }: WantedValue): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  let result = text
  for (let pass = 0; pass < passesMax; pass++) {
    const { contents, errors } = parseDocument(result, { ...yamlOptions, keepSourceTokens: true })
    if (!contents || errors.length > 0) break
    const read = plainValue(contents)
    if (isDeepStrictEqual(read.value, value)) return result
    const file = { text: result, eol, formerIds }
    const spot = { node: contents, value: read.value, order, isFlow: false, isRoot: true, column: -2, behind: 0 }
    result = spliced(result, valueSplices(file, spot, value))
  }
  throw new Error(`${label} cannot be edited to say what it should: ${JSON.stringify(result)}`)
}
