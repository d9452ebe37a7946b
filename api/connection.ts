import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database } from './db/database.ts'
import { openEmbedded, openInMemory } from './db/embedded.ts'
import { openPostgres } from './db/postgres.ts'
import type { Env } from './env.ts'

/** The folder that the build fills; this file is in it, or beside it as a source. */
function distFolder(): string {
  const above = dirname(dirname(fileURLToPath(import.meta.url)))
  return basename(above) === 'dist' ? above : join(above, 'dist')
}

/** What the build made. Undefined where it was not built. */
export function builtFile(...path: string[]): string | undefined {
  const file = join(distFolder(), ...path)
  return existsSync(file) ? file : undefined
}

const templateFile = (): string | undefined => builtFile('template', 'database.tar')

/** The database that the environment names: a PostgreSQL server, or the embedded one in ATELIER_HOME. */
export function openDatabase(env: Pick<Env, 'databaseUrl' | 'home'>): Promise<Database> {
  return env.databaseUrl === undefined ? openEmbedded(env.home, templateFile()) : openPostgres(env.databaseUrl)
}

/** The same, but where no server is named a database in memory that ends with the process. */
export function openTransientDatabase(env: Pick<Env, 'databaseUrl'>): Promise<Database> {
  return env.databaseUrl === undefined ? openInMemory(templateFile()) : openPostgres(env.databaseUrl)
}
