import { sql } from 'kysely'
import type { Db } from './database.ts'
import { writeRunLog } from './run-log.ts'

/** Who conducts which run. A lease that runs out frees it: no crash holds a run, let alone a site. */
export function createRunLeaseStore(db: Db) {
  return {
    /** Takes up runs that nobody conducts. `tookOver` says that another conductor had it and went silent. */
    async claim(conductor: string, leaseSeconds: number): Promise<{ id: number; tookOver: boolean }[]> {
      const { rows } = await sql<{ id: number; tookOver: boolean }>`
        with free as (
          select id, conductor as former from runs
          where status = 'running' and (lease_until is null or lease_until <= now())
          order by lease_until nulls first, id limit 10 for update skip locked)
        update runs set conductor = ${conductor}, lease_until = now() + make_interval(secs => ${leaseSeconds}),
          -- While nobody conducted it, it did not run.
          resumed_at = resumed_at + greatest(interval '0', now() - coalesce(lease_until, now()))
        from free where runs.id = free.id returning runs.id, free.former is not null as took_over`.execute(db)
      for (const { id, tookOver } of rows)
        if (tookOver)
          await writeRunLog(db, id, [{ message: 'Went on in another process: the one before stopped without a word.' }])
      return rows
    },

    async renew(conductor: string, runIds: number[], leaseSeconds: number): Promise<void> {
      // Of runs that were paused too: what is being written is finished.
      await db
        .updateTable('runItems')
        .set({ writingUntil: sql<Date>`now() + make_interval(secs => ${leaseSeconds})` })
        .where('writer', '=', conductor)
        .execute()
      await db
        .updateTable('runs')
        .set({ leaseUntil: sql<Date>`now() + make_interval(secs => ${leaseSeconds})` })
        .where('id', 'in', runIds)
        .where('conductor', '=', conductor)
        .where('status', '=', 'running')
        .execute()
    },

    /** Lets others take its runs up at once. */
    async release(conductor: string): Promise<void> {
      await db
        .updateTable('runItems')
        .set({ writer: null, writingUntil: null })
        .where('writer', '=', conductor)
        .execute()
      await db
        .updateTable('runs')
        .set({ conductor: null, leaseUntil: sql<Date>`now()` })
        .where('conductor', '=', conductor)
        .where('status', '=', 'running')
        .execute()
    },

    /** For a process that knows that it is the only one: what a killed one held need not wait for its lease. */
    async endLeases(): Promise<void> {
      await db
        .updateTable('runItems')
        .set({ writer: null, writingUntil: null })
        .where('writer', 'is not', null)
        .execute()
      await db
        .updateTable('runs')
        .set({ leaseUntil: sql<Date>`least(lease_until, now())` })
        .where('status', '=', 'running')
        .execute()
    },
  }
}

export type RunLeaseStore = ReturnType<typeof createRunLeaseStore>
