import { chmod, cp, mkdir, mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Outcome, runCommandLine } from '../support/command.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-cache-'))
  await cp('config', join(folder, 'config'), { recursive: true })
  await mkdir(join(folder, 'api'))
  await writeFile(join(folder, 'api/names.ts'), 'export const nothing = 1\n')
  await mkdir(join(folder, 'admin'))
  await writeFile(join(folder, 'admin/names.ts'), 'export const nothing = 1\n')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const bria = 'config/models/runware/bria-3.2.yaml'
const answers = 'user-cache/atelier/validate'

const run = (args: string[] = [], day = '2026-11-22'): Promise<Outcome> =>
  runCommandLine('scripts/validate-config', ['--today', day, ...args], {
    cwd: folder,
    env: { ATELIER_CONFIG: '', XDG_CACHE_HOME: join(folder, 'user-cache') },
  })

/** Changes a file and nothing of what a folder says about it: times are not what tells one content from another. */
async function edit(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(folder, path), 'utf8')
  if (!text.includes(from)) throw new Error(`${path} has no ${from}.`)
  const { atime, mtime } = await stat(join(folder, path))
  await writeFile(join(folder, path), text.replace(from, to))
  await utimes(join(folder, path), atime, mtime)
}

const keptFiles = async (): Promise<string[]> =>
  (await readdir(join(folder, answers)).catch(() => [])).filter((name) => name.endsWith('.json'))

/** Replaces what a kept answer says, so that a run shows whether it was asked. `seal` is what makes it whole. */
async function forge(seal: (body: string) => string): Promise<void> {
  for (const name of await keptFiles()) {
    const path = join(folder, answers, name)
    const [, body = ''] = (await readFile(path, 'utf8')).split(/\n(.*)/s)
    await writeFile(path, seal(body))
  }
}

const breakages: [string, () => Promise<void>][] = [
  ['a sound catalog', async () => undefined],
  ['a misspelt key', () => edit(bria, 'notes:', 'noets:')],
  ['broken YAML', () => edit(bria, 'steps: 8 }', 'steps: 8')],
  ['a key in a file', () => edit(bria, 'notes: ', 'notes: sk-abcdefghijklmnopqrstuvwxyz123456 ')],
  ['a duplicated fact in code', () => writeFile(join(folder, 'api/names.ts'), "export const model = 'bria:10@1'\n")],
]

/** What is kept is findings, whatever they are printed as. */
async function expectTheSame(format: string): Promise<void> {
  const args = ['--format', format]
  const anew = await run([...args, '--no-cache'])
  expect(await run(args)).toEqual(anew)
  expect(await run(args)).toEqual(anew)
}

