import { chmod, cp, mkdir, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type GitCatalog, type Outcome, createGitCatalog } from './git-catalog.ts'

let catalog: GitCatalog
const bria = 'models/runware/bria-3.2.yaml'
const seedream = 'models/runware/seedream-4.5.yaml'
const fix = (...args: string[]): Promise<Outcome> =>
  catalog.run('validate-config', ['--today', '2026-11-22', '--no-source', '--fix', ...args])
const textOf = (path: string) => readFile(join(catalog.folder, 'config', path), 'utf8')
const changes = () => catalog.git('diff', '--stat')

beforeAll(async () => {
  catalog = await createGitCatalog('fix')
})
beforeEach(() => {
  catalog.git('checkout', '-qf', 'main')
  catalog.git('clean', '-qfdx')
})
afterAll(() => rm(catalog.folder, { recursive: true, force: true }))

describe('validate-config --fix', { timeout: 60_000 }, () => {
  it('mends what leaves no choice, says so, and leaves no trace beside it', async () => {
    const before = await textOf(bria)
    await catalog.edit(bria, 'landscape_size: 1344x768', 'landscape_size: 1344×768   # wide')
    await catalog.edit(bria, 'quality_tier: quality', 'qualty_tier: "quality"')
    await catalog.edit('plans.yaml', 'tiers: [basic]', 'tiers: [basic, basic]')
    await chmod(join(catalog.folder, 'config', bria), 0o640)
    expect(await fix()).toEqual({
      code: 0,
      stdout: '✔ 15 files, no findings\n',
      stderr: `config/${bria}:6:1 qualty_tier -> quality_tier (schema/unknown-key)
config/${bria}:10:17 1344×768 -> 1344x768 (schema/bad-format)
config/plans.yaml:5:20 took out ", basic" (schema/duplicate-item)
Mended 3 findings in 2 files.
`,
    })
    expect(await textOf(bria)).toBe(
      before
        .replace('landscape_size: 1344x768', 'landscape_size: 1344x768   # wide')
        .replace('quality_tier: quality', 'quality_tier: "quality"'),
    )
    expect((await stat(join(catalog.folder, 'config', bria))).mode & 0o777).toBe(0o640)
    expect(await readdir(join(catalog.folder, 'config/models/runware'))).toHaveLength(5)
    expect(await fix()).toEqual({ code: 0, stdout: '✔ 15 files, no findings\n', stderr: 'Nothing to mend.\n' })
  })

  it('exits 1 for what remains, in any format, and mends no price', async () => {
    await catalog.edit(bria, 'priority: 1', 'priority: 01')
    await catalog.edit(bria, 'usd_per_image: 0.04', 'usd_per_image: -0.04')
    const { code, stdout } = await fix('--format', 'json')
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, findings: [{ rule: 'schema/out-of-range', line: 24 }] })
    expect(await textOf(bria)).toContain('priority: 1\n')
    expect(await textOf(bria)).toContain('usd_per_image: -0.04')
  })

  it('says without --fix how much it would mend, and writes nothing', async () => {
    await catalog.edit(bria, 'priority: 1', 'priority: 01')
    await catalog.edit(bria, 'steps: 8', 'steps: 20')
    const before = await textOf(bria)
    const { stdout } = await catalog.run('validate-config', ['--today', '2026-11-22', '--no-source'])
    expect(stdout).toMatch(/✖ 15 files, 2 errors\n {2}--fix would mend 1 of them\.\n$/)
    expect(await textOf(bria)).toBe(before)
  })

  it('touches only the paths it is given', async () => {
    await catalog.edit(bria, 'priority: 1', 'priority: 01')
    await catalog.edit(seedream, 'priority: 1', 'priority: 01')
    expect((await fix(`config/${seedream}`)).code).toBe(0)
    expect(changes()).toContain(bria)
    expect(changes()).not.toContain(seedream)
  })

  it('touches no file that a link leads to from there', async () => {
    const outside = join(catalog.folder, 'elsewhere.yaml')
    await catalog.edit(bria, 'priority: 1', 'priority: 01')
    await rename(join(catalog.folder, 'config', bria), outside)
    await symlink(outside, join(catalog.folder, 'config', bria))
    const before = await readFile(outside, 'utf8')
    expect(await fix()).toMatchObject({ code: 1, stderr: 'Nothing to mend.\n' })
    expect(await readFile(outside, 'utf8')).toBe(before)
    await rm(outside)
  })

  it('leaves what is switched off and what the baseline knows', async () => {
    const line = 'generation_params: { steps: 8 }'
    await catalog.edit(
      bria,
      line,
      '# atelier-disable-next-line parameter/out-of-range -- the provider takes texts\ngeneration_params: { steps: "8" }',
    )
    await catalog.edit(seedream, 'priority: 1', 'priority: 01')
    await catalog.run('validate-config', ['--no-source', '--baseline', 'known.json', '--update-baseline'])
    await catalog.edit('plans.yaml', 'tiers: [basic]', 'tiers: [basik]')
    expect(await fix('--baseline', 'known.json')).toEqual({
      code: 0,
      stdout: '✔ 15 files, no findings\n',
      stderr: 'config/plans.yaml:5:13 basik -> basic (reference/unknown-tier)\nMended 1 finding in 1 file.\n',
    })
    expect(await textOf(bria)).toContain('steps: "8"')
    expect(await textOf(seedream)).toContain('priority: 01')
  })

  it('keeps CRLF and a byte order mark', async () => {
    const windows = `\uFEFF${(await textOf(bria)).replaceAll('\n', '\r\n')}`
    await writeFile(join(catalog.folder, 'config', bria), windows.replace('priority: 1', 'priority: 01'))
    expect((await fix()).code).toBe(0)
    expect(await textOf(bria)).toBe(windows)
  })

  if (process.getuid?.() === 0) console.log('Skipped: root may write every folder, so none can be refused.')
  it.skipIf(process.getuid?.() === 0)('says when it may not write', async () => {
    await catalog.edit(bria, 'priority: 1', 'priority: 01')
    const folder = join(catalog.folder, 'config/models/runware')
    await chmod(folder, 0o555)
    const outcome = await fix()
    await chmod(folder, 0o755)
    expect(outcome).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('cannot be mended') })
  })

  it('works in a folder that is itself a link, and next to another catalog', async () => {
    await cp(join(catalog.folder, 'config'), join(catalog.folder, 'real/catalog'), { recursive: true })
    await mkdir(join(catalog.folder, 'links'))
    await symlink(join(catalog.folder, 'real/catalog'), join(catalog.folder, 'links/catalog'))
    const path = join(catalog.folder, 'real/catalog', bria)
    await writeFile(path, (await readFile(path, 'utf8')).replace('priority: 1', 'priority: 01'))
    expect((await fix('links/catalog', 'config')).code).toBe(0)
    expect(await readFile(path, 'utf8')).toContain('priority: 1\n')
    expect(changes()).toBe('')
  })

  it.each([
    ['--watch', '--watch and --fix exclude each other.\n'],
    ['--update-baseline', '--update-baseline needs --baseline FILE.\n'],
  ])('exits 2 beside %s', async (option, line) => {
    expect(await fix(option)).toEqual({ code: 2, stdout: '', stderr: line })
  })
})
