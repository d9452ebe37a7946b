import { nearestWord } from './did-you-mean.ts'
import type { Entry } from './entry.ts'
import { canonicalJson } from './field-changes.ts'

/** The same thing before and after a change. */
export interface EntryPair<T> {
  before: Entry<T>
  after: Entry<T>
  /** Its name after the change. */
  name: string
}

export interface PairedEntries<T> {
  kept: EntryPair<T>[]
  removed: { entry: Entry<T>; name: string }[]
  /** What seems to be the same thing under another name. `name` is the new one. */
  renamed: { before: string; after: Entry<T>; name: string }[]
}

type Named = { moved_from?: string }

/** Of the fields, how many must be equal before one thing is taken for another with a new name. */
const sameFieldsMin = 0.75

function isSimilar<T>(before: Entry<T>, after: Entry<T>, idField: keyof T & string): boolean {
  const fields = Object.keys(before.spec).filter((field) => field !== idField) as (keyof T)[]
  const same = fields.filter((field) => canonicalJson(before.spec[field]) === canonicalJson(after.spec[field]))
  const share = same.length / Math.max(1, fields.length)
  const isSlip = nearestWord(String(before.spec[idField]), [String(after.spec[idField])]) !== undefined
  return share >= sameFieldsMin || (isSlip && share >= 0.5)
}

/** Pairs what was declared with what is, by name or moved_from. An entry that cannot be read could be any of them. */
export function pairEntries<T extends Named>(
  before: readonly Entry<T>[],
  after: readonly Entry<T>[],
  idField: keyof T & string,
): PairedEntries<T> {
  const nameOf = (entry: Entry<T>) => entry.spec[idField] as string | undefined
  const old = new Map(before.flatMap((entry) => (nameOf(entry) === undefined ? [] : [[nameOf(entry), entry] as const])))
  const kept: EntryPair<T>[] = []
  const added: Entry<T>[] = []
  for (const entry of after) {
    const name = nameOf(entry)
    const was = old.get(name) ?? (entry.spec.moved_from === undefined ? undefined : old.get(entry.spec.moved_from))
    if (name !== undefined && was) kept.push({ before: was, after: entry, name })
    else if (name !== undefined) added.push(entry)
  }
  const paired = new Set(kept.map((pair) => pair.before))
  const result: PairedEntries<T> = { kept, removed: [], renamed: [] }
  for (const [name = '', entry] of old) {
    if (paired.has(entry) || after.some((candidate) => nameOf(candidate) === undefined)) continue
    const heir = added.find((candidate) => isSimilar(entry, candidate, idField))
    if (heir) result.renamed.push({ before: name, after: heir, name: nameOf(heir) ?? '' })
    else result.removed.push({ entry, name })
  }
  return result
}
