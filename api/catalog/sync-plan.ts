import type { KillSwitch } from '../domain/catalog.ts'
import type { CatalogKind, DeclaredEntry } from '../domain/declared-entry.ts'
import type { ReleaseOrigin } from '../domain/release.ts'
import { catalogOfEntries } from './catalog-of-entries.ts'
import { type DeletionLimits, type RefusedDeletion, refusedDeletions } from './deletion-guard.ts'
import { entriesAfter, liveEntries } from './entries-after.ts'
import { type Impact, impactOf } from './impact.ts'
import type { Normalise } from './normal-spec.ts'
import { changedFields } from './field-changes.ts'
import {
  type CatalogChange,
  type EntryChanges,
  type StoredEntry,
  catalogHash,
  editOf,
  keyOf,
  planChanges,
} from './plan.ts'
import type { Usage } from './usage.ts'

/** A field that an environment's overlay sets. */
export interface OverlaySetting {
  kind: CatalogKind
  id: string
  path: string
  value: unknown
}

/** What a release is made from, beside its entries. */
export interface ReleaseContext {
  origin: ReleaseOrigin
  overlay: { environment: string; file: string; settings: OverlaySetting[] } | null
  /** What the validator had to say: no errors, or there would be no plan. */
  findings: FindingNote[]
  /** The release whose catalog is brought back; null where the files are applied. */
  rollbackOf: number | null
}

/** A finding, as it is kept with a release. */
export interface FindingNote {
  rule: string
  severity: string
  file: string
  line: number
  column: number
  message: string
}

/** The release that a database is at. */
export interface ReleaseMark {
  id: number
  /** ISO 8601. */
  appliedAt: string
}

/** What a database holds, read at one moment. */
export interface CatalogState {
  release: ReleaseMark | null
  stored: readonly StoredEntry[]
  /** What the last release wrote. */
  released: readonly DeclaredEntry[]
  kills: ReadonlyMap<string, KillSwitch>
  usage: Usage
}

export interface PlanOptions extends DeletionLimits {
  /** Refused deletions are left out instead of holding up the rest. */
  skipDeletes: boolean
  /** Strandings that are meant, by name. */
  approve: readonly string[]
}

export interface PlanRequest extends ReleaseContext {
  declared: readonly DeclaredEntry[]
  normalise: Normalise
  options: PlanOptions
  /** YYYY-MM-DD, in UTC. */
  today: string
  /** What the rules say of entries that are not just what the files declare. */
  check: (entries: readonly DeclaredEntry[]) => FindingNote[]
}

/** What one run of sync-config would do, complete: nothing else is asked when it is applied. */
export interface SyncPlan extends ReleaseContext {
  base: ReleaseMark | null
  /** Kind, id and version of every row that there was. */
  rows: [kind: CatalogKind, id: string, version: number][]
  changes: CatalogChange[]
  placed: DeclaredEntry[]
  /** Hash of the catalog that this makes. */
  catalogHash: string
  impact: Impact[]
  skipped: RefusedDeletion[]
  /** Edits by hand that the files say as well by now. Nothing changes by them, but the release has them from then on. */
  adopted: AdoptedEdit[]
  /** Deletions that hold up the plan. */
  refused: RefusedDeletion[]
  /** Errors that the catalog would have with what was left out still in it. */
  unsound: FindingNote[]
  options: PlanOptions
}

/** An edit by hand that the files have caught up with. `before` in its fields is what the last release said. */
export interface AdoptedEdit extends Pick<CatalogChange, 'kind' | 'id' | 'fields' | 'edited'> {
  action: 'adopt'
}

/** Whether applying a plan would write anything. */
export const isNothing = ({ changes, adopted }: Pick<SyncPlan, 'changes' | 'adopted'>): boolean =>
  changes.length === 0 && adopted.length === 0

/** Where nothing is known of the last release, nothing can be said to differ from it. */
function adoptedEdits(
  { stored, released }: CatalogState,
  { changes }: Pick<SyncPlan, 'changes'>,
  normalise: Normalise,
): AdoptedEdit[] {
  if (released.length === 0) return []
  const last = new Map(released.map((entry) => [keyOf(entry), entry]))
  const changed = new Set(changes.map(({ kind, id, from }) => keyOf({ kind, id: from ?? id })))
  return stored
    .filter((row) => row.editedBy !== null && !row.archivedAt && !changed.has(keyOf(row)))
    .map((row) => {
      const before = last.get(keyOf(row))
      const now = normalise(row.kind, row.spec as DeclaredEntry['spec'])
      return {
        kind: row.kind,
        id: row.id,
        action: 'adopt' as const,
        fields: changedFields(before ? normalise(row.kind, before.spec) : {}, now),
        ...editOf(row),
      }
    })
}

/** What stands behind a deletion that strands somebody: the entry itself, or the models of a tier that is left without. */
function deletionsBehind({ name = '' }: Impact, changes: readonly CatalogChange[], stored: readonly StoredEntry[]) {
  const [noun, id = ''] = name.split('/')
  const kind = ({ tier: 'tiers', plan: 'plans', style: 'styles' } as const)[noun as 'tier']
  const deletions = changes.filter((change) => change.action === 'archive')
  const own = deletions.filter((change) => change.kind === kind && change.id === id)
  if (noun !== 'tier') return own
  const tierOf = new Map(stored.map((entry) => [keyOf(entry), (entry.spec as { quality_tier?: string }).quality_tier]))
  return [...own, ...deletions.filter((change) => change.kind === 'models' && tierOf.get(keyOf(change)) === id)]
}

