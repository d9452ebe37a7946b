import { readFile, readdir } from 'node:fs/promises'
import { type Migration, Migrator, sql } from 'kysely'
import { AppError, messageOf } from '../domain/error.ts'
import type { Db } from './database.ts'

const folder = new URL('./migrations/', import.meta.url)

/** Every migration: one SQL script, in the order of their names. */
async function readMigrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  const migrations = names.map(async (name) => {
    const script = await readFile(new URL(name, folder), 'utf8')
    return [name.replace(/\.sql$/, ''), { up: async (db: Db) => void (await sql.raw(script).execute(db)) }] as const
  })
  return Object.fromEntries(await Promise.all(migrations))
}

const migratorOf = (db: Db): Migrator => new Migrator({ db, provider: { getMigrations: readMigrations } })

/** Names of the migrations that a database still lacks; `isNew` where it has none at all. Writes nothing. */
export async function migrationState(db: Db): Promise<{ pending: string[]; isNew: boolean }> {
  const migrations = await migratorOf(db).getMigrations()
  const pending = migrations.filter((migration) => !migration.executedAt).map((migration) => migration.name)
  return { pending, isNew: pending.length === migrations.length }
}

/** Brings the tables to the newest migration; nothing to do is no write. All in one transaction: half a schema never stays. */
export async function migrate(db: Db): Promise<void> {
  const { error, results } = await migratorOf(db).migrateToLatest()
  if (!error) return
  const failed = results?.find((result) => result.status === 'Error')
  throw new AppError(
    'unavailable',
    `The database could not be migrated${failed ? ` (${failed.migrationName})` : ''}: ${messageOf(error)}`,
    { cause: error },
  )
}
