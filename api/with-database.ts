import { openDatabase } from './connection.ts'
import { databaseProblem } from './db/database-problem.ts'
import type { Database } from './db/database.ts'
import { hasEmbedded } from './db/embedded.ts'
import type { Env } from './env.ts'

/** Whether there is a database to ask: a server, or an embedded one that was made. */
export const hasDatabase = async (env: Pick<Env, 'databaseUrl' | 'home'>): Promise<boolean> =>
  env.databaseUrl !== undefined || (await hasEmbedded(env.home))

/** Opens the database that the environment names for some work. What the database itself has against it is told in words. */
export async function withDatabase<T>(
  env: Pick<Env, 'databaseUrl' | 'home'>,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(env)
  try {
    return await work(database)
  } catch (error) {
    throw databaseProblem(error) ?? error
  } finally {
    await database.close().catch(() => undefined)
  }
}
