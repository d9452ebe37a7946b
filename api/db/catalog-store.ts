import { sql } from 'kysely'
import { catalogOfEntries } from '../catalog/catalog-of-entries.ts'
import type { StoredEntry } from '../catalog/plan.ts'
import type { Catalog, KillSwitch } from '../domain/catalog.ts'
import { type CatalogKind, catalogKinds } from '../domain/declared-entry.ts'
import { AppError } from '../domain/error.ts'
import { type Db, look, transact } from './database.ts'
import { readReleaseEntries } from './release-content.ts'
import { readRenamesAfter, underNamesOfNow } from './release-renames.ts'
import { inBatches } from './write-batch.ts'

/** Tables have the camelCase names that Kysely uses; kinds are as in the files. */
export const tableOfKind = {
  providers: 'providers',
  tiers: 'tiers',
  plans: 'plans',
  styles: 'styles',
  parameter_sets: 'parameterSets',
  settings: 'settings',
  models: 'models',
} as const satisfies Record<CatalogKind, string>

/** Every row of every kind, archived ones included. */
export async function readStoredEntries(db: Db): Promise<StoredEntry[]> {
  const columns = [
    'id',
    'position',
    'spec',
    'sourceFile',
    'sourceLine',
    'version',
    'releaseId',
    'archivedAt',
    'editedBy',
    'editedAt',
  ] as const
  const entries: StoredEntry[] = []
  for (const kind of catalogKinds) {
    const rows = await db
      .selectFrom(tableOfKind[kind])
      .select(columns)
      .orderBy('position')
      .orderBy(sql`id collate "C"`)
      .execute()
    entries.push(...rows.map((row) => ({ ...row, kind })))
  }
  return entries
}

/** Models that an operator has switched off. */
export async function readKills(db: Db): Promise<Map<string, KillSwitch>> {
  const killed = await db
    .selectFrom('models')
    .select(['id', 'killedAt', 'killedBy', 'killReason'])
    .where('killedAt', 'is not', null)
    .execute()
  return new Map(
    killed.map((row): [string, KillSwitch] => [
      row.id,
      { reason: row.killReason ?? '', by: row.killedBy ?? '', at: row.killedAt ?? new Date(0) },
    ]),
  )
}

async function readCatalog(db: Db): Promise<Catalog> {
  const live = (await readStoredEntries(db)).filter((entry) => !entry.archivedAt)
  const release = await db
    .selectFrom('releases')
    .select((eb) => eb.fn.max('id').as('id'))
    .executeTakeFirst()
  const catalog = catalogOfEntries(live, { releaseId: release?.id ?? null, kills: await readKills(db) })
  if (!catalog) throw new AppError('unavailable', 'The database holds no catalog yet. Run: npm run sync-config')
  return catalog
}

/** The catalog of a release; undefined where it was not kept. */
async function readCatalogOf(db: Db, releaseId: number, kills: Catalog['kills']): Promise<Catalog | undefined> {
  const release = await db.selectFrom('releases').select('hasContent').where('id', '=', releaseId).executeTakeFirst()
  if (!release?.hasContent) return undefined
  const entries = underNamesOfNow(await readReleaseEntries(db, releaseId), await readRenamesAfter(db, releaseId))
  return catalogOfEntries(entries, { releaseId, kills })
}

/** Changes whenever the catalog does: by a release, an operator's kill switch, or an edit by hand. */
async function readStamp(db: Db): Promise<string> {
  const { rows } = await sql<{ stamp: string }>`
    select concat_ws(' ', (select max(id) from releases), (select count from catalog_edits), count(killed_at), max(killed_at)) as stamp
    from models`.execute(db)
  return rows[0]?.stamp ?? ''
}

const earlierMax = 4

/** The catalog as the database has it now, read again only when it changed. One cheap query otherwise. */
export function createCatalogStore(db: Db) {
  let cached: { stamp: string; catalog: Catalog } | undefined
  // A few are enough: only what was in hand when a release was applied asks for the one before.
  const earlier = new Map<number, { now: Catalog; catalog: Catalog | undefined }>()
  // Who asks while it is being read waits for the next reading: what was read before one asked may be out of date.
  const readStampTogether = inBatches<null, string>(async (askers) => {
    const stamp = await readStamp(db)
    return askers.map(() => stamp)
  })
  return {
    async current(): Promise<Catalog> {
      const stamp = await readStampTogether(null)
      if (cached?.stamp !== stamp) {
        // One snapshot: a release committed while we read is taken whole at the next call, never by half.
        const catalog = await look(db, readCatalog)
        cached = { stamp, catalog }
      }
      return cached.catalog
    },

    /** An earlier release, with what is switched off now. Undefined where its content was not kept. */
    async ofRelease(releaseId: number): Promise<Catalog | undefined> {
      const now = await this.current()
      if (now.releaseId === releaseId) return now
      const known = earlier.get(releaseId)
      if (known?.now === now) return known.catalog
      const catalog = await look(db, (trx) => readCatalogOf(trx, releaseId, now.kills))
      earlier.delete(releaseId)
      earlier.set(releaseId, { now, catalog })
      for (const oldest of earlier.keys()) {
        if (earlier.size <= earlierMax) break
        earlier.delete(oldest)
      }
      return catalog
    },

    async kill(modelId: string, reason: string, by: string): Promise<void> {
      await setKillSwitch(db, modelId, { killedAt: new Date(), killReason: reason, killedBy: by })
    },

    async restore(modelId: string): Promise<void> {
      await setKillSwitch(db, modelId, { killedAt: null, killReason: null, killedBy: null })
    },
  }
}

export type CatalogStore = ReturnType<typeof createCatalogStore>

async function setKillSwitch(
  db: Db,
  modelId: string,
  values: { killedAt: Date | null; killReason: string | null; killedBy: string | null },
): Promise<void> {
  await transact(db, async (trx) => {
    const changed = await trx
      .updateTable('models')
      .set(values)
      .where('id', '=', modelId)
      .returning('id')
      .executeTakeFirst()
    if (!changed) throw new AppError('not_found', `There is no model "${modelId}".`)
    const payload = JSON.stringify({ id: modelId, killReason: values.killReason })
    await trx.insertInto('events').values({ topic: 'models', recordId: modelId, payload }).execute()
  })
}
