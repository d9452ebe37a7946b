import { sql } from 'kysely'
import type { Atelier } from './atelier.ts'
import { messageOf } from './domain/error.ts'
import type { Readiness, ReadinessCheck } from './routes/deps.ts'
import type { Worker } from './worker/loop.ts'

async function checkDatabase({ database, stores }: Atelier): Promise<Record<string, ReadinessCheck>> {
  try {
    await sql`select 1`.execute(database.db)
  } catch (error) {
    return { database: { ok: false, detail: messageOf(error) } }
  }
  const catalog = await stores.catalogs.current().then(
    (): ReadinessCheck => ({ ok: true }),
    (error: unknown): ReadinessCheck => ({ ok: false, detail: messageOf(error) }),
  )
  return { database: { ok: true }, catalog }
}

/** Whether the database and the catalog can be had, and the worker of this process works. */
export async function readinessOf(atelier: Atelier, worker: Worker | undefined): Promise<Readiness> {
  const checks = {
    ...(await checkDatabase(atelier)),
    ...(worker
      ? {
          worker: worker.isHealthy()
            ? { ok: true }
            : { ok: false, detail: 'It has not looked at the queue for a while.' },
        }
      : {}),
  }
  return { ok: Object.values(checks).every((check) => check.ok), checks }
}
