import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SyncFolder, openSyncFolder } from '../support/sync-folder.ts'

let at: SyncFolder
beforeAll(async () => {
  at = await openSyncFolder()
  expect(await at.sync('--actor', 'ada')).toMatchObject({ code: 0 })
})
afterAll(() => at.close())

const bria = 'models/runware/bria-3.2.yaml'
const price = (from: number, to: number) => at.edit(bria, `usd_per_image: ${from} }`, `usd_per_image: ${to} }`)
const plan = async () => expect(await at.sync('--plan-out', 'plan.json')).toMatchObject({ code: 0 })
const editByHand = (statement: string) => at.inDatabase((db) => sql.raw(statement).execute(db))

describe('a plan file', { timeout: 120_000 }, () => {
  it('is applied as it was made, whatever the files say by then, and says who applied it', async () => {
    await price(0.04, 0.05)
    await plan()
    await price(0.05, 0.07)
    expect(await at.sync('--apply', 'plan.json', '--actor', 'grace')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/price\.usd_per_image: 0\.04 -> 0\.05[\s\S]*1 change applied as release 2\.\n$/),
    })
    const release = await at.inDatabase((db) =>
      db.selectFrom('releases').select(['actor', 'catalogHash']).where('id', '=', 2).executeTakeFirstOrThrow(),
    )
    expect(release).toMatchObject({ actor: 'grace', catalogHash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    await price(0.07, 0.05)
  })

  it('is refused once something was applied since, with what moved and by whom', async () => {
    await price(0.05, 0.06)
    await plan()
    await price(0.06, 0.08)
    await at.sync('--actor', 'linus')
    const { code, stderr } = await at.sync('--apply', 'plan.json')
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /^The plan is stale: it was made from release 2 of \S+, and the database is at release 3 by linus at \S+\. Nothing was changed\. Make a new plan\.\n {2}models bria:10@1: written by release 3 by linus at \S+\n$/,
    )
  })

  it('is refused once a row was edited by hand, with who did it', async () => {
    await price(0.08, 0.09)
    await plan()
    await editByHand(`update styles set spec = jsonb_set(spec, '{prompt_words}', '"by hand"') where id = 'watercolour'`)
    const { code, stderr } = await at.sync('--apply', 'plan.json')
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /rows have changed since it was made\.[\s\S]*\n {2}styles watercolour: edited by hand by postgres at \S+\n$/,
    )
  })

  it('is applied although an operator has switched a model off: that is no drift', async () => {
    await at.sync()
    await price(0.09, 0.1)
    await plan()
    await editByHand(
      `update models set killed_at = now(), killed_by = 'ada', kill_reason = 'six fingers' where id = 'runware:97@1'`,
    )
    expect(await at.sync('--apply', 'plan.json')).toMatchObject({ code: 0 })
    const { stdout } = await at.sync('--status')
    expect(stdout).toMatch(
      /Kill switches \(no drift\)\n {2}runware:97@1: switched off by ada at \S+: six fingers\n.*In sync/,
    )
  })

  it('is refused where it is none, was changed on its way, or is of another version', async () => {
    await price(0.1, 0.11)
    await plan()
    const path = join(at.folder, 'plan.json')
    const text = await readFile(path, 'utf8')
    for (const [changed, told] of [
      ['', 'is not JSON'],
      ['[]', 'plan.json is not a plan. Make one with: npm run sync-config -- --plan-out plan.json'],
      [
        '{"format":"atelier-plan","version":2,"approve":[]}',
        'is a plan of version 2; this Atelier applies version 1. Make a new plan.',
      ],
      [
        text.replace('"after": 0.11', '"after": 0.12'),
        'was changed after it was made. Only "approve" may be edited by hand.',
      ],
      [
        text.replace('"approve": []', '"approve": "all"'),
        '"approve" in plan.json must be a list of names, such as ["tier/premium"].',
      ],
    ] as const) {
      await writeFile(path, changed)
      const outcome = await at.sync('--apply', 'plan.json')
      expect(outcome).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(told) })
    }
    expect(await at.sync('--apply', 'nowhere.json')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nowhere.json cannot be read'),
    })
    expect(await at.sync('--plan-out', join(at.folder, 'no/such/folder.json'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot be written'),
    })
    await price(0.11, 0.1)
  })
})

