import { randomUUID } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Outcome, runCommandLine } from '../support/command.ts'

const serverUrl = process.env['TEST_DATABASE_URL']
if (!serverUrl) console.log('Skipped: two deploys at once need a PostgreSQL server (set TEST_DATABASE_URL).')

describe.runIf(serverUrl)('deploys to one server', { timeout: 120_000 }, () => {
  const name = `atelier_race_${randomUUID().slice(0, 8)}`
  const reader = `${name}_reader`
  let url: string
  let folder: string

  const query = async (text: string, database: string = url) => {
    const client = new Client({ connectionString: database })
    await client.connect()
    try {
      return await client.query(text)
    } finally {
      await client.end()
    }
  }
  const sync = (config: string, ...args: string[]): Promise<Outcome> =>
    runCommandLine('scripts/sync-config', ['--config', config, ...args], { cwd: folder, env: { DATABASE_URL: url } })
  const apply = (file: string): Promise<Outcome> =>
    runCommandLine('scripts/sync-config', ['--apply', file], { cwd: folder, env: { DATABASE_URL: url } })
  const catalogAt = async (config: string, usd: number) => {
    const path = join(folder, config, 'models/runware/bria-3.2.yaml')
    await cp('config', join(folder, config), { recursive: true })
    await writeFile(path, (await readFile(path, 'utf8')).replace(/usd_per_image: [\d.]+/, `usd_per_image: ${usd}`))
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'atelier-race-'))
    await query(`create database ${name}`, serverUrl)
    const address = new URL(serverUrl ?? '')
    address.pathname = `/${name}`
    url = address.href
    await cp('config', join(folder, 'config'), { recursive: true })
    await catalogAt('one', 0.05)
    await catalogAt('other', 0.06)
    expect(await sync('config')).toMatchObject({ code: 0 })
  })
  afterAll(async () => {
    await query(`drop owned by ${reader}; drop role ${reader}`).catch(() => undefined)
    await query(`drop database ${name} with (force)`, serverUrl)
    await rm(folder, { recursive: true, force: true })
  })

  it('at the same time: one is applied, the other changes nothing and is told who was first', async () => {
    await sync('one', '--plan-out', 'one.json')
    await sync('other', '--plan-out', 'other.json')
    const outcomes = await Promise.all([apply('one.json'), apply('other.json')])
    expect(outcomes.map(({ code }) => code).toSorted((one, other) => one - other)).toEqual([0, 3])
    expect(outcomes.find(({ code }) => code === 3)?.stderr).toMatch(
      /^The plan is stale: it was made from release 1 of \S+, and the database is at release 2 by \S+ at \S+\. Nothing was changed\./,
    )
    expect((await query('select id from releases')).rowCount).toBe(2)
  })

  it('of the same catalog are both well, and make one release', async () => {
    await catalogAt('third', 0.07)
    const outcomes = await Promise.all([sync('third'), sync('third'), sync('third')])
    expect(outcomes.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
      outcomes.map(() => ({ code: 0, stderr: '' })),
    )
    expect((await query('select id from releases')).rowCount).toBe(3)
  })

  it('give up waiting for another that does not come to its end, and change nothing', async () => {
    const holder = new Client({ connectionString: url })
    await holder.connect()
    await holder.query('begin; select pg_advisory_xact_lock(4310001)')
    const outcome = await sync('config')
    await holder.end()
    expect(outcome).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'Another process has been applying a catalog, or holding rows of it, for more than 10 seconds. Nothing was changed. Run this again.\n',
    })
    expect((await query('select id from releases')).rowCount).toBe(3)
  })

  it('are planned by a role that may only read', async () => {
    await query(
      `create role ${reader} login; grant usage on schema public to ${reader}; grant select on all tables in schema public to ${reader}`,
    )
    const address = new URL(url)
    address.username = reader
    const options = { cwd: folder, env: { DATABASE_URL: address.href } }
    const dry = await runCommandLine('scripts/sync-config', ['--dry-run'], options)
    expect(dry).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('0.07 -> 0.04') })
    expect(await runCommandLine('scripts/sync-config', [], options)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'The database refused: permission denied for table providers (42501). Nothing was changed.\n',
    })
  })

  it('that make what somebody makes by hand at that moment are stale', async () => {
    await catalogAt('fourth', 0.07)
    const styles = join(folder, 'fourth/styles.yaml')
    await writeFile(
      styles,
      `${await readFile(styles, 'utf8')}  - id: neu\n    display_name: Neu\n    prompt_words: new words\n`,
    )
    const holder = new Client({ connectionString: url })
    await holder.connect()
    await holder.query(
      `begin; insert into styles (id, position, spec, source_file, source_line, release_id) values ('neu', 9, '{"id":"neu"}', 'x', 1, 1)`,
    )
    const deploy = sync('fourth')
    const waits = `select 1 from pg_stat_activity where datname = '${name}' and wait_event = 'transactionid'`
    while ((await query(waits)).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    await holder.query('commit')
    await holder.end()
    expect(await deploy).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^The plan is stale: an entry that it makes was made by hand meanwhile/),
    })
    await query(`delete from styles where id = 'neu'`)
  })

  it('are told in words what the server has against looking', async () => {
    const nobody = `${name}_nobody`
    await query(`create role ${nobody} login`)
    const address = new URL(url)
    address.username = nobody
    const options = { cwd: folder, env: { DATABASE_URL: address.href } }
    for (const [command, ...args] of [
      ['sync-config', '--dry-run'],
      ['sync-config', '--status'],
      ['export-config', '--dry-run'],
    ] as const) {
      expect(await runCommandLine(`scripts/${command}`, args, options)).toEqual({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(
          /^The database refused: permission denied for table \w+ \(42501\)\. Nothing was changed\.\n$/,
        ),
      })
    }
    await query(`drop role ${nobody}`)
  })

  it('whose connection is cut leave everything or nothing, and say how to see which', async () => {
    const holder = new Client({ connectionString: url })
    await holder.connect()
    await holder.query('begin; select pg_advisory_xact_lock(4310001)')
    const deploy = sync('config')
    const cut = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and wait_event = 'advisory'`
    while ((await query(cut)).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    const { code, stderr } = await deploy
    await holder.end()
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /^The connection to the database was lost: .*\. Everything was applied or nothing; run npm run sync-config -- --status to see which\.\n$/,
      ),
    })
    expect((await query('select id from releases')).rowCount).toBe(3)
  })
})
