import { readDocument } from './document.ts'
import type { Finding } from './finding.ts'
import type { Fix, TextEdit } from './fix.ts'
import { valueChanges } from './value-changes.ts'

/** A finding that carries a fix. */
export type FixableFinding = Finding & { fix: Fix }

export const isFixable = (finding: Finding): finding is FixableFinding => finding.fix !== undefined

/** A text after some fixes, and the findings that they mended. */
export interface MendedText {
  text: string
  mended: FixableFinding[]
}

const startOf = ({ fix }: FixableFinding): number => Math.min(...fix.edits.map((edit) => edit.start))
const endOf = ({ fix }: FixableFinding): number => Math.max(...fix.edits.map((edit) => edit.end))

const isOfText = (text: string, { start, end, replaces }: TextEdit): boolean => text.slice(start, end) === replaces

const edited = (text: string, edits: readonly TextEdit[]): string =>
  edits
    .toSorted((one, other) => other.start - one.start)
    .reduce((result, { start, end, text: by }) => result.slice(0, start) + by + result.slice(end), text)

const documentOf = (text: string) => readDocument({ path: '', label: '', bytes: Buffer.from(text) })

/** Whether two texts of a file declare the same but for one value, key, item, or way to write a number. */
function isOneChange(before: string, after: string): boolean {
  const [old, now] = [documentOf(before), documentOf(after)]
  const settled = old.problems.length - now.problems.length
  return now.isReadable && settled >= 0 && valueChanges(old.value, now.value) + settled === 1
}

/**
 * Applies the fixes of a file's findings, from the last to the first so that offsets stay right. Of two that overlap,
 * one is left for the next time, and so is whatever would change more of the file's meaning than its one finding.
 */
export function mendText(text: string, findings: readonly FixableFinding[]): MendedText {
  let result: MendedText = { text, mended: [] }
  let nextStart = Infinity
  for (const finding of findings.toSorted((one, other) => startOf(other) - startOf(one))) {
    if (endOf(finding) > nextStart || !finding.fix.edits.every((edit) => isOfText(text, edit))) continue
    const candidate = edited(result.text, finding.fix.edits)
    if (!isOneChange(result.text, candidate)) continue
    result = { text: candidate, mended: [finding, ...result.mended] }
    nextStart = startOf(finding)
  }
  return result
}
