import { openDatabase } from './connection.ts'
import { databaseProblem } from './db/database-problem.ts'
import type { Database } from './db/database.ts'
import type { Env } from './env.ts'

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