describe('the cache of validate-config', { timeout: 120_000 }, () => {
  it.each(breakages)('tells the same of %s', async (_, breakIt) => {
    await breakIt()
    await expectTheSame('pretty')
    expect(await keptFiles()).toHaveLength(2)
  })

  it('tells the same in every format', async () => {
    await edit(bria, 'notes:', 'noets:')
    for (const format of ['json', 'sarif', 'github', 'junit', 'markdown']) await expectTheSame(format)
    expect(await keptFiles()).toHaveLength(2)
  })

  it('answers from what was kept, and not with --no-cache', async () => {
    await run()
    await rm(join(folder, answers), { recursive: true })
    expect((await run(['--no-cache'])).code).toBe(0)
    expect(await keptFiles()).toEqual([])
    await run()
    const { createHash } = await import('node:crypto')
    await forge((body) => {
      const other = body.replaceAll('tiers.yaml', 'TIERS.yaml')
      return `${createHash('sha256').update(other).digest('hex')}\n${other}`
    })
    expect((await run(['--format', 'junit'])).stdout).not.toEqual(
      (await run(['--format', 'junit', '--no-cache'])).stdout,
    )
  })

  it.each<[string, () => Promise<unknown>, string[], string]>([
    ['a changed file', () => edit(bria, 'steps: 8', 'steps: 99'), [], 'parameter/out-of-range'],
    [
      'a change that keeps length and time',
      () => edit(bria, 'priority: 1\n', 'priority: 0\n'),
      [],
      'schema/out-of-range',
    ],
    ['a new file', () => writeFile(join(folder, 'config/models/x.yaml'), 'a: 1\n'), [], 'config/models/x.yaml'],
    ['a file that is gone', () => rm(join(folder, 'config/styles.yaml')), [], 'tree/missing-file'],
    [
      'a changed schema',
      () => edit('config/schema/model.schema.json', '"maximum": 100', '"maximum": 1'),
      [],
      'schema/out-of-range',
    ],
    [
      'a changed parameter set',
      () => edit('config/schema/params/runware-bria.schema.json', '"maximum": 10', '"maximum": 5'),
      [],
      'parameter/out-of-range',
    ],
    [
      'a changed source file',
      () => writeFile(join(folder, 'api/names.ts'), "export const model = 'bria:10@1'\n"),
      [],
      'code/orphan-constant',
    ],
    ['other source folders', () => mkdir(join(folder, 'none')), ['--source', 'none'], 'to search in none'],
  ])('never outlives %s', async (_, change, args, told) => {
    expect((await run()).stdout).toBe('✔ 17 files, no findings\n')
    await change()
    const { stdout, stderr } = await run(args)
    expect(stdout + stderr).toContain(told)
  })

  it('never outlives a catalog that has come to say what the code says', async () => {
    await writeFile(join(folder, 'api/names.ts'), "export const model = 'bria:11@1'\n")
    expect((await run()).code).toBe(0)
    await edit(bria, 'bria:10@1', 'bria:11@1')
    expect((await run()).stdout).toContain('code/orphan-constant')
  })

  it('never outlives the day', async () => {
    await edit(bria, 'notes:', 'lifecycle: { retires_on: 2027-06-01 }\nnotes:')
    expect((await run(['--no-source'])).stdout).not.toContain('lifecycle/retiring-soon')
    expect((await run(['--no-source'], '2027-05-20')).stdout).toContain('lifecycle/retiring-soon')
    expect((await run(['--no-source'], '2027-06-02')).stdout).toContain('lifecycle/retired-but-active')
  })

  it('tells a part of the catalog from all of it', async () => {
    await edit(bria, 'notes:', 'noets:')
    expect((await run()).code).toBe(1)
    expect(await run(['config/tiers.yaml'])).toMatchObject({ code: 0, stdout: '✔ 1 file, no findings\n' })
    expect((await run([bria])).code).toBe(1)
  })

  it('holds no key that was found', async () => {
    await edit(bria, 'notes: ', 'notes: sk-abcdefghijklmnopqrstuvwxyz123456 ')
    expect((await run()).stdout).toContain('secret/literal')
    for (const name of await keptFiles()) {
      expect(await readFile(join(folder, answers, name), 'utf8')).not.toContain('abcdefghijklmnop')
    }
  })

  it.each<[string, (body: string) => string]>([
    ['is empty', () => ''],
    ['is cut off', (body) => body.slice(0, body.length / 2)],
    [
      'says something else than was written',
      (body) => `${'0'.repeat(64)}\n${body.replace('"findings":[', '"findings":[1')}`,
    ],
    ['is no JSON', () => '\0\0\0'],
  ])('is as if it was not there when a file of it %s', async (_, damage) => {
    await edit(bria, 'notes:', 'noets:')
    const before = await run()
    await forge(damage)
    expect(await run()).toEqual(before)
    expect(await run()).toEqual(before)
  })

  it('is as if it was not there where nothing can be written', async () => {
    await writeFile(join(folder, 'user-cache'), 'a file, where the folder should be')
    expect(await run()).toEqual({ code: 0, stdout: '✔ 17 files, no findings\n', stderr: '' })
    await rm(join(folder, 'user-cache'))
    await mkdir(join(folder, 'user-cache'))
    await chmod(join(folder, 'user-cache'), 0o500)
    expect(await run()).toEqual({ code: 0, stdout: '✔ 17 files, no findings\n', stderr: '' })
    await chmod(join(folder, 'user-cache'), 0o700)
  })

  it('takes no harm from runs at once, and leaves nothing in the checkout, which a pull request could forge', async () => {
    await edit(bria, 'notes:', 'noets:')
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => run()))
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
    expect(await run()).toEqual(outcomes[0])
    expect((await readdir(join(folder, answers))).filter((name) => name.endsWith('.tmp'))).toEqual([])
    expect((await readdir(folder)).toSorted()).toEqual(['admin', 'api', 'config', 'user-cache'])
  })
})
