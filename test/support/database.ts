import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { Client } from 'pg'
import { readCatalog } from '../../api/catalog/read-catalog.ts'
import type { Database, Db } from '../../api/db/database.ts'
import { openInMemory } from '../../api/db/embedded.ts'
import { migrate } from '../../api/db/migrate.ts'
import { openPostgres } from '../../api/db/postgres.ts'
import { applyEntries } from './apply.ts'

const migrations = new URL('../../api/db/migrations/', import.meta.url)
const template = new URL('../../dist/template/database.tar', import.meta.url).pathname

/** Names the template after what is in it, so that a changed migration never meets an old template. */
function templateName(): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(migrations).toSorted()) hash.update(readFileSync(new URL(name, migrations)))
  return `atelier_test_template_${hash.digest('hex').slice(0, 16)}`
}

function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}

async function onServer<T>(serverUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: serverUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A migrated database to copy from; made by the first test that comes. */
async function ensureTemplate(serverUrl: string, name: string): Promise<void> {
  await onServer(serverUrl, async (client) => {
    // Test files run side by side: the others wait here until the template is whole.
    await client.query('select pg_advisory_lock(4310)')
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount) return
    await client.query(`create database ${name}_new`)
    const database = await openPostgres(urlOf(serverUrl, `${name}_new`), 1)
    await migrate(database.db)
    await database.close()
    await client.query(`alter database ${name}_new rename to ${name}`)
  })
}

/** An empty database of a name of its own on a server, migrated or not even that. */
export async function createOnServer(
  serverUrl: string,
  { isMigrated }: { isMigrated: boolean },
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `atelier_test_${process.pid}_${randomUUID().slice(0, 8)}`
  if (isMigrated) await ensureTemplate(serverUrl, templateName())
  const template = isMigrated ? ` template ${templateName()}` : ''
  await onServer(serverUrl, (client) => client.query(`create database ${name}${template}`))
  return {
    url: urlOf(serverUrl, name),
    drop: async () => {
      await onServer(serverUrl, (client) => client.query(`drop database ${name} with (force)`))
    },
  }
}

/** A database of a test's own. */
export interface TestDatabase extends Database {
  /** Where other processes find it; undefined where it is embedded. */
  url: string | undefined
}

async function openOnServer(serverUrl: string): Promise<TestDatabase> {
  const { url, drop } = await createOnServer(serverUrl, { isMigrated: true })
  const database = await openPostgres(url, 5)
  return {
    ...database,
    url,
    close: async () => {
      await database.close()
      await drop()
    },
  }
}

/** A migrated, empty database of the test's own: embedded, or on the server that TEST_DATABASE_URL names. */
export async function openTestDatabase(serverUrl = process.env['TEST_DATABASE_URL']): Promise<TestDatabase> {
  if (serverUrl) return openOnServer(serverUrl)
  const database = await openInMemory(template)
  await migrate(database.db)
  return { ...database, url: undefined }
}

let shipped: ReturnType<typeof readCatalog> | undefined

/** Puts the shipped catalog into a database. Answers the release. */
export async function seedCatalog(db: Db): Promise<number> {
  shipped ??= readCatalog(new URL('../../config', import.meta.url).pathname)
  const read = await shipped
  if (!read.ok)
    throw new Error(`The shipped catalog is not sound: ${read.findings.map((finding) => finding.message).join(' ')}`)
  const { releaseId } = await applyEntries(db, read.entries, {
    origin: { actor: 'test', gitCommit: null, gitBranch: null, gitDirty: null },
  })
  if (releaseId === null) throw new Error('The catalog was applied before.')
  return releaseId
}
