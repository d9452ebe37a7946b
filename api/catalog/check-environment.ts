import type { CheckedDocument } from './catalog-entries.ts'
import { checkDocument } from './check-document.ts'
import type { CatalogContext } from './context.ts'
import type { CatalogDocument } from './document.ts'
import { type Finding, overlaps } from './finding.ts'
import { MergedDocument, type Patch } from './merged-document.ts'
import type { Overlay } from './overlay.ts'
import { targetOf } from './overlay-target.ts'

/** What an environment changes, by the file that it changes it of. */
function patchesOf(overlay: Overlay, context: CatalogContext): Map<CatalogDocument, Patch[]> {
  const patches = new Map<CatalogDocument, Patch[]>()
  for (const entry of overlay.entries) {
    const target = targetOf(entry, context)
    if (!target) continue
    const { document, path } = target
    const patch = { path, over: entry.value, overPath: entry.path }
    patches.set(document, [...(patches.get(document) ?? []), patch])
  }
  return patches
}

/** The files of a catalog as an environment has them. Those that it leaves as they are are not checked again. */
export function overlaidDocuments(
  checked: readonly CheckedDocument[],
  overlay: Overlay,
  context: CatalogContext,
): CheckedDocument[] {
  const patches = patchesOf(overlay, context)
  return checked.map((file) => {
    const ofFile = patches.get(file.document)
    if (!ofFile) return file
    return checkDocument(new MergedDocument(file.document, overlay.document, ofFile), file.kind, context.schemas)
  })
}

/** Numbers in a message may differ, such as how many models a tier has; what is wrong, and where, does not. */
const causeOf = ({ rule, file, line, column, message }: Finding): string =>
  JSON.stringify([rule, file, line, column, message.replaceAll(/\d+/g, '0')])

/**
 * What is wrong in one environment and not without it. What the check of its file has found is one mistake, and not
 * another one in the catalog that it makes.
 */
export function findingsOnlyIn(
  { environment, document }: Overlay,
  found: readonly Finding[],
  known: readonly Finding[],
): Finding[] {
  const { label } = document.file
  const causes = new Set(known.map(causeOf))
  const ofFile = known.filter(({ file }) => file === label)
  return found
    .filter((finding) => !causes.has(causeOf(finding)) && !ofFile.some((other) => overlaps(other, finding)))
    .map(({ fix, ...finding }) => ({
      ...finding,
      message: `In environment ${environment}: ${finding.message}`,
      // Elsewhere the base files may be right as they are.
      ...(fix && finding.file === label ? { fix } : {}),
    }))
}
