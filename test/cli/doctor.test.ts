import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holdLock } from '../../api/db/lock-file.ts'
import { runCommandLine } from '../support/command.ts'
import { startS3Server } from '../support/s3-server.ts'
import { s3Keys, s3Region } from '../support/s3-signature.ts'

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
    expect(stdout).toContain('What webhooks are signed with is stored as it is; ATELIER_SECRET_KEY has it encrypted')
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

  it('writes to the bucket, reads from it and leaves nothing there, or says why it cannot', async () => {
    const server = await startS3Server()
    const env = {
      ATELIER_STORAGE: 's3://pictures/atelier',
      ATELIER_S3_ENDPOINT: server.url,
      ATELIER_S3_REGION: s3Region,
      AWS_ACCESS_KEY_ID: s3Keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3Keys.secretAccessKey,
    }
    const well = await doctor(env)
    expect(well.stdout).toMatch(/ok {4}s3:\/\/pictures\/atelier at 127\.0\.0\.1:\d+ can be written to and read/)
    expect(server.requests.some((request) => request.startsWith('PUT'))).toBe(true)
    expect([well.code, server.objects.size]).toEqual([0, 0])
    const ill = await doctor({ ...env, AWS_SECRET_ACCESS_KEY: 'a-wrong-secret-key' })
    expect(ill.stdout).toMatch(/FAIL {2}.*Check AWS_SECRET_ACCESS_KEY/)
    expect([ill.code, ill.stdout.includes('a-wrong-secret-key')]).toEqual([1, false])
    await server.stop()
  })

  it('lets a provider be left out, but no tier be left without a model', async () => {
    const { code, stdout } = await doctor({ ATELIER_SANDBOX: 'off', RUNWARE_API_KEY: 'rw-a-key-for-this-test' })
    expect(stdout).toContain('ok    OpenAI is not configured (OPENAI_API_KEY is not set): its models are passed over')
    expect({ code, fails: stdout.includes('FAIL') }).toEqual({ code: 0, fails: false })
    const without = await doctor({ ATELIER_SANDBOX: 'off', ATELIER_SECRET_KEY: Buffer.alloc(32, 1).toString('base64') })
    expect(without.stdout).toMatch(/ok {4}What webhooks are signed with is encrypted, with key [0-9a-f]{8}\n/)
    expect(without.stdout).toMatch(/FAIL {2}Tier "basic" has no model that can be used: .*RUNWARE_API_KEY is not set/)
    expect(without.code).toBe(1)
  })
})
