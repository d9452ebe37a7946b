import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SyncFolder, openSyncFolder } from '../support/sync-folder.ts'

let at: SyncFolder
beforeAll(async () => {
  at = await openSyncFolder()
})
afterAll(() => at.close())

describe('sync-config', () => {
  const isEmbedded = !process.env['TEST_DATABASE_URL']
  it.runIf(isEmbedded)('with --dry-run makes no database, and tells what it would make', async () => {
    const { code, stdout } = await at.sync('--dry-run')
    expect(code).toBe(0)
    expect(stdout).toContain('+ models bria:10@1  (create)')
    expect(stdout).toMatch(/not applied \(--dry-run\)\. There is no database yet; applying makes it\.\n$/)
    expect(await readdir(at.folder)).toEqual(['config'])
  })

  it.runIf(!isEmbedded)('with --dry-run makes no table, and tells what it would make', async () => {
    const { code, stdout } = await at.sync('--dry-run')
    expect(code).toBe(0)
    expect(stdout).toMatch(/35 changes, not applied \(--dry-run\)\. Applying makes its tables first\.\n$/)
    const tables = await at.inDatabase((db) => db.introspection.getTables())
    expect(tables).toEqual([])
  })

  it('applies the catalog once, and has nothing to do the second time', async () => {
    expect(await at.sync()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\+ models bria:10@1 {2}\(create\)[\s\S]* changes applied as release 1\.\n$/),
    })
    expect(await at.sync()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^.*: Nothing to do\.\n$/) })
  })

  it('shows what would change, field by field, and exits 2 where asked to', async () => {
    await at.edit('models/runware/bria-3.2.yaml', 'usd_per_image: 0.04', 'usd_per_image: 0.05')
    const { code, stdout } = await at.sync('--dry-run', '--exit-code')
    expect(code).toBe(2)
    expect(stdout).toContain('~ models bria:10@1  (update)\n    price.usd_per_image: 0.04 -> 0.05, +25 %\n')
    expect(stdout).toContain('1 change, not applied (--dry-run).')
    expect(JSON.parse((await at.sync('--dry-run', '--format', 'json')).stdout)).toMatchObject({
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
    expect(await at.sync()).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 change applied as release 2.'),
    })
  })

  it('applies nothing of a catalog with an error in it', async () => {
    await at.edit('tiers.yaml', 'id: premium', 'id: platinum')
    const { code, stdout, stderr } = await at.sync()
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^The catalog cannot be used\. config\/.*:\d+:\d+ .*Run: npm run validate-config\n$/)
  })

  it('refuses options it does not have, and orders that say two things', async () => {
    for (const [args, told] of [
      [['--dry-run', '--plan-out', 'p'], '--dry-run and --plan-out exclude each other.'],
      [['--apply', 'p', '--rollback', '1'], '--apply and --rollback exclude each other.'],
      [['--apply', 'p', '--approve', 'tier/x'], '--apply and --approve exclude each other.'],
      [['--status', '--dry-run'], '--status and --dry-run exclude each other.'],
      [['--approve', 'tier/x'], '--approve needs --plan-out FILE'],
      [['--allow-delete', '-1'], 'argument is ambiguous'],
      [['--allow-delete', 'many'], '--allow-delete is "many"; it must be a whole number from 0 on.'],
      [['--rollback', '0'], '--rollback is "0"; it must be a whole number from 1 on.'],
      [['--format', 'xml'], '--format is "xml"; it must be one of pretty, json, markdown.'],
      [['--plan-out', ''], '--plan-out is empty.'],
    ] as const) {
      const { code, stdout, stderr } = await at.sync(...args)
      expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(told) })
    }
  })

  it('refuses an unknown option', async () => {
    expect(await at.sync('--force')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining("Unknown option '--force'"),
    })
  })
})