describe('the output of sync-config', { timeout: 120_000 }, () => {
  const shell = (command: string) =>
    new Promise<{ code: number; stderr: string }>((settle) => {
      const line = `'${process.execPath}' '${resolve('scripts/launch.mjs')}' scripts/sync-config ${command}`
      const options = { cwd: at.folder, env: { ...process.env, DATABASE_URL: '', ...at.env } }
      execFile('bash', ['-o', 'pipefail', '-c', line], options, (error, _, stderr) =>
        settle({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stderr }),
      )
    })

  it('may be cut off by who reads it', async () => {
    expect(await shell('--dry-run | true')).toEqual({ code: 0, stderr: '' })
  })

  it('that cannot be written is told, and does not make what was applied look undone', async () => {
    await price(0.1, 0.12)
    expect(await shell('--dry-run > /dev/full')).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^The output cannot be written: ENOSPC/),
    })
    expect(await shell('> /dev/full')).toEqual({
      code: 0,
      stderr: expect.stringMatching(/^Release \d+ was applied\. The output cannot be written: ENOSPC/),
    })
    await price(0.12, 0.1)
    await at.sync()
  })

  it('is no plan where a plan would replace what is no file', async () => {
    expect(await at.sync('--plan-out', '/dev/null')).toMatchObject({
      code: 2,
      stderr: '/dev/null is no regular file, so no plan is written there.\n',
    })
  })
})

describe('sync-config --rollback', { timeout: 120_000 }, () => {
  it('plans back to a release like any other plan, and says which it brought back', async () => {
    const dry = await at.sync('--rollback', '1', '--dry-run')
    expect(dry).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Back to release 1\n[\s\S]*price\.usd_per_image: 0\.1 -> 0\.04/),
    })
    expect(await at.sync('--rollback', '1', '--plan-out', 'back.json')).toMatchObject({ code: 0 })
    expect(await at.sync('--apply', 'back.json')).toMatchObject({ code: 0 })
    const [first, last] = await at.inDatabase(async (db) => {
      const releases = await db
        .selectFrom('releases')
        .select(['id', 'catalogHash', 'rollbackOf'])
        .orderBy('id')
        .execute()
      return [releases[0], releases.at(-1)]
    })
    expect(last).toMatchObject({ rollbackOf: 1, catalogHash: first?.catalogHash })
    expect(await at.sync('--rollback', '1')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing to do.'),
    })
  })

  it('works although the files are broken by now, which is when it is needed', async () => {
    await at.edit('tiers.yaml', 'tiers:', 'tiers: [')
    await at.edit('schema/model.schema.json', '{', '[')
    expect(await at.sync('--rollback', '2', '--dry-run')).toMatchObject({ code: 0 })
    await at.edit('tiers.yaml', 'tiers: [', 'tiers:')
    await at.edit('schema/model.schema.json', '[', '{')
  })

  it('refuses a release that is not there', async () => {
    expect(await at.sync('--rollback', '99')).toMatchObject({ code: 1, stderr: 'There is no release 99.\n' })
  })
})

describe('sync-config --status', { timeout: 120_000 }, () => {
  it('tells files, release and database apart, for people and programs, with an exit code for a nightly job', async () => {
    await editByHand(`update styles set spec = jsonb_set(spec, '{prompt_words}', '"by hand"') where id = 'watercolour'`)
    const { code, stdout } = await at.sync('--status')
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /models bria:10@1\n {2}price\.usd_per_image: moved in the files \(files 0\.1, release 0\.04, database 0\.04\)/,
    )
    expect(stdout).toMatch(
      /styles watercolour\n {2}prompt_words: moved in the database \(files .*, database "by hand"\)\n {2}edited by hand by postgres at /,
    )
    expect(stdout).toMatch(/Not in sync, at release \d+ of \S+: 1 moved in the files, 1 moved in the database\.\n$/)
    const json = await at.sync('--status', '--exit-code', '--format', 'json')
    expect(json.code).toBe(2)
    expect(JSON.parse(json.stdout)).toMatchObject({
      version: 1,
      inSync: false,
      entries: [{ id: 'watercolour' }, { id: 'bria:10@1' }],
    })
    expect((await at.sync('--status', '--format', 'markdown')).stdout).toContain('## Catalog: not in sync')
    await at.sync()
    expect(await at.sync('--status', '--exit-code')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('In sync with the files'),
    })
  })

  it('says in a plan that it undoes an edit by hand', async () => {
    await editByHand(`update styles set spec = jsonb_set(spec, '{prompt_words}', '"by hand"') where id = 'watercolour'`)
    expect((await at.sync('--dry-run')).stdout).toMatch(
      /prompt_words: by hand -> .*, undoes an edit by hand\n {4}edited by hand by postgres at /,
    )
  })
})
