import { type CatalogContext, oncePerContext } from './context.ts'
import type { Entry } from './entry.ts'
import { type OverlayEntry, settingsId } from './overlay.ts'
import { type FileKind, fileKinds } from './tree.ts'

/** What environments may have something to say about, of one kind. */
interface Targets {
  byName: ReadonlyMap<string, Entry<object>>
  /** Whether an entry has a name that cannot be read, which could be any. */
  isOpen: boolean
}

function nameOf({ kind, spec, isReadable }: Entry<object>): string | undefined {
  const named: { id?: string; model_name?: string } = spec
  if (kind === 'settings') return isReadable ? settingsId : undefined
  return kind === 'models' ? named.model_name : named.id
}

function targetsAmong(entries: readonly Entry<object>[]): Targets {
  const named = entries.flatMap((entry) => {
    const name = nameOf(entry)
    return name === undefined ? [] : [[name, entry] as const]
  })
  return { byName: new Map(named), isOpen: named.length < entries.length }
}

const targetsByKind = oncePerContext(
  (context) => new Map<FileKind, Targets>(fileKinds.map((kind) => [kind, targetsAmong(context[kind])])),
)

function targetsOf(kind: FileKind, context: CatalogContext): Targets {
  const targets = targetsByKind(context).get(kind)
  if (!targets) throw new Error(`There are no ${kind} in a catalog.`)
  return targets
}

/** The names of a kind, as far as they can be read. */
export const targetNames = (kind: FileKind, context: CatalogContext): string[] => [
  ...targetsOf(kind, context).byName.keys(),
]

/** Whether an environment could mean something that is declared: it names it, or what it names cannot be read. */
export function mayHaveTarget({ kind, id }: OverlayEntry, context: CatalogContext): boolean {
  const { byName, isOpen } = targetsOf(kind, context)
  return isOpen || byName.has(id)
}

/** What an environment has something to say about; undefined where it is not there or cannot be read. */
export const targetOf = ({ kind, id }: OverlayEntry, context: CatalogContext): Entry<object> | undefined =>
  targetsOf(kind, context).byName.get(id)
