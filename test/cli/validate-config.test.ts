import { type ExecFileException, execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

interface Outcome {
  code: number
  stdout: string
  stderr: string
}

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-validate-'))
  await cp('config', join(folder, 'config'), { recursive: true })
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

const launcher = resolve('scripts/launch.mjs')

/** The real command, in the folder that holds a copy of the catalog. */
const run = (args: string[], env: Record<string, string> = {}): Promise<Outcome> =>
  new Promise((settle) => {
    const options = { cwd: folder, env: { ...process.env, ATELIER_CONFIG: '', ...env } }
    execFile(
      process.execPath,
      [launcher, 'scripts/validate-config', ...args],
      options,
      (error: ExecFileException | null, stdout, stderr) =>
        settle({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    )
  })

/** The copied catalog has no code beside it. */
const date = ['--today', '2026-11-22', '--no-source']

describe('validate-config', { timeout: 60_000 }, () => {
  it('exits 0 on the shipped catalog, with one line', async () => {
    expect(await run(date)).toEqual({ code: 0, stdout: '✔ 15 files, no findings\n', stderr: '' })
  })

  it('takes a seventh image model as one YAML file', async () => {
    const model = await readFile(join(folder, 'config/models/runware/hidream-i1-full.yaml'), 'utf8')
    const path = join(folder, 'config/models/runware/flux-dev.yaml')
    await writeFile(path, model.replace('runware:97@1', 'runware:101@1').replace('priority: 1', 'priority: 2'))
    expect(await run(date)).toMatchObject({ code: 0, stdout: expect.stringMatching(/✔ 16 files, 1 hint\n$/) })
    await rm(path)
  })

  it('exits 1 on a finding, as JSON of version 1', async () => {
    const path = join(folder, 'config/models/x.yaml')
    await writeFile(path, '# a model with a mistake\nmodel_name: x\n')
    const { code, stdout, stderr } = await run([...date, '--format', 'json'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ version: 1, ok: false, filesChecked: 16 })
    expect(report.findings[0]).toMatchObject({
      rule: 'schema/missing-key',
      file: 'config/models/x.yaml',
      line: 2,
      column: 1,
      docs: 'docs/rules/schema-missing-key.md',
      related: [],
    })
    expect((await run([...date, 'config/tiers.yaml'])).stdout).toBe('✔ 1 file, no findings\n')
    expect((await run([...date, 'config/models/x.yaml'])).code).toBe(1)
    await rm(path)
  })

  it('fails on warnings only when asked', async () => {
    const dates = date
    const path = join(folder, 'config/models/runware/seedream-4.5.yaml')
    const model = await readFile(path, 'utf8')
    await writeFile(path, model.replace('usd_per_image: 0.04', 'usd_per_image: 0'))
    expect(await run(dates)).toMatchObject({ code: 0, stdout: expect.stringContaining('⚠ 15 files, 1 warning') })
    expect((await run([...dates, '--fail-on', 'warning'])).code).toBe(1)
    await writeFile(path, model)
  })

  it.each<[string, string[], string]>([
    ['an unknown option', ['--strict'], "Unknown option '--strict'"],
    ['a base outside of a repository', ['--base', 'main'], 'config is in no Git repository'],
    ['an unknown format', ['--format', 'xml'], '--format is "xml"'],
    ['an impossible date', ['--today', '2026-02-30'], '--today is "2026-02-30"'],
    ['an unknown severity', ['--fail-on', 'never'], '--fail-on is "never"'],
    ['a path that is not there', ['nowhere'], 'nowhere does not exist.'],
    ['a folder without a catalog', ['config/schema/params'], 'There is nothing to check'],
    ['both source options', ['--source', 'config', '--no-source'], 'exclude each other'],
    ['an unknown rule', ['--explain', 'size/not-vald'], 'Did you mean "size/not-valid"?'],
  ])('exits 2 with one clear line for %s', async (_, args, line) => {
    const { code, stdout, stderr } = await run(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(line)
    expect(stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('exits 2 when a schema cannot be used', async () => {
    const path = join(folder, 'config/schema/tiers.schema.json')
    const schema = await readFile(path, 'utf8')
    await writeFile(path, schema.replace('"minItems": 1', '"minItems": "one"'))
    expect(await run(date)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('tiers.schema.json is not a JSON Schema that can be used'),
    })
    await writeFile(path, schema)
  })

  it('searches the folders that the settings list, beside the config folder', async () => {
    const day = date.slice(0, 2)
    expect(await run(day)).toMatchObject({ code: 2, stdout: '', stderr: 'The source folder api does not exist.\n' })
    await mkdir(join(folder, 'api'))
    await mkdir(join(folder, 'admin'))
    await writeFile(join(folder, 'api/sizes.py'), "SIZES = {\n    'dall-e-3': ['1024x1024'],\n}\n")
    expect(await run(day)).toMatchObject({
      code: 2,
      stderr: 'There is no TypeScript, JavaScript or Python to search in admin.\n',
    })
    await writeFile(join(folder, 'admin/size.tsx'), 'export const sizeOf = (model: Model) => model.landscape_size\n')
    const { code, stdout } = await run(day)
    expect(code).toBe(1)
    expect(stdout).toContain('api/sizes.py:1:1 error code/orphan-constant')
    expect(stdout).toContain('> 1 | SIZES = {\n        | ^^^^^')
    expect(stdout).toContain('config/models/openai/dall-e-3.yaml:11:')
    expect(stdout).toContain('✖ 17 files, 1 error')
    // Part of the catalog was asked for, and code is no part of it.
    expect((await run([...day, 'config/tiers.yaml'])).stdout).toBe('✔ 1 file, no findings\n')
  })

  it('searches the folders it is given instead', async () => {
    const day = date.slice(0, 2)
    expect((await run([...day, '--source', 'admin'])).stdout).toBe('✔ 16 files, no findings\n')
    for (const format of ['json', 'sarif', 'github', 'junit', 'markdown']) {
      const { code, stdout } = await run([...day, '--source', 'admin', '--source', 'api', '--format', format])
      expect({ code, stdout }).toMatchObject({ code: 1, stdout: expect.stringContaining('code/orphan-constant') })
    }
    expect(await run([...day, '--source', 'nowhere'])).toMatchObject({
      code: 2,
      stderr: 'The source folder nowhere does not exist.\n',
    })
  })

  it('reads the folder that ATELIER_CONFIG names', async () => {
    await cp(join(folder, 'config'), join(folder, 'other'), { recursive: true })
    await rm(join(folder, 'other/schema'), { recursive: true })
    expect(await run(date, { ATELIER_CONFIG: 'other' })).toMatchObject({ code: 0, stdout: '✔ 15 files, no findings\n' })
  })

  it('explains a rule, and itself', async () => {
    expect(await run(['--explain', 'size/not-valid'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^# size\/not-valid\n/),
    })
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Usage: npm run validate-config/),
    })
  })
})
