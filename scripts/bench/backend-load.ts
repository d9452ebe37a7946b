import type { Client } from 'pg'
import { readProcess } from './atelier-process.ts'

/** What the server's processes for one database take of the processor. */
export interface BackendLoad {
  /** Seconds since it began, user and system. Undefined where the server runs on another machine. */
  stop(): Promise<number | undefined>
}

const sampleEveryMs = 500

/** Watches the sessions of a client's database, its own left out. One that comes and goes between two looks is missed. */
export async function watchBackends(client: Client): Promise<BackendLoad> {
  const first = new Map<number, number>()
  const last = new Map<number, number>()
  const look = async (isFirst: boolean): Promise<void> => {
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    )
    for (const { pid } of rows) {
      const seconds = readProcess(pid)?.cpuSeconds
      if (seconds === undefined) continue
      // One that came later has worked for nobody before.
      if (!first.has(pid)) first.set(pid, isFirst ? seconds : 0)
      last.set(pid, seconds)
    }
  }
  await look(true)
  let looking = Promise.resolve()
  const timer = setInterval(() => (looking = looking.then(() => look(false))), sampleEveryMs)
  return {
    async stop() {
      clearInterval(timer)
      await looking
      await look(false)
      if (last.size === 0) return undefined
      return [...last].reduce((sum, [pid, seconds]) => sum + seconds - (first.get(pid) ?? 0), 0)
    },
  }
}