/** What kept entries need to stay: a model its provider and its tier. */
function neededBy(kept: readonly RefusedDeletion[], stored: readonly StoredEntry[]): Set<string> {
  const rows = new Map(stored.map((entry) => [keyOf(entry), entry]))
  return new Set(
    kept.flatMap(({ kind, id }) => {
      const spec = (kind === 'models' ? rows.get(keyOf({ kind, id }))?.spec : undefined) as
        | { provider?: string; quality_tier?: string }
        | undefined
      return [
        ...(spec?.provider === undefined ? [] : [keyOf({ kind: 'providers', id: spec.provider })]),
        ...(spec?.quality_tier === undefined ? [] : [keyOf({ kind: 'tiers', id: spec.quality_tier })]),
      ]
    }),
  )
}

interface Considered {
  changes: CatalogChange[]
  after: DeclaredEntry[]
  impact: Impact[]
}

function consider(changes: CatalogChange[], all: EntryChanges, state: CatalogState, today: string): Considered {
  const after = entriesAfter(state.stored, changes, all.placed)
  return { changes, after, impact: changes.length === 0 ? [] : impactAmong(changes, after, state, today) }
}

function impactAmong(
  changes: readonly CatalogChange[],
  after: readonly DeclaredEntry[],
  state: CatalogState,
  today: string,
): Impact[] {
  const renamed = new Map(
    changes.flatMap((change) => (change.kind === 'models' && change.from ? [[change.from, change.id] as const] : [])),
  )
  const killsAfter = new Map([...state.kills].map(([id, kill]) => [renamed.get(id) ?? id, kill]))
  // The last release is sound; a row that somebody has edited by hand since may be anything.
  const wasLive = state.released.length > 0 ? state.released : liveEntries(state.stored)
  const before = catalogOfEntries(wasLive, { releaseId: null, kills: state.kills })
  const next = catalogOfEntries(after, { releaseId: null, kills: killsAfter })
  return next ? impactOf({ before: before ?? null, after: next, changes, usage: state.usage, today }) : []
}

/** Whom a plan hits now: people may have chosen something else since it was made. */
export const impactOfPlan = (plan: EntryChanges, state: CatalogState, today: string): Impact[] =>
  impactAmong(plan.changes, entriesAfter(state.stored, plan.changes, plan.placed), state, today)

/** Leaves out what must not be deleted, and what that needs, until nothing more has to stay. */
function withoutRefused(
  all: EntryChanges,
  refused: readonly RefusedDeletion[],
  state: CatalogState,
  request: PlanRequest,
) {
  let skipped = [...refused]
  for (;;) {
    const keys = new Set(skipped.map(keyOf))
    const considered = consider(
      all.changes.filter((change) => change.action !== 'archive' || !keys.has(keyOf(change))),
      all,
      state,
      request.today,
    )
    const deletions = considered.changes.filter((change) => change.action === 'archive')
    const needed = neededBy(skipped, state.stored)
    const stranding = unapproved(considered.impact, request.options.approve).flatMap((impact) =>
      deletionsBehind(impact, deletions, state.stored).map(({ kind, id }) => ({ kind, id, why: impact.why ?? '' })),
    )
    const more = [
      ...deletions
        .filter((change) => needed.has(keyOf(change)))
        .map(({ kind, id }) => ({ kind, id, why: 'Something that stays needs it.' })),
      ...stranding,
    ]
    if (more.length === 0) return { considered, skipped }
    const fresh = new Map(more.map((deletion) => [keyOf(deletion), deletion]))
    skipped = [...skipped, ...fresh.values()]
  }
}

/** Strandings that nobody has approved. */
export const unapproved = (impact: readonly Impact[], approve: readonly string[]): Impact[] =>
  impact.filter(({ stranded, name }) => stranded && name !== undefined && !approve.includes(name))

/** The plan for a database in a state. Pure. */
export function planSync(state: CatalogState, request: PlanRequest): SyncPlan {
  const { declared, normalise, options, origin, overlay, findings, rollbackOf } = request
  const all = planChanges({ declared, stored: state.stored, released: state.released, normalise })
  const refused = refusedDeletions(all.changes, state.stored, options)
  const { considered, skipped } = options.skipDeletes
    ? withoutRefused(all, refused, state, request)
    : { considered: consider(all.changes, all, state, request.today), skipped: [] }
  return {
    origin,
    overlay,
    findings,
    rollbackOf,
    base: state.release,
    rows: state.stored.map(({ kind, id, version }) => [kind, id, version]),
    changes: considered.changes,
    placed: all.placed,
    catalogHash: catalogHash(considered.after, normalise),
    impact: considered.impact,
    skipped,
    adopted: adoptedEdits(state, considered, normalise),
    refused: options.skipDeletes ? [] : refused,
    unsound: skipped.length > 0 ? request.check(considered.after).filter(({ severity }) => severity === 'error') : [],
    options,
  }
}
