import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GitCatalog, type Outcome, createGitCatalog } from './git-catalog.ts'

let catalog: GitCatalog
const file = '.atelier-baseline.json'
const bria = 'models/runware/bria-3.2.yaml'
const validate = (...args: string[]): Promise<Outcome> =>
  catalog.run('validate-config', ['--today', '2026-11-22', '--no-source', '--baseline', file, ...args])

beforeAll(async () => {
  catalog = await createGitCatalog('baseline')
})
afterAll(() => rm(catalog.folder, { recursive: true, force: true }))

describe('a baseline', { timeout: 60_000 }, () => {
  it('knows what was there when it was first written, wherever it moves, and only shrinks', async () => {
    expect(await validate()).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('does not exist') })
    await catalog.edit(bria, 'landscape_size: 1344x768', 'landscape_size: 1792x1024')
    await catalog.edit(bria, 'steps: 8', 'steps: 20')
    expect((await validate('--update-baseline')).code).toBe(0)

    await catalog.edit(bria, 'model_name:', '# moved down\nmodel_name:')
    expect(await validate()).toMatchObject({ code: 0, stdout: '✔ 15 files, no findings\n', stderr: '' })

    await catalog.edit(bria, 'steps: 20', 'steps: 8')
    await catalog.edit('settings.yaml', '{style}', '{stile}')
    const pruned = await validate()
    expect(pruned.code).toBe(1)
    expect(pruned.stdout).toContain('settings/template')
    expect(pruned.stderr).toBe(`${file}: 1 known findings are found no more. Prune it with --update-baseline.\n`)

    expect((await validate('--update-baseline')).code).toBe(1)
    const { findings } = JSON.parse(await readFile(join(catalog.folder, file), 'utf8')) as {
      findings: { rule: string }[]
    }
    expect(findings.map(({ rule }) => rule)).toEqual(['size/not-valid'])
  })

  it('keeps what was not looked at, and forgets what is gone', async () => {
    await rm(join(catalog.folder, file))
    catalog.git('checkout', '-qf', 'main')
    await mkdir(join(catalog.folder, 'code'))
    await writeFile(join(catalog.folder, 'code/sizes.py'), "SIZES = {\n    'dall-e-3': ['1024x1024'],\n}\n")
    await catalog.edit(bria, 'steps: 8', 'steps: 20')
    const paths = ['--today', '2026-11-22', '--baseline', file, '--update-baseline']
    const update = (...args: string[]) => catalog.run('validate-config', [...paths, ...args])
    const known = async () => {
      const text = await readFile(join(catalog.folder, file), 'utf8')
      return (JSON.parse(text) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule)
    }
    expect((await update('--source', 'code')).code).toBe(0)
    expect((await known()).toSorted()).toEqual(['code/orphan-constant', 'parameter/out-of-range'])
    await update('--no-source')
    await update('--no-source', 'config/tiers.yaml')
    expect((await known()).toSorted()).toEqual(['code/orphan-constant', 'parameter/out-of-range'])
    await rm(join(catalog.folder, 'code'), { recursive: true })
    await update('--no-source')
    expect(await known()).toEqual(['parameter/out-of-range'])
  })

  it('keeps breaking changes while nothing is compared', async () => {
    await rm(join(catalog.folder, file))
    catalog.git('checkout', '-qf', 'main')
    catalog.git('rm', '-q', 'config/models/runware/seedream-4.5.yaml')
    const lines = async () => (await readFile(join(catalog.folder, file), 'utf8')).split('\n').length
    await validate('--base', 'HEAD', '--update-baseline')
    const before = await lines()
    await validate('--update-baseline')
    expect(await lines()).toBe(before)
    catalog.git('checkout', '-qf', 'HEAD', '--', '.')
    await validate('--base', 'HEAD', '--update-baseline')
    expect(await lines()).toBeLessThan(before)
  })

  it('that is none is refused', async () => {
    await writeFile(join(catalog.folder, file), '{"version":1,"findings":{}}')
    expect(await validate()).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('is no baseline') })
  })
})
