import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holdLock } from '../../api/db/lock-file.ts'
import { runCommandLine } from '../support/command.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-doctor-'))
  await cp('config', join(folder, 'config'), { recursive: true })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const doctor = (env: Record<string, string> = {}) => runCommandLine('scripts/doctor', [], { cwd: folder, env })

describe('the doctor', () => {
  it('finds a fresh clone well, and makes nothing in it', async () => {
    const { code, stdout } = await doctor()
    expect(stdout).not.toContain('FAIL')
    expect(stdout).toContain('There is no database in .atelier yet; npm start makes it')
    expect(code).toBe(0)
    expect(await readdir(join(folder, '.atelier'))).toEqual([])
  })

  it('finds one well whose Atelier runs', async () => {
    const release = await holdLock(join(folder, '.atelier', 'database.lock'), '.atelier')
    await runCommandLine('scripts/sync-config', [], { cwd: folder, env: { ATELIER_HOME: join(folder, 'other') } })
    await cp(join(folder, 'other', 'database'), join(folder, '.atelier', 'database'), { recursive: true })
    const { code, stdout } = await doctor()
    expect(stdout).toContain('Atelier runs on .atelier, so its database was not looked at')
    expect(code).toBe(0)
    await release()
  })

  it('lets a provider be left out, but no tier be left without a model', async () => {
    const { code, stdout } = await doctor({ ATELIER_SANDBOX: 'off', RUNWARE_API_KEY: 'rw-a-key-for-this-test' })
    expect(stdout).toContain('ok    OpenAI is not configured (OPENAI_API_KEY is not set): its models are passed over')
    expect({ code, fails: stdout.includes('FAIL') }).toEqual({ code: 0, fails: false })
    const without = await doctor({ ATELIER_SANDBOX: 'off' })
    expect(without.stdout).toMatch(/FAIL {2}Tier "basic" has no model that can be used: .*RUNWARE_API_KEY is not set/)
    expect(without.code).toBe(1)
  })
})
