import { basename, resolve } from 'node:path'
import type { Catalog, JsonSchema } from '../domain/catalog.ts'
import { type CatalogKind, type DeclaredEntry, catalogKinds } from '../domain/declared-entry.ts'
import { utcDate } from '../domain/tier.ts'
import { AppError } from '../domain/error.ts'
import { catalogOfEntries } from './catalog-of-entries.ts'
import { type CheckedCatalog, checkEnvironment } from './check-catalog.ts'
import { suggestion } from './did-you-mean.ts'
import type { Entry } from './entry.ts'
import type { Finding } from './finding.ts'
import { type Normalise, normaliserOf } from './normal-spec.ts'
import { type Overlay, overlayFields } from './overlay.ts'
import { readTree } from './read-tree.ts'
import { type Report, reportOf } from './report.ts'
import type { ReleaseContext } from './sync-plan.ts'
import { type CatalogTree, environmentOfPath } from './tree.ts'

/**
 * A catalog without errors, as it is declared and as it is used: in one environment, where one was named. An entry has
 * the place of its declaration in the base files. Warnings are in `findings`.
 */
export interface SoundCatalog {
  ok: true
  /** What the environment has otherwise than the base files; null where none was named. */
  overlay: ReleaseContext['overlay']
  entries: DeclaredEntry[]
  catalog: Catalog
  /** How its declarations are compared. */
  normalise: Normalise
  findings: Finding[]
  report: Report
}

/** A catalog that must not be used. */
export interface UnsoundCatalog {
  ok: false
  findings: Finding[]
  report: Report
}

/** JSON with sorted keys, so that the same declaration always gives the same text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

/** A declaration without `moved_from`, which is about the row and not about the thing. */
function specOf(spec: object): { spec: JsonSchema; movedFrom?: string } {
  const { moved_from: movedFrom, ...rest } = spec as { moved_from?: string }
  return { spec: sorted(rest) as JsonSchema, ...(movedFrom === undefined ? {} : { movedFrom }) }
}

interface Source {
  spec: object
  id: string
  sourceFile: string
  sourceLine: number
}

const declared = (kind: CatalogKind, sources: readonly Source[]): DeclaredEntry[] =>
  sources.map(({ spec, id, sourceFile, sourceLine }, position) => ({
    kind,
    id,
    position,
    sourceFile,
    sourceLine,
    ...specOf(spec),
  }))

/** Each has a file of its own, so that there is no order that anybody chose. */
const filesById = (entries: DeclaredEntry[]): DeclaredEntry[] =>
  entries.map((entry) => ({ ...entry, position: 0 })).toSorted((one, other) => (one.id < other.id ? -1 : 1))

function declaredEntries({ context }: CheckedCatalog, tree: CatalogTree, folderName: string): DeclaredEntry[] {
  const fileOf = (path: string) => `${folderName}/${path}`
  const sources = <T extends object>(
    entries: readonly Entry<T>[],
    idOf: (spec: Partial<T>) => string | undefined,
  ): Source[] =>
    entries.map((entry) => ({
      spec: entry.spec,
      id: idOf(entry.spec) ?? '',
      sourceFile: fileOf(entry.document.file.path),
      // A model or the settings are the whole file.
      sourceLine: entry.path.length === 0 ? 1 : entry.place().line,
    }))
  const idOf = (spec: { id?: string }) => spec.id
  const sets = tree.schemas.parameterSets.map((set): Source => ({
    spec: set.schema,
    id: set.id,
    sourceFile: fileOf(`schema/params/${set.id}.schema.json`),
    sourceLine: 1,
  }))
  const byKind: Record<CatalogKind, DeclaredEntry[]> = {
    providers: declared('providers', sources(context.providers, idOf)),
    tiers: declared('tiers', sources(context.tiers, idOf)),
    plans: declared('plans', sources(context.plans, idOf)),
    styles: declared('styles', sources(context.styles, idOf)),
    parameter_sets: filesById(declared('parameter_sets', sets)),
    settings: declared(
      'settings',
      sources(context.settings, () => 'system'),
    ),
    models: filesById(
      declared(
        'models',
        sources(context.models, (spec) => spec.model_name),
      ),
    ),
  }
  return catalogKinds.flatMap((kind) => byKind[kind])
}

const overlayOf = (
  { environment, document, entries }: Overlay,
  folderName: string,
): NonNullable<ReleaseContext['overlay']> => ({
  environment,
  file: `${folderName}/${document.file.path}`,
  settings: entries
    .flatMap(overlayFields)
    .map(({ kind, id, path, value }) => ({ kind, id, path: path.join('.'), value: sorted(value) })),
})

/** Only what is there can be named: a misspelt environment must not be the base files. */
function requireEnvironment(name: string, { files, label }: CatalogTree): void {
  const names = files.flatMap(({ path }) => environmentOfPath(path) ?? [])
  if (names.includes(name)) return
  const none = `${label} has none. One is a file environments/NAME.yaml in it that says what is another there.`
  const nearest = suggestion(name, names, 'Environments')
  const list = `Environments: ${names.join(', ')}.`
  const hint = names.length === 0 ? none : nearest === list ? list : `${nearest} ${list}`
  throw new AppError('invalid', `There is no environment "${name}". ${hint}`)
}

/** How to read a catalog. */
export interface ReadOptions {
  /** YYYY-MM-DD, in UTC. */
  today?: string
  /** Undefined: as the base files have it. */
  environment?: string | undefined
}

/**
 * Reads and checks a config folder, as one environment has it. Errors in other environments are none of it, and nor are
 * those of the base files that this one mends.
 * @throws AppError `invalid` when there is nothing to read, something cannot be read, or there is no such environment.
 */
export async function readCatalog(
  folder: string,
  { today = utcDate(new Date()), environment }: ReadOptions = {},
): Promise<SoundCatalog | UnsoundCatalog> {
  const tree = await readTree(folder)
  if (environment !== undefined) requireEnvironment(environment, tree)
  const checked = checkEnvironment(tree, today, environment)
  const { findings } = checked
  const report = reportOf(checked)
  if (findings.some((finding) => finding.severity === 'error')) return { ok: false, findings, report }
  const folderName = basename(resolve(folder))
  const entries = declaredEntries(checked, tree, folderName)
  // No release, and nothing switched off: both belong to a database.
  const catalog = catalogOfEntries(entries, { releaseId: null, kills: new Map() })
  if (!catalog) throw new Error('A catalog without errors has no settings.')
  const overlay = checked.overlay && overlayOf(checked.overlay, folderName)
  return { ok: true, overlay, entries, catalog, normalise: normaliserOf(tree.schemas), findings, report }
}
