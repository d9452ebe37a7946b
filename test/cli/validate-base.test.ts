import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type GitCatalog, type Outcome, createGitCatalog } from './git-catalog.ts'

let catalog: GitCatalog
const bria = 'models/runware/bria-3.2.yaml'
const validate = (...args: string[]): Promise<Outcome> =>
  catalog.run('validate-config', ['--today', '2026-11-22', '--no-source', ...args])

beforeAll(async () => {
  catalog = await createGitCatalog('base')
})
beforeEach(() => {
  catalog.git('checkout', '-qf', '-B', 'work', 'main')
  catalog.git('clean', '-qfd')
})
afterAll(() => rm(catalog.folder, { recursive: true, force: true }))

describe('validate-config --base', { timeout: 60_000 }, () => {
  it('compares the files as they lie there with the ref, and changes nothing in the repository', async () => {
    await catalog.edit(bria, 'landscape_size: 1344x768', 'landscape_size: 1216x832')
    const before = catalog.git('status', '--porcelain')
    const { code, stdout } = await validate('--base', 'main')
    expect(code).toBe(1)
    expect(stdout).toContain(`config/${bria}:10:17 error breaking/size-changed`)
    expect(catalog.git('status', '--porcelain')).toBe(before)
    expect((await validate()).code).toBe(0)
  })

  it('reports what is gone, also when it is committed', async () => {
    catalog.git('rm', '-q', `config/models/runware/seedream-4.5.yaml`)
    catalog.git('commit', '-qm', 'Remove a model')
    const { code, stdout } = await validate('--base', 'main', '--format', 'json')
    expect(code).toBe(1)
    const { findings } = JSON.parse(stdout) as { findings: { rule: string; file: string }[] }
    expect(findings).toContainEqual(
      expect.objectContaining({ rule: 'breaking/model-removed', file: 'config/models/runware/seedream-4.5.yaml' }),
    )
    expect((await validate('--base', 'HEAD')).stdout).not.toContain('breaking/')
  })

  it('does not take what others did on main since for something that is undone here', async () => {
    catalog.git('checkout', '-q', '-B', 'later', 'main')
    await catalog.edit(bria, 'price: { usd_per_image: 0.04 }', 'price: { usd_per_image: 0.01 }')
    catalog.git('commit', '-qam', 'A lower price')
    catalog.git('checkout', '-q', 'work')
    expect(await validate('--base', 'later')).toMatchObject({ code: 0, stdout: '✔ 15 files, no findings\n' })
  })

  it('finds the catalog in a folder of its own, and one that has another place now', async () => {
    await mkdir(join(catalog.folder, 'deep'))
    await rename(join(catalog.folder, 'config'), join(catalog.folder, 'deep', 'catalog'))
    expect(await validate('--base', 'main', 'deep/catalog')).toMatchObject({
      code: 2,
      stderr:
        'main has no catalog in deep/catalog/: this would be the first, and there is nothing to compare it with.\n',
    })
    catalog.git('add', '.')
    catalog.git('commit', '-qm', 'Move the catalog')
    expect((await validate('--base', 'HEAD', 'deep/catalog')).code).toBe(0)
  })

  it.each(['nowhere', '--output=x', 'main:config'])('exits 2 with one line for the ref %s', async (ref) => {
    const { code, stdout, stderr } = await validate(`--base=${ref}`)
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: `There is no Git ref "${ref}" to compare with. Fetch it, or name another one.\n`,
    })
  })
})
