import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { type Atelier, filesFolderOf, openAtelier } from '../../api/atelier.ts'
import { readArticle } from '../../api/article/read-article.ts'
import { type Env, readEnv } from '../../api/env.ts'
import type { Sandbox } from '../../api/sandbox/server.ts'
import { openTestDatabase, seedCatalog } from './database.ts'
import { seedContent } from './records.ts'

export interface TestAtelier {
  atelier: Atelier
  sandbox: Sandbox
  /** Where other processes find the database; undefined where it is embedded. */
  databaseUrl: string | undefined
  /** What ATELIER_HOME would be. */
  home: string
  /** An article with prompts, ready to be made. */
  addArticle(name?: string): Promise<{ contentId: number; imageIds: number[] }>
  /** Waits until no generation is queued or running. */
  settled(): Promise<void>
  /** Takes all articles away, and what was made of them. Throws where the ledger does not add up. */
  clear(): Promise<void>
  close(): Promise<void>
}

/** Everything for real, over a database of the test's own: the catalog as shipped, and the sandbox for providers. */
export async function openTestAtelier(
  variables: Record<string, string> = {},
  log = pino({ level: 'silent' }),
  /** Another server than that of TEST_DATABASE_URL. */
  serverUrl?: string,
): Promise<TestAtelier> {
  const home = await mkdtemp(join(tmpdir(), 'atelier-test-'))
  const database = await openTestDatabase(serverUrl)
  await seedCatalog(database.db)
  const env: Env = readEnv({ ATELIER_SANDBOX: 'on', ...variables })
  const atelier = await openAtelier({ env, database, filesFolder: filesFolderOf({ home }), log, random: () => 0 })
  const { sandbox } = atelier.desk
  if (!sandbox) throw new Error('The test wants a sandbox.')
  const { db } = database
  return {
    atelier,
    sandbox,
    databaseUrl: database.url,
    home,
    async addArticle(name = 'Northwind') {
      const { contentId } = await seedContent(db, { name })
      const written = await atelier.studio.promptWriter(await atelier.stores.catalogs.current(), 'model').write({
        article: readArticle(articleSource, 'markdown'),
        imagesPerArticle: 4,
        promptCharsMax: 800,
      })
      await atelier.stores.images.savePrompts(contentId, written.prompts, written, { overwrite: true })
      const images = await atelier.stores.images.ofContent(contentId)
      return { contentId, imageIds: images.map((image) => image.id) }
    },
    async settled() {
      for (;;) {
        const open = await db
          .selectFrom('generations')
          .select('id')
          .where('status', 'in', ['queued', 'running'])
          .executeTakeFirst()
        if (!open) return
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    async clear() {
      sandbox.faults.clear()
      const imbalances = await atelier.stores.spending.imbalances()
      await sql`truncate accounts, provider_days, provider_states restart identity cascade`.execute(db)
      if (imbalances.length > 0) throw new Error(`The ledger is out of balance: ${imbalances.join('; ')}`)
    },
    async close() {
      await atelier.close()
      await database.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}

const articleSource = `# Rooftop gardens

Gardens grow on the flat roofs of the old harbour, where bees have come back.

## Soil

The soil is light and made of crushed brick, so that the beams can carry it.

## Water

Rain is kept in tanks that once held olive oil, and every plant gets its share.

## Neighbours

On Sundays the neighbours climb the ladders with baskets and bread.
`
