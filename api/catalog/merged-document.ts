import { startsWith } from './catalog-entries.ts'
import type { CatalogDocument, Part, Path } from './document.ts'
import type { Place } from './finding.ts'
import { isMapping, isSupplied, mergedValue, valueAt } from './merged-value.ts'
import type { SourceText } from './source-text.ts'
import type { SourceFile } from './tree.ts'

/** What an environment changes of one entry of a file. */
export interface Patch {
  /** Where the entry is in the file. */
  path: Path
  over: unknown
  /** Where its changes are in the environment's file. */
  overPath: Path
}

function patched(value: unknown, path: Path, over: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return mergedValue(value, over)
  if (Array.isArray(value)) return value.with(Number(step), patched(value[Number(step)], rest, over))
  return isMapping(value) ? { ...value, [step]: patched(value[step], rest, over) } : value
}

/** A file as an environment has it. Each of its values stands where it was written: in the file, or in the environment's. */
export class MergedDocument implements CatalogDocument {
  readonly file: SourceFile
  readonly source: SourceText
  readonly value: unknown
  readonly isReadable: boolean
  readonly problems: CatalogDocument['problems']
  private readonly base: CatalogDocument
  private readonly overlay: CatalogDocument
  private readonly patches: readonly Patch[]

  constructor(base: CatalogDocument, overlay: CatalogDocument, patches: readonly Patch[]) {
    this.file = base.file
    this.source = base.source
    this.value = patches.reduce((value, { path, over }) => patched(value, path, over), base.value)
    this.isReadable = base.isReadable
    this.problems = base.problems
    this.base = base
    this.overlay = overlay
    this.patches = patches
  }

  placeOf(path: Path, part: Part): Place {
    const patch = this.patches.find((candidate) => startsWith(path, candidate.path))
    if (!patch) return this.base.placeOf(path, part)
    const inner = path.slice(patch.path.length)
    return isSupplied(valueAt(this.base.value, patch.path), patch.over, inner)
      ? this.overlay.placeOf([...patch.overPath, ...inner], part)
      : this.base.placeOf(path, part)
  }
}
