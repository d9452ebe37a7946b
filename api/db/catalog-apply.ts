import { sql } from 'kysely'
import { type CatalogChange, catalogHash, planChanges } from '../catalog/plan.ts'
import type { DeclaredEntry } from '../domain/declared-entry.ts'
import { AppError } from '../domain/error.ts'
import { readStoredEntries, tableOfKind } from './catalog-store.ts'
import { type Db, type Trx, transact } from './database.ts'

/** Any constant will do, as long as everything that applies a catalog uses this one. */
const applyLockKey = 4_310_001

/** Who applies, and from where. */
export interface ReleaseOrigin {
  actor: string
  gitCommit: string | null
  gitBranch: string | null
  gitDirty: boolean | null
}

export interface AppliedRelease {
  /** Null when nothing had to change, and nothing was written. */
  releaseId: number | null
  changes: CatalogChange[]
}

/** What `applyCatalog` would do now, read in a transaction that cannot write. */
export function planCatalog(db: Db, declared: readonly DeclaredEntry[]): Promise<CatalogChange[]> {
  return transact(db, async (trx) => {
    await sql`set transaction isolation level repeatable read read only`.execute(trx)
    return planChanges(declared, await readStoredEntries(trx))
  })
}

/** Brings the database to what is declared: one release in one transaction, or nothing. Two at once wait for one another. */
export async function applyCatalog(
  db: Db,
  declared: readonly DeclaredEntry[],
  origin: ReleaseOrigin,
): Promise<AppliedRelease> {
  if (declared.length === 0)
    throw new AppError('refused', 'The catalog is empty; applying it would archive everything.')
  return transact(db, async (trx) => {
    await sql`set local lock_timeout = '10s'`.execute(trx)
    await sql`select pg_advisory_xact_lock(${applyLockKey})`.execute(trx)
    const changes = planChanges(declared, await readStoredEntries(trx))
    if (changes.length === 0) return { releaseId: null, changes }
    // In the order in which a claim takes them: otherwise each could wait for what the other holds.
    await sql`select from providers order by id for no key update`.execute(trx)
    const plan = changes.map(({ kind, id, action, from, fields }) => ({
      kind,
      id,
      action,
      ...(from === undefined ? {} : { from }),
      fields,
    }))
    const release = await trx
      .insertInto('releases')
      .values({ ...origin, catalogHash: catalogHash(declared), plan: JSON.stringify(plan) })
      .returning('id')
      .executeTakeFirstOrThrow()
    for (const change of changes) await applyChange(trx, change, release.id)
    return { releaseId: release.id, changes }
  })
}

async function applyChange(trx: Trx, change: CatalogChange, releaseId: number): Promise<void> {
  const table = tableOfKind[change.kind]
  if (!change.declared) {
    await trx
      .updateTable(table)
      .set((eb) => ({ archivedAt: new Date(), releaseId, version: eb('version', '+', 1) }))
      .where('id', '=', change.id)
      .execute()
    return
  }
  const { id, position, spec, sourceFile, sourceLine } = change.declared
  const values = { id, position, spec: JSON.stringify(spec), sourceFile, sourceLine, releaseId }
  if (change.action === 'create') {
    await trx.insertInto(table).values(values).execute()
    return
  }
  await trx
    .updateTable(table)
    .set((eb) => ({ ...values, archivedAt: null, version: eb('version', '+', 1) }))
    .where('id', '=', change.from ?? change.id)
    .execute()
}
