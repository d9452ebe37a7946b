import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runCommandLine } from '../support/command.ts'
import { type GitCatalog, type Outcome, createGitCatalog } from './git-catalog.ts'

let catalog: GitCatalog
const bria = 'config/models/runware/bria-3.2.yaml'
const staging = 'config/environments/staging.yaml'

beforeAll(async () => {
  catalog = await createGitCatalog('environments')
})
beforeEach(async () => {
  catalog.git('checkout', '-qf', 'main')
  catalog.git('clean', '-qfdx')
  await mkdir(join(catalog.folder, 'config/environments'))
})
afterAll(() => rm(catalog.folder, { recursive: true, force: true }))

const write = (text: string, path = staging) => writeFile(join(catalog.folder, path), text)
const day = ['--today', '2026-11-22']
const run = (command: string, args: string[], env: Record<string, string> = {}): Promise<Outcome> =>
  runCommandLine(`scripts/${command}`, args, {
    cwd: catalog.folder,
    env: { ATELIER_CONFIG: '', XDG_CACHE_HOME: join(catalog.folder, 'user-cache'), ...env },
  })
const validate = (...args: string[]) => run('validate-config', [...day, '--no-source', ...args])

const inactive = 'models:\n  bria:10@1: { is_active: false }\n'
const sound = 'providers:\n  runware: { base_url: https://staging.example/v1 }\nsettings: { images_per_article: 2 }\n'

describe('validate-config with environments', { timeout: 120_000 }, () => {
  it('tells what is wrong in one of them, in every format, and the same again from what it remembers', async () => {
    await write(inactive)
    for (const format of ['pretty', 'json', 'sarif', 'github', 'junit', 'markdown']) {
      const { code, stdout, stderr } = await validate('--format', format, '--no-cache')
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
      expect(stdout).toContain('In environment staging: bria:10')
      expect(await validate('--format', format)).toEqual({ code, stdout, stderr })
      expect(await validate('--format', format)).toEqual({ code, stdout, stderr })
    }
    await write(sound)
    expect((await validate()).stdout).toBe('✔ 16 files, no findings\n')
    await write(sound.replace('base_url', 'concurrency: 8, base_url'))
    expect((await validate()).stdout).toContain('environment/no-effect')
  })

  it('limits itself to the file of one where it is asked to', async () => {
    await write('models:\n  bria:10@1: { is_active: false, priority: 0 }\n')
    const one = await validate(staging)
    expect(one.stdout).toContain(`${staging}:2:44 error schema/out-of-range`)
    expect(one.stdout).toContain('✖ 1 file, 1 error')
    expect((await validate(bria)).stdout).toContain('In environment staging: bria:10@1 is the default but not active.')
  })

  it('mends their files, and leaves base files alone that only they make wrong', async () => {
    await write(
      '# For trying out.\nmodels:\n  bira:10@1: { landscape_size: 1344×768 }\nproviders: { runware: { concurrency: "2" } }\n',
    )
    const { code, stderr } = await validate('--fix')
    expect(stderr).toContain(`${staging}:3:3 bira:10@1 -> bria:10@1 (environment/unknown-entry)`)
    expect(await readFile(join(catalog.folder, staging), 'utf8')).toBe(
      '# For trying out.\nmodels:\n  bria:10@1: { landscape_size: 1344x768 }\nproviders: { runware: { concurrency: 2 } }\n',
    )
    expect(code).toBe(0)
    expect(catalog.git('diff', '--stat')).toBe('')
  })

  it('can begin with a baseline that knows what is wrong in one', async () => {
    await write(inactive)
    const baseline = ['--baseline', '.atelier-baseline.json']
    expect((await validate(...baseline, '--update-baseline')).code).toBe(0)
    expect((await validate(...baseline)).stdout).toBe('✔ 16 files, no findings\n')
    await write(inactive, 'config/environments/production.yaml')
    expect((await validate(...baseline)).stdout).toContain('In environment production: ')
  })
})

describe('review-config with environments', { timeout: 60_000 }, () => {
  it('lists what they set now and did not before, field by field', async () => {
    await write(sound)
    catalog.git('checkout', '-qB', 'work')
    catalog.git('add', '.')
    catalog.git('commit', '-qm', 'Staging')
    await write(`${sound.replace('article: 2', 'article: 3')}models:\n  bria:10@1: { priority: 7 }\n`)
    const { code, stdout } = await run('review-config', [...day, '--base', 'work'])
    expect(code).toBe(0)
    expect(stdout.split('\n').filter((line) => line.startsWith('| environment'))).toEqual([
      String.raw`| environment staging: settings | images\_per\_article | 2 -> 3, +50 % |`,
      '| environment staging: model bria:10&#64;1 | priority | new: 7 |',
    ])
    await rm(join(catalog.folder, staging))
    const gone = await run('review-config', [...day, '--base', 'work'])
    expect(gone.stdout).toContain(
      String.raw`| environment staging: provider runware | base\_url | taken out, was https://staging.example/v1 |`,
    )
    await rm(join(catalog.folder, 'config/schema/environment.schema.json'))
    const without = await run('review-config', [...day, '--base', 'work'])
    expect(without).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing in the catalog changes.') })
  })
})

describe('a catalog in use', { timeout: 60_000 }, () => {
  const inStaging = { ATELIER_ENVIRONMENT: 'staging' }

  it('is what the environment makes of it', async () => {
    await write(sound)
    const home = { ATELIER_HOME: join(catalog.folder, 'home') }
    await run('sync-config', [], home)
    const named = await run('sync-config', ['--environment', 'staging', '--dry-run'], home)
    const { stdout } = await run('sync-config', [], { ...home, ...inStaging })
    for (const printed of [named.stdout, stdout]) {
      expect(printed).toContain(`Environment staging (${staging})
  providers runware: base_url = "https://staging.example/v1"
  settings system: images_per_article = 2
`)
      expect(printed).toContain('base_url: https://api.runware.ai/v1 -> https://staging.example/v1')
      expect(printed).toContain('images_per_article: 4 -> 2')
    }
    const doctor = await run('doctor', [], inStaging)
    expect(doctor.stdout).toContain('config is sound in environment staging')
  })

  it('is none where the environment is not there', async () => {
    await write(sound)
    expect(await run('sync-config', ['--dry-run'], { ATELIER_ENVIRONMENT: 'stagin' })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'There is no environment "stagin". Did you mean "staging"? Environments: staging.\n',
    })
    expect((await run('doctor', [], { ATELIER_ENVIRONMENT: 'stagin' })).stdout).toContain(
      'FAIL  There is no environment "stagin"',
    )
    await write('# How it works\n\nA lighthouse has a lamp, and a lens that turns around it.\n', 'article.md')
    const env = { ATELIER_ENVIRONMENT: 'stagin', ATELIER_CONFIG: 'config' }
    for (const [command, args] of [
      ['../api/start', []],
      ['illustrate', ['article.md', '--out', 'out']],
    ] as const) {
      expect(await run(command, [...args], env)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('There is no environment "stagin"'),
      })
    }
  })
})
