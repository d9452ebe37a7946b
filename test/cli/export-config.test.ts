import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../api/connection.ts'
import { runCommandLine } from '../support/command.ts'
import { type GitCatalog, createGitCatalog } from './git-catalog.ts'

let catalog: GitCatalog
beforeAll(async () => {
  catalog = await createGitCatalog('export')
})
afterAll(() => rm(catalog.folder, { recursive: true, force: true }))

const run = (command: string, ...args: string[]) =>
  runCommandLine(`scripts/${command}`, args, { cwd: catalog.folder, env: { ATELIER_CONFIG: '' } })
const exportConfig = (...args: string[]) => run('export-config', ...args)
const textOf = (path: string) => readFile(join(catalog.folder, path), 'utf8')
const status = () => catalog.git('status', '--porcelain', '--', 'config')
const commit = () => catalog.git('commit', '-qam', 'On')

/** What somebody does to the database by hand. */
async function byHand(statement: string): Promise<void> {
  const database = await openDatabase({ databaseUrl: undefined, home: join(catalog.folder, '.atelier') })
  try {
    await sql.raw(statement).execute(database.db)
  } finally {
    await database.close()
  }
}

describe('export-config', () => {
  it('has nothing to write without a database, makes none, and says what does', async () => {
    expect(await exportConfig()).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^There is no catalog in .*database yet\. Run: npm run sync-config\n$/),
    })
    expect(await readdir(catalog.folder)).not.toContain('.atelier')
  })

  it('has nothing to do after the files were applied', async () => {
    await run('sync-config')
    await writeFile(join(catalog.folder, '.gitignore'), '.atelier\n')
    expect(await exportConfig()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^config: says what .* does\. Nothing to do\.\n$/),
    })
  })

  it('shows what it would write of an edit by hand, and writes nothing', async () => {
    await byHand(`update models set spec = jsonb_set(spec, '{price,usd_per_image}', '0.05') where id = 'bria:10@1'`)
    const { code, stdout } = await exportConfig('--dry-run')
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /^~ config\/models\/runware\/bria-3\.2\.yaml {2}\(change\)\n {4}- price: \{ usd_per_image: 0\.04 \}\n {4}\+ price: \{ usd_per_image: 0\.05 \}\nconfig: 1 file would be written \(--dry-run\), as .* says\.\n$/,
      ),
    })
    expect(JSON.parse((await exportConfig('--dry-run', '--format', 'json')).stdout)).toMatchObject({
      version: 1,
      folder: 'config',
      written: false,
      changes: [
        {
          path: 'models/runware/bria-3.2.yaml',
          action: 'change',
          lines: ['-price: { usd_per_image: 0.04 }', '+price: { usd_per_image: 0.05 }'],
        },
      ],
    })
    expect(status()).toBe('')
  })

  it('keeps comments, adopts a model made with SQL, and leaves sync-config nothing to do', async () => {
    await catalog.edit(
      'models/runware/bria-3.2.yaml',
      'price: { usd_per_image: 0.04 }',
      'price: { usd_per_image: 0.04 } # a deal',
    )
    commit()
    await byHand(`insert into models (id, position, spec, source_file, source_line, release_id)
      select 'google:7@1', 0, spec || '{"model_name": "google:7@1", "priority": 7, "notes": "yes"}', '', 0, release_id
      from models where id = 'google:4@1'`)
    const { code, stdout } = await exportConfig()
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('config: 2 files written, as ') })
    expect(stdout).toContain('+ config/models/runware/google-7-1.yaml  (create)\n')
    expect(await textOf('config/models/runware/bria-3.2.yaml')).toContain('price: { usd_per_image: 0.05 } # a deal\n')
    expect(await textOf('config/models/runware/google-7-1.yaml')).toMatch(
      /^# yaml-language-server: .*\n.*google:7@1\n[\s\S]*\nnotes: "yes"\n/,
    )
    expect(await run('sync-config', '--dry-run')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing to do.'),
    })
    expect(await exportConfig()).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing to do.') })
  })

  it('refuses to change what is not committed, and does where it is told to', async () => {
    catalog.git('add', '.')
    commit()
    await byHand(`update tiers set spec = jsonb_set(spec, '{description}', '"Cheap."') where id = 'basic'`)
    await catalog.edit('tiers.yaml', 'id: basic', 'id: basic # mine')
    await catalog.edit('plans.yaml', 'id: free', 'id: free # mine')
    const before = await textOf('config/tiers.yaml')
    expect(await exportConfig()).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'The export would change what is not committed in config: tiers.yaml. Commit it, or take --overwrite. Nothing was written.\n',
    })
    expect(await textOf('config/tiers.yaml')).toBe(before)
    expect(await exportConfig('--dry-run')).toMatchObject({ code: 0 })
    expect(await exportConfig('--overwrite')).toMatchObject({ code: 0 })
    expect(await textOf('config/tiers.yaml')).toMatch(/id: basic # mine\n.*\n {4}description: Cheap\.\n/)
    expect(await textOf('config/plans.yaml')).toContain('id: free # mine')
    commit()
  })

  it('counts a file that was never committed as work of a person', async () => {
    const path = join(catalog.folder, 'config/models/new.yaml')
    await writeFile(path, 'model_name: mine\n')
    expect(await exportConfig()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('not committed in config: models/new.yaml.'),
    })
    await rm(path)
  })

  it('refuses files that it cannot read, and writes none of the others', async () => {
    await byHand(`update styles set spec = jsonb_set(spec, '{display_name}', '"Sharp"') where id = 'photorealistic'`)
    await catalog.edit('tiers.yaml', 'tiers:', 'tiers: [')
    const before = status()
    expect(await exportConfig('--overwrite')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^config\/tiers\.yaml:\d+:\d+ yaml\/syntax: .*Correct it, then export\.\n$/),
    })
    expect(status()).toBe(before)
    catalog.git('checkout', '-q', 'config/tiers.yaml')
  })

  it('writes a whole catalog into a new folder, which plans to no change', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'atelier-exported-'))
    try {
      const out = join(folder, 'deep', 'config')
      expect(await exportConfig('--out', out)).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/ files written, as /),
      })
      expect(await run('validate-config', out, '--no-source')).toMatchObject({ code: 0 })
      expect(await run('sync-config', '--config', out, '--dry-run')).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Nothing to do.'),
      })
      expect((await readdir(join(out, 'models', 'runware'))).filter((name) => !name.endsWith('.yaml'))).toEqual([])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('refuses a folder that is something else than a catalog', async () => {
    await writeFile(join(catalog.folder, 'package.json'), '{}')
    expect(await exportConfig('--out', '.')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^\. is not a catalog: it holds .*, and neither models\/ nor a file such as tiers\.yaml\./,
      ),
    })
  })

  it('refuses options that it does not have', async () => {
    expect(await exportConfig('--format', 'xml')).toMatchObject({
      code: 2,
      stderr: '--format is "xml"; it must be pretty or json.\n',
    })
    expect(await exportConfig('--out', '')).toMatchObject({
      code: 2,
      stderr: '--out is empty; it must be the path of a folder.\n',
    })
    expect(await exportConfig('--force')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Unknown option '--force'"),
    })
    expect((await exportConfig('--help')).stdout).toContain('that is how it is adopted')
  })
})
