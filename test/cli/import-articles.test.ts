import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../../api/connection.ts'
import { migrate } from '../../api/db/migrate.ts'
import { readEnv } from '../../api/env.ts'
import { runCommandLine } from '../support/command.ts'
import { seedCatalog } from '../support/database.ts'
import { seedContent } from '../support/records.ts'

let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'atelier-import-'))
  const database = await openDatabase(readEnv({ ATELIER_HOME: home }))
  await migrate(database.db)
  await seedCatalog(database.db)
  await seedContent(database.db)
  await database.close()
}, 180_000)
afterAll(() => rm(home, { recursive: true, force: true }))

const importArticles = (...args: string[]) =>
  runCommandLine('scripts/import-articles', args, {
    cwd: resolve('test/fixtures/imports'),
    env: { ATELIER_HOME: home },
  })

it('brings a folder into a site, says of each article what came of it, and finds it again in a zip file of the folder', async () => {
  const first = await importArticles('folder', '--site', 'Northwind blog')
  expect(first).toEqual({
    code: 0,
    stderr: '',
    stdout: [
      'made      Mixing a glaze (glaze-1)',
      'made      The kiln (file:kiln.md)',
      'made      The wheel (file:wheel.html)',
      '3 made, 0 updated, 0 unchanged, 0 skipped.\n',
    ].join('\n'),
  })
  const zip = join(home, 'folder.zip')
  const folder = resolve('test/fixtures/imports/folder')
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.includes('.'))
  const files = names.map(async (name) => [`folder/${name}`, await readFile(join(folder, name))] as const)
  await writeFile(zip, zipSync(Object.fromEntries(await Promise.all(files))))
  const again = await importArticles(zip, '--site', '1', '--dry-run')
  expect(again.stdout).toContain('Nothing was written. It would be: 0 made, 0 updated, 3 unchanged, 0 skipped.')
  const feed = await importArticles('rss2.xml', '--site', '1')
  expect([feed.code, feed.stdout]).toEqual([
    1,
    expect.stringContaining('skipped   Without a text (empty-1): It has no text.'),
  ])
}, 180_000)

it('refuses in one line what it is not told, or cannot find', async () => {
  const refusals: [string[], RegExp][] = [
    [[], /^Name one folder, file or feed to import\./],
    [['folder'], /^Name the site to import into with --site\./],
    [['gone.xml', '--site', '1'], /^gone\.xml does not exist\.$/],
    [['rss2.xml', '--site', '1', '--status', 'gone'], /^--status is "gone"; it must be draft or ready\.$/],
    [['rss2.xml', '--site', 'Elsewhere'], /^There is no site "Elsewhere"\.$/],
  ]
  for (const [args, message] of refusals) {
    const { code, stdout, stderr } = await importArticles(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.trim()).toMatch(message)
  }
}, 180_000)
