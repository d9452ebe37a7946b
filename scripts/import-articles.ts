import { readFile, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type ImportFile, type ImportOrigin, importArticles } from '../api/article-import.ts'
import { visibleText } from '../api/catalog/visible-text.ts'
import { migrate } from '../api/db/migrate.ts'
import { createSecretBox } from '../api/db/secret-box.ts'
import { type Stores, createStores } from '../api/db/stores.ts'
import { AppError, messageOf } from '../api/domain/error.ts'
import { type ImportResult, importBytesMax } from '../api/domain/imported-article.ts'
import { readEnv } from '../api/env.ts'
import { articleExtensions, isArticleName, isHiddenName } from '../api/imports/article-name.ts'
import { runCommand } from '../api/run-command.ts'
import { withDatabase } from '../api/with-database.ts'
import { print } from './standard-output.ts'

const help = `Usage: npm run import-articles -- SOURCE --site SITE [options]

Brings articles into a site. SOURCE is a folder, a zip file of one or a file of articles (.md, .markdown, .html,
.htm), an RSS or Atom feed as a file or by its address, or a WordPress export (.xml). Says of each article what came of it. An article that
was imported before is found again: its text follows, its pictures and settings stay, and a draft that was published
there is ready here.

  --site SITE        the site, by its name or id
  --account ACCOUNT  the account, by its name or id, where several have a site of that name
  --status STATUS    draft or ready, for new articles that do not say theirs (default: ready)
  --dry-run          write nothing, and say what would be

Without DATABASE_URL, stop npm start first. Exit: 0 done, 1 some article could not be imported, 2 usage.
`

/** The articles of a folder and of its folders, by their paths in it. What is hidden is left alone. */
async function filesIn(folder: string): Promise<ImportFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files: ImportFile[] = []
  let bytesLeft = importBytesMax
  for (const entry of entries.toSorted((one, other) =>
    join(one.parentPath, one.name) < join(other.parentPath, other.name) ? -1 : 1,
  )) {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(join(folder, '/').length).replaceAll('\\', '/')
    if (!entry.isFile() || isHiddenName(name) || !isArticleName(name)) continue
    const { size } = await stat(path)
    bytesLeft -= size
    // Told by the importer, with how many there are together; what is beyond is not read.
    if (bytesLeft < -size) break
    files.push({ name, bytes: await readFile(path) })
  }
  if (files.length === 0)
    throw new AppError('invalid', `${folder} has no articles in it (${articleExtensions.join(', ')}).`)
  return files
}

async function originOf(source: string): Promise<ImportOrigin> {
  if (/^https?:\/\//i.test(source)) return { kind: 'feed', url: source }
  const entry = await stat(source).catch((error: unknown) => {
    throw new AppError(
      'invalid',
      (error as { code?: string }).code === 'ENOENT'
        ? `${source} does not exist.`
        : `${source} cannot be read: ${messageOf(error)}.`,
    )
  })
  if (entry.isDirectory()) return { kind: 'files', files: await filesIn(source) }
  if (entry.size > importBytesMax)
    throw new AppError(
      'invalid',
      `${source} is ${Math.ceil(entry.size / 1024 / 1024)} MB; the limit is ${importBytesMax / 1024 / 1024} MB. Export it in parts.`,
    )
  return { kind: 'files', files: [{ name: basename(source), bytes: await readFile(source) }] }
}

const isNamed = (record: { id: number; name: string }, wanted: string): boolean =>
  record.name === wanted || String(record.id) === wanted

/** The site that a name or an id means, where it means one. */
async function siteIdOf(stores: Stores, wanted: string, account: string | undefined): Promise<number> {
  const all = { page: 1, perPage: 100 }
  const accountIds = account === undefined ? undefined : await accountIdsOf(stores, account)
  const byId = /^[1-9]\d{0,8}$/.test(wanted) ? await stores.sites.get(Number(wanted)) : undefined
  const named = (await stores.sites.list({ ...all, filter: { q: wanted } })).data.filter((site) =>
    isNamed(site, wanted),
  )
  const sites = [...new Map([...named, ...(byId ? [byId] : [])].map((site) => [site.id, site])).values()].filter(
    ({ accountId }) => accountIds?.includes(accountId) ?? true,
  )
  const [site, another] = sites
  if (!site)
    throw new AppError(
      'invalid',
      `There is no site "${wanted}"${account === undefined ? '' : ` of account "${account}"`}.`,
    )
  if (another)
    throw new AppError(
      'invalid',
      `"${wanted}" means ${sites.length} sites: ${sites.map(({ id, accountId }) => `${id} of account ${accountId}`).join(', ')}. Name the id, or the account with --account.`,
    )
  return site.id
}

async function accountIdsOf(stores: Stores, wanted: string): Promise<number[]> {
  const byId = /^[1-9]\d{0,8}$/.test(wanted) ? await stores.accounts.get(Number(wanted)) : undefined
  const { data } = await stores.accounts.list({ page: 1, perPage: 100, filter: { q: wanted } })
  const ids = [...data.filter((one) => isNamed(one, wanted)), ...(byId ? [byId] : [])].map(({ id }) => id)
  if (ids.length === 0) throw new AppError('invalid', `There is no account "${wanted}".`)
  return ids
}

const lineOf = ({ outcome, title, externalId, reason }: ImportResult): string =>
  `${outcome.padEnd(9)} ${title || '(no title)'}${externalId === null ? '' : ` (${externalId})`}${reason === null ? '' : `: ${reason}`}`

async function report(results: readonly ImportResult[], isDryRun: boolean): Promise<void> {
  const count = (outcome: ImportResult['outcome']): number => results.filter((one) => one.outcome === outcome).length
  const sum = `${count('made')} made, ${count('updated')} updated, ${count('unchanged')} unchanged, ${count('skipped')} skipped`
  // Titles come from outside, and a terminal does what they say.
  const lines = results.map((result) => visibleText(lineOf(result)))
  await print(`${lines.join('\n')}\n${isDryRun ? `Nothing was written. It would be: ${sum}` : sum}.\n`)
}

function statusIn(text: string | undefined): 'draft' | 'ready' {
  if (text === undefined || text === 'ready') return 'ready'
  if (text === 'draft') return 'draft'
  throw new AppError('invalid', `--status is "${text}"; it must be draft or ready.`)
}

export const main = (args: string[]): Promise<void> =>
  runCommand(async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        site: { type: 'string' },
        account: { type: 'string' },
        status: { type: 'string' },
        'dry-run': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) return print(help)
    const [source, ...more] = positionals
    if (source === undefined || more.length > 0)
      throw new AppError('invalid', 'Name one folder, file or feed to import. See --help.')
    const { site } = values
    if (site === undefined || site.trim() === '')
      throw new AppError('invalid', 'Name the site to import into with --site. See --help.')
    const status = statusIn(values.status)
    const isDryRun = values['dry-run'] ?? false
    const origin = await originOf(source)
    const env = readEnv()
    await withDatabase(env, async (database) => {
      await migrate(database.db)
      const stores = createStores(database.db, createSecretBox(env.secretKeys))
      const siteId = await siteIdOf(stores, site, values.account)
      // Who may start a command here may reach what this machine reaches.
      const results = await importArticles(stores, origin, { siteId, status, isDryRun }, { allowsPrivate: true })
      await report(results, isDryRun)
      if (results.some(({ isProblem }) => isProblem)) process.exitCode = 1
    })
  })
