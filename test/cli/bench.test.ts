import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tableText, writeMeasured } from '../../scripts/bench/table.ts'
import { runCommandLine } from '../support/command.ts'

describe('bench', { timeout: 120_000 }, () => {
  it('measures without peers, and leaves the document alone when told to', async () => {
    const before = await readFile('docs/benchmarks.md', 'utf8')
    const args = ['validate', '--models', '2', '--runs', '1', '--no-peers', '--no-write']
    const { code, stdout } = await runCommandLine('scripts/bench', args)
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/\| 2 +\| 10 % +\| \d+\.\d\d s/) })
    expect(await readFile('docs/benchmarks.md', 'utf8')).toBe(before)
  })

  it('measures sync-config on a database of its own', async () => {
    const args = ['sync', '--models', '2', '--runs', '1', '--no-write']
    const { code, stdout } = await runCommandLine('scripts/bench', args)
    expect({ code, stdout }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/\| 2 +\| embedded +\| \d+\.\d\d s/),
    })
  })

  it.each([
    ['no bench', [], 'Name one bench: validate, sync.'],
    ['an unknown bench', ['speed'], 'Name one bench: validate, sync.'],
    ['an impossible size', ['validate', '--models', '0'], '--models is "0"'],
  ])('exits 2 with one clear line for %s', async (_, args, line) => {
    const { code, stderr } = await runCommandLine('scripts/bench', args)
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(line) })
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
