import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommandLine } from '../support/command.ts'
import { type SyncFolder, openSyncFolder } from '../support/sync-folder.ts'

let at: SyncFolder
beforeAll(async () => {
  at = await openSyncFolder()
  await mkdir(join(at.folder, 'config/environments'))
  await writeFile(
    join(at.folder, 'config/environments/staging.yaml'),
    `# yaml-language-server: $schema=../schema/environment.schema.json
models:
  google:4@2: { is_active: false } # dear
providers:
  runware: { base_url: https://staging.example/v1 }
`,
  )
})
afterAll(() => at.close())

const model = (id: string) =>
  at.inDatabase((db) =>
    db.selectFrom('models').select(['isActive', 'spec']).where('id', '=', id).executeTakeFirstOrThrow(),
  )
const exportConfig = (...args: string[]) =>
  runCommandLine('scripts/export-config', args, { cwd: at.folder, env: at.env })

describe('an environment', { timeout: 120_000 }, () => {
  it('is printed in the header of the plan, and applied as a whole', async () => {
    const { code, stdout } = await at.sync('--environment', 'staging', '--dry-run')
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^Not from Git, by \S+\nEnvironment staging \(config\/environments\/staging\.yaml\)\n {2}providers runware: base_url = "https:\/\/staging\.example\/v1"\n {2}models google:4@2: is_active = false\n/,
    )
    expect(await at.sync('--environment', 'staging')).toMatchObject({ code: 0 })
    expect(await model('google:4@2')).toMatchObject({ isActive: false })
    const release = await at.inDatabase((db) =>
      db.selectFrom('releases').select(['environment', 'overlay']).executeTakeFirstOrThrow(),
    )
    expect(release).toMatchObject({ environment: 'staging', overlay: { file: 'config/environments/staging.yaml' } })
    expect(await at.sync('--environment', 'staging', '--status', '--exit-code')).toMatchObject({ code: 0 })
  })

  it('is named by ATELIER_ENVIRONMENT, and must be one that there is', async () => {
    const env = { ...at.env, ATELIER_ENVIRONMENT: 'staging' }
    const again = await runCommandLine('scripts/sync-config', [], { cwd: at.folder, env })
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing to do.') })
    expect(await at.sync('--environment', 'stagin')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^There is no environment "stagin"\. Did you mean "staging"\?/),
    })
  })

  it('is left as it is by an export, which writes the rest into the base files', async () => {
    const overlay = await readFile(join(at.folder, 'config/environments/staging.yaml'), 'utf8')
    expect(await exportConfig()).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing to do.') })
    await at.inDatabase((db) =>
      sql`update models set spec = jsonb_set(spec, '{credits_per_image}', '99') where id = 'google:4@2'`.execute(db),
    )
    expect(await exportConfig()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/nano-banana-pro\.yaml {2}\(change\)/),
    })
    const base = await readFile(join(at.folder, 'config/models/runware/nano-banana-pro.yaml'), 'utf8')
    expect(base).toMatch(/is_active: true[\s\S]*credits_per_image: 99/)
    expect(await readFile(join(at.folder, 'config/environments/staging.yaml'), 'utf8')).toBe(overlay)
    expect(await at.sync('--environment', 'staging', '--dry-run', '--exit-code')).toMatchObject({ code: 0 })
  })

  it('is not exported over: what it sets is changed in its file', async () => {
    await at.inDatabase((db) =>
      sql`update models set spec = jsonb_set(spec, '{is_active}', 'true') where id = 'google:4@2'`.execute(db),
    )
    expect(await exportConfig()).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'The database has is_active true for models google:4@2, and config/environments/staging.yaml sets it to false. Change it there, then export. Nothing was written.\n',
    })
  })

  it('comes back with a release that had it', async () => {
    await at.sync()
    expect(await model('google:4@2')).toMatchObject({ isActive: true })
    expect(await at.sync('--rollback', '1')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Environment staging'),
    })
    expect(await model('google:4@2')).toMatchObject({ isActive: false })
  })
})
