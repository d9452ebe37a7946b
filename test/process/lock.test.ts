import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEmbedded } from '../../api/db/embedded.ts'
import { holdLock } from '../../api/db/lock-file.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'atelier-lock-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

const lockPath = () => join(home, 'database.lock')

/** A process that lives until it is killed. */
function startSleeper() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  return {
    pid: child.pid ?? 0,
    kill: () => new Promise((resolve) => child.once('exit', resolve) && child.kill('SIGKILL')),
  }
}

describe('the lock of the embedded database', () => {
  it('is refused to a second process, by the number of the first', async () => {
    const release = await holdLock(lockPath(), home)
    await expect(holdLock(lockPath(), home)).rejects.toThrow(
      new RegExp(`in use by process ${process.pid}\\..*DATABASE_URL`),
    )
    await release()
    await (
      await holdLock(lockPath(), home)
    )()
  })

  it('is never to be seen half written, since it would be taken for a dead one', async () => {
    for (let round = 0; round < 20; round += 1) {
      const seen = new Set<string>()
      const state = { isHeld: false }
      const holding = holdLock(lockPath(), home).finally(() => (state.isHeld = true))
      while (!state.isHeld) {
        if (existsSync(lockPath())) seen.add(readFileSync(lockPath(), 'utf8'))
        await new Promise((resolve) => setImmediate(resolve))
      }
      expect(seen).not.toContain('')
      await (
        await holding
      )()
    }
    expect(await readdir(home)).toEqual([])
  })

  it('of another machine names the file to remove when that machine is gone', async () => {
    await writeFile(lockPath(), JSON.stringify({ pid: 1, startTime: null, host: 'gone.example' }))
    await expect(holdLock(lockPath(), home)).rejects.toThrow(`If gone.example is gone for good, remove ${lockPath()}.`)
  })

  it('is taken over from a process that died', async () => {
    const sleeper = startSleeper()
    await writeFile(lockPath(), JSON.stringify({ pid: sleeper.pid, startTime: null, host: hostname() }))
    await expect(holdLock(lockPath(), home)).rejects.toThrow(`in use by process ${sleeper.pid}`)
    await sleeper.kill()
    await holdLock(lockPath(), home)
    expect(JSON.parse(await readFile(lockPath(), 'utf8'))).toMatchObject({ pid: process.pid })
  })

  it.runIf(process.platform === 'linux')('is taken over when the number now belongs to a later process', async () => {
    await writeFile(lockPath(), JSON.stringify({ pid: process.pid, startTime: '1', host: hostname() }))
    await holdLock(lockPath(), home)
  })

  it('is not taken over from another machine, whose processes cannot be seen', async () => {
    await writeFile(lockPath(), JSON.stringify({ pid: 1, startTime: null, host: 'elsewhere' }))
    await expect(holdLock(lockPath(), home)).rejects.toThrow('process 1 on elsewhere')
  })

  it('goes to exactly one of many that find it stale at once', async () => {
    await writeFile(lockPath(), JSON.stringify({ pid: 4_194_304, startTime: null, host: hostname() }))
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => holdLock(lockPath(), home)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

it('names the folder that cannot be written to', async () => {
  await writeFile(join(home, 'file'), '')
  await expect(openEmbedded(join(home, 'file'))).rejects.toThrow(/Cannot use .*file: .*ATELIER_HOME/)
})
