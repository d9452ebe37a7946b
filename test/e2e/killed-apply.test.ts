import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openDatabase } from '../../api/connection.ts'
import { liveEntries } from '../../api/catalog/entries-after.ts'
import { normaliserOf } from '../../api/catalog/normal-spec.ts'
import { catalogHash } from '../../api/catalog/plan.ts'
import { readSchemas } from '../../api/catalog/read-tree.ts'
import type { SyncPlan } from '../../api/catalog/sync-plan.ts'
import { readStoredEntries } from '../../api/db/catalog-store.ts'
import type { Database } from '../../api/db/database.ts'
import { migrate } from '../../api/db/migrate.ts'
import { readReleaseEntries } from '../../api/db/release-content.ts'
import type { DeclaredEntry } from '../../api/domain/declared-entry.ts'
import { applyEntries, planEntries } from '../support/apply.ts'
import { openTestDatabase } from '../support/database.ts'
import { catalogOfModels } from '../support/thousand-models.ts'

const serverUrl = process.env['TEST_DATABASE_URL']
/** With the embedded database each takes a start of it in two processes. */
const kills = serverUrl ? 14 : 6

/** Applies a plan in a process that kills itself on the way. Answers whether it came to its end before that. */
async function applyAndDie(plan: SyncPlan, home: string, variables: Record<string, string>): Promise<boolean> {
  const planFile = join(home, 'plan.json')
  await writeFile(planFile, JSON.stringify(plan))
  const statement = String(1 + Math.floor(Math.random() * 36))
  const delayMs = String(Math.random() < 0.5 ? 0 : Math.floor(Math.random() * 40))
  const child = spawn(
    process.execPath,
    [new URL('../support/apply-process.mjs', import.meta.url).pathname, planFile, statement, delayMs],
    { env: { ...process.env, ATELIER_HOME: home, ...variables }, stdio: ['ignore', 'ignore', 'inherit'] },
  )
  return new Promise((settle) => child.once('exit', (code) => settle(code === 0)))
}

const normalise = normaliserOf(await readSchemas('config'))

it(
  'is always exactly the old or the new release, however often the process is killed while it applies 1,000 models',
  { timeout: 400_000 },
  async () => {
    const home = await mkdtemp(join(tmpdir(), 'atelier-killed-apply-'))
    // The embedded database belongs to one process at a time, so it is opened anew after each kill.
    const server = serverUrl ? await openTestDatabase() : undefined
    const open = async (): Promise<Database> => {
      if (server) return { ...server, close: async () => {} }
      const database = await openDatabase({ databaseUrl: undefined, home })
      await migrate(database.db)
      return database
    }
    const variables: Record<string, string> = { DATABASE_URL: '' }
    if (server) {
      const url = new URL(serverUrl ?? '')
      url.pathname = `/${server.place.split('/')[1]}`
      variables['DATABASE_URL'] = url.href
    }
    const [dear, cheap] = await Promise.all([catalogOfModels(1000, 0.09), catalogOfModels(1000, 0.01)])
    const hashOf = (entries: readonly DeclaredEntry[]) => catalogHash(entries, normalise)
    const hashes = { dear: hashOf(dear), cheap: hashOf(cheap) }
    let finished = 0
    let newReleases = 0
    try {
      let database = await open()
      await applyEntries(database.db, dear)
      let is = hashes.dear
      for (let kill = 0; kill < kills; kill++) {
        const plan = await planEntries(database.db, is === hashes.dear ? cheap : dear)
        await database.close()
        if (await applyAndDie(plan, home, variables)) finished += 1
        database = await open()
        const [stored, release] = [
          hashOf(liveEntries(await readStoredEntries(database.db))),
          await database.db
            .selectFrom('releases')
            .select(['id', 'catalogHash'])
            .orderBy('id', 'desc')
            .limit(1)
            .executeTakeFirstOrThrow(),
        ]
        expect([hashes.dear, hashes.cheap]).toContain(stored)
        expect(release.catalogHash).toBe(stored)
        expect(hashOf(await readReleaseEntries(database.db, release.id))).toBe(stored)
        if (stored !== is) newReleases += 1
        is = stored
      }
      // Had none been killed on its way, or none come through, this would have tried nothing.
      console.log(`${kills} processes: ${finished} came to their end, ${newReleases} made a release.`)
      expect(finished).toBeLessThan(kills)
      await database.close()
    } finally {
      await server?.close()
      await rm(home, { recursive: true, force: true })
    }
  },
)
