import { sql } from 'kysely'
import type { CatalogChange } from '../catalog/plan.ts'
import { StalePlan } from '../catalog/stale-plan.ts'
import type { AdoptedEdit, SyncPlan } from '../catalog/sync-plan.ts'
import type { CatalogKind, DeclaredEntry } from '../domain/declared-entry.ts'
import { tableOfKind } from './catalog-store.ts'
import type { Trx } from './database.ts'

/** Writes what a plan makes of the rows of a kind. Throws StalePlan where one has changed meanwhile. */
export async function writeKind(trx: Trx, kind: CatalogKind, plan: SyncPlan, releaseId: number): Promise<void> {
  const changes = plan.changes.filter((change) => change.kind === kind)
  const withAction = (isMeant: (change: CatalogChange) => boolean) => changes.filter(isMeant)
  await insertRows(
    trx,
    kind,
    withAction((change) => change.action === 'create'),
    releaseId,
  )
  await updateRows(
    trx,
    kind,
    withAction(({ action }) => action !== 'create' && action !== 'archive'),
    releaseId,
  )
  await archiveRows(
    trx,
    kind,
    withAction((change) => change.action === 'archive'),
    releaseId,
  )
  await placeRows(
    trx,
    kind,
    plan.placed.filter((entry) => entry.kind === kind),
  )
  await adoptRows(
    trx,
    kind,
    plan.adopted.filter((edit) => edit.kind === kind),
  )
}

/** Rows as one parameter: a catalog may have more of them than a statement may have parameters. */
const rowsOf = (changes: readonly CatalogChange[]): string =>
  JSON.stringify(
    changes.map(({ id, from, version, declared }) => ({
      old_id: from ?? id,
      version,
      id,
      position: declared?.position,
      spec: declared?.spec,
      source_file: declared?.sourceFile,
      source_line: declared?.sourceLine,
    })),
  )

const columns = sql`(old_id text, version integer, id text, position integer, spec jsonb, source_file text, source_line integer)`

async function insertRows(trx: Trx, kind: CatalogKind, changes: CatalogChange[], releaseId: number): Promise<void> {
  if (changes.length === 0) return
  await sql`insert into ${sql.table(kind)} (id, position, spec, source_file, source_line, release_id)
    select id, position, spec, source_file, source_line, ${releaseId}::integer
    from jsonb_to_recordset(${rowsOf(changes)}::jsonb) as t ${columns}`.execute(trx)
}

async function updateRows(trx: Trx, kind: CatalogKind, changes: CatalogChange[], releaseId: number): Promise<void> {
  if (changes.length === 0) return
  const ready = await withFreeNames(trx, kind, changes)
  const written = await sql<{ id: string }>`update ${sql.table(kind)} as row set
      id = t.id, position = t.position, spec = t.spec, source_file = t.source_file, source_line = t.source_line,
      archived_at = null, edited_by = null, edited_at = null, version = row.version + 1, release_id = ${releaseId}::integer
    from jsonb_to_recordset(${rowsOf(ready)}::jsonb) as t ${columns}
    where row.id = t.old_id and row.version = t.version
    returning row.id`.execute(trx)
  assertAllWritten(kind, changes, written.rows)
}

/**
 * Where an entry gets a name that another of the same plan gives up, no order of single renames would do: each row that
 * is renamed takes a name of its own on the way, with everything that refers to it. Answers the changes from there.
 */
async function withFreeNames(trx: Trx, kind: CatalogKind, changes: CatalogChange[]): Promise<CatalogChange[]> {
  const given = new Set(changes.map(({ id }) => id))
  if (!changes.some(({ from }) => from !== undefined && given.has(from))) return changes
  const onTheWay = (id: string) => `${id}\u0001`
  await sql`update ${sql.table(kind)} as row set id = t.id
    from jsonb_to_recordset(${JSON.stringify(
      changes.flatMap(({ from }) => (from === undefined ? [] : [{ old_id: from, id: onTheWay(from) }])),
    )}::jsonb) as t (old_id text, id text)
    where row.id = t.old_id`.execute(trx)
  return changes.map((change) => (change.from === undefined ? change : { ...change, from: onTheWay(change.from) }))
}

/** What was edited by hand, and is declared so by now, is a part of this release like everything else. */
async function adoptRows(trx: Trx, kind: CatalogKind, adopted: readonly AdoptedEdit[]): Promise<void> {
  if (adopted.length === 0) return
  await sql`update ${sql.table(kind)} set edited_by = null, edited_at = null
    where id = any(${adopted.map(({ id }) => id)}::text[])`.execute(trx)
}

async function archiveRows(trx: Trx, kind: CatalogKind, changes: CatalogChange[], releaseId: number): Promise<void> {
  if (changes.length === 0) return
  const written = await sql<{ id: string }>`update ${sql.table(kind)} as row set
      archived_at = now(), edited_by = null, edited_at = null, version = row.version + 1, release_id = ${releaseId}::integer
    from jsonb_to_recordset(${rowsOf(changes)}::jsonb) as t ${columns}
    where row.id = t.old_id and row.version = t.version
    returning row.id`.execute(trx)
  assertAllWritten(kind, changes, written.rows)
}

/** No new version: what these rows declare is the same. */
async function placeRows(trx: Trx, kind: CatalogKind, placed: DeclaredEntry[]): Promise<void> {
  if (placed.length === 0) return
  const rows = placed.map(({ id, position, sourceFile, sourceLine }) => ({
    id,
    position,
    source_file: sourceFile,
    source_line: sourceLine,
  }))
  await sql`update ${sql.table(kind)} as row set
      position = t.position, source_file = t.source_file, source_line = t.source_line
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t ${columns}
    where row.id = t.id`.execute(trx)
}

/** An edit by hand takes no lock that we hold: it can slip in between our look and our write. */
function assertAllWritten(
  kind: CatalogKind,
  changes: readonly CatalogChange[],
  written: readonly { id: string }[],
): void {
  const ids = new Set(written.map(({ id }) => id))
  const missed = changes.filter(({ id }) => !ids.has(id))
  if (missed.length === 0) return
  throw new StalePlan(
    'rows changed while it was being applied.',
    missed.map(({ id }) => ({ what: `${tableOfKind[kind]} ${id}`, how: 'edited by hand just now' })),
  )
}
