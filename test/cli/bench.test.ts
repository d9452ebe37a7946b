import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tableText, writeMeasured } from '../../scripts/bench/table.ts'
import { runCommandLine } from '../support/command.ts'

const serverUrl = process.env['TEST_DATABASE_URL']

describe('bench', { timeout: 300_000 }, () => {
  let home: string
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'atelier-bench-home-'))
  })
  afterAll(() => rm(home, { recursive: true, force: true }))

  // Neither of these two needs a server: once is enough.
  it.skipIf(serverUrl)('measures without peers, and leaves the document alone when told to', async () => {
    const before = await readFile('docs/benchmarks.md', 'utf8')
    const args = ['validate', '--models', '2', '--runs', '1', '--no-peers', '--no-write']
    const { code, stdout } = await runCommandLine('scripts/bench', args)
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/\| 2 +\| 10 % +\| \d+\.\d\d s/) })
    expect(await readFile('docs/benchmarks.md', 'utf8')).toBe(before)
  })

  it.skipIf(serverUrl)('measures sync-config on a database of its own', async () => {
    const args = ['sync', '--models', '2', '--runs', '1', '--no-write']
    const { code, stdout } = await runCommandLine('scripts/bench', args)
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\| 2 +\| embedded +\| \d+\.\d\d s/),
    })
  })

  it.each([
    ['no bench', [], 'Name one bench: validate, sync, worker, pictures, scale, soak.'],
    ['an unknown bench', ['speed'], 'Name one bench: validate, sync, worker, pictures, scale, soak.'],
    ['no server', ['worker'], 'bench worker needs --database URL'],
    ['an impossible rate', ['soak', '--rate', '0'], '--rate is "0"'],
    ['an impossible size', ['validate', '--models', '0'], '--models is "0"'],
  ])('exits 2 with one clear line for %s', async (_, args, line) => {
    const { code, stderr } = await runCommandLine('scripts/bench', args)
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(line) })
  })

  describe.skipIf(!serverUrl)('with a server', () => {
    const run = (...args: string[]) =>
      runCommandLine('scripts/bench', [...args, '--no-write', '--database', serverUrl ?? ''], {
        env: { ATELIER_HOME: home },
      })

    it('measures the queue with its ledger and without, and says that no peers were measured', async () => {
      const { code, stdout } = await run(
        'worker',
        '--jobs',
        '20',
        '--history',
        '200',
        '--runs',
        '1',
        '--seconds',
        '1',
        '--no-peers',
      )
      expect(code).toBe(0)
      expect(stdout).toContain('pg-boss and graphile-worker were not measured')
      expect(stdout).toMatch(/\| 2 × 50 +\| [\d,]+ \([\d,]+–[\d,]+\)/)
      expect(stdout).toMatch(/\| Atelier, whole ledger +\| [\d.]+ ms +\| [\d.]+ ms +\| 5 +\| [\d.]+/)
    })

    it('measures what pictures cost, on a real worker', async () => {
      const { code, stdout } = await run('pictures', '--pictures', '4', '--runs', '1')
      expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/\| 256x192 +\| [\d.]+ ms/) })
    })

    it('drives workers over a history, and tells what is read for a claim and how fast old rows go', async () => {
      const { code, stdout } = await run(
        'scale',
        '--history',
        '300',
        '--processes',
        '1',
        '--slots',
        '5',
        '--load',
        '10',
        '--load',
        '40',
        '--seconds',
        '1',
      )
      expect(code).toBe(0)
      expect(stdout).toMatch(/\| 10 +\| 2–20 s/)
      expect(stdout).toMatch(/\| 40 +\| 0\.2–2 s/)
      expect(stdout).toMatch(/claim_from_provider/)
      expect(stdout).toMatch(/\| deleted, with their calls \| in a second \|/)
    })

    it('runs the API and a worker under a steady load, and tells of each measure whether it is flat', async () => {
      const { code, stdout, stderr } = await run('soak', '--minutes', '0.1', '--rate', '4')
      expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringMatching(/Asked for \d+ pictures/) })
      expect(stdout).toMatch(/\| worker: resident memory, MB +\|.*\| (flat|NOT FLAT) +\|/)
      expect(await readFile(join(home, 'bench', 'soak.csv'), 'utf8')).toMatch(
        /^minutes,pictures,"API: resident memory"/,
      )
    })
  })

  it('writes between its marks only', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'atelier-bench-doc-'))
    const path = join(folder, 'doc.md')
    await writeFile(path, 'before\n<!-- bench:one -->\nold\n<!-- /bench:one -->\nafter\n')
    await writeMeasured(path, 'one', tableText({ columns: ['a', 'bb'], rows: [['ccc', 'd']] }))
    expect(await readFile(path, 'utf8')).toBe(
      'before\n<!-- bench:one -->\n| a   | bb |\n|-----|----|\n| ccc | d  |\n<!-- /bench:one -->\nafter\n',
    )
    await expect(writeMeasured(path, 'two', '')).rejects.toThrow('<!-- bench:two -->')
    await rm(folder, { recursive: true })
  })
})
