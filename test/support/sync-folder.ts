import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../api/connection.ts'
import type { Db } from '../../api/db/database.ts'
import { type Outcome, runCommandLine } from './command.ts'
import { createOnServer } from './database.ts'

/**
 * A folder with a copy of the catalog, and a new database that sync-config brings to it: the embedded one in the folder,
 * or one on the server that TEST_DATABASE_URL names.
 */
export interface SyncFolder {
  folder: string
  /** What names the database to a command. */
  env: Record<string, string>
  sync(...args: string[]): Promise<Outcome>
  /** Replaces a part of a file of the catalog, which must be there. */
  edit(path: string, from: string | RegExp, to: string): Promise<void>
  remove(path: string): Promise<void>
  /** Puts the catalog back as it was shipped. */
  restore(): Promise<void>
  /** Works on the database while no command runs. */
  inDatabase<T>(work: (db: Db) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export async function openSyncFolder(): Promise<SyncFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-sync-'))
  const config = join(folder, 'config')
  await cp('config', config, { recursive: true })
  const serverUrl = process.env['TEST_DATABASE_URL']
  const server = serverUrl ? await createOnServer(serverUrl, { isMigrated: false }) : undefined
  const env: Record<string, string> = server ? { DATABASE_URL: server.url } : {}
  return {
    folder,
    env,
    sync: (...args) => runCommandLine('scripts/sync-config', args, { cwd: folder, env }),
    async edit(path, from, to) {
      const full = join(config, path)
      const text = await readFile(full, 'utf8')
      const changed = text.replace(from, () => to)
      if (changed === text) throw new Error(`"${from}" is not in ${path}.`)
      await writeFile(full, changed)
    },
    remove: (path) => rm(join(config, path), { recursive: true }),
    async restore() {
      await rm(config, { recursive: true, force: true })
      await cp('config', config, { recursive: true })
    },
    async inDatabase(work) {
      const database = await openDatabase({ databaseUrl: server?.url, home: join(folder, '.atelier') })
      try {
        return await work(database.db)
      } finally {
        await database.close()
      }
    },
    async close() {
      await server?.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
