import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommandLine } from '../support/command.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-sync-'))
  await cp('config', join(folder, 'config'), { recursive: true })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const sync = (...args: string[]) => runCommandLine('scripts/sync-config', args, { cwd: folder })
const edit = async (path: string, from: string, to: string) => {
  const file = join(folder, 'config', path)
  await writeFile(file, (await readFile(file, 'utf8')).replace(from, to))
}

describe('sync-config', () => {
  it('with --dry-run makes no database and no table, and tells what it would make', async () => {
    const { code, stdout } = await sync('--dry-run')
    expect(code).toBe(0)
    expect(stdout).toContain('+ models bria:10@1  (create)')
    expect(stdout).toMatch(/not applied \(--dry-run\)\. There is no database yet; applying makes it\.\n$/)
    expect(await readdir(folder)).toEqual(['config'])
  })

  it('applies the catalog once, and has nothing to do the second time', async () => {
    expect(await sync()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\+ models bria:10@1 {2}\(create\)[\s\S]* changes applied as release 1\.\n$/),
    })
    expect(await sync()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^.*: Nothing to do\.\n$/) })
  })

  it('shows what would change, field by field, and exits 2 where asked to', async () => {
    await edit('models/runware/bria-3.2.yaml', 'usd_per_image: 0.04', 'usd_per_image: 0.05')
    const { code, stdout } = await sync('--dry-run', '--exit-code')
    expect(code).toBe(2)
    expect(stdout).toContain('~ models bria:10@1  (update)\n    price.usd_per_image: 0.04 -> 0.05\n')
    expect(stdout).toContain('1 change, not applied (--dry-run).')
    expect(JSON.parse((await sync('--dry-run', '--format', 'json')).stdout)).toMatchObject({
      version: 1,
      applied: false,
      changes: [
        {
          kind: 'models',
          id: 'bria:10@1',
          action: 'update',
          fields: [{ path: 'price.usd_per_image', before: 0.04, after: 0.05 }],
        },
      ],
    })
    expect(await sync()).toMatchObject({ code: 0, stdout: expect.stringContaining('1 change applied as release 2.') })
  })

  it('applies nothing of a catalog with an error in it', async () => {
    await edit('tiers.yaml', 'id: premium', 'id: platinum')
    const { code, stdout, stderr } = await sync()
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^The catalog cannot be used\. config\/.*:\d+:\d+ .*Run: npm run validate-config\n$/)
  })

  it('refuses options it does not have', async () => {
    expect(await sync('--force')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining("Unknown option '--force'"),
    })
  })
})
