import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ContentRecord } from '../../api/db/content-store.ts'
import type { ImageRecord } from '../../api/db/image-store.ts'
import { ensureBuilt } from '../../scripts/build.mjs'
import { runCommandLine } from '../support/command.ts'

let folder: string
const running: ChildProcess[] = []
beforeAll(async () => {
  await ensureBuilt()
  folder = await mkdtemp(join(tmpdir(), 'atelier-start-'))
})
afterEach(() => Promise.all(running.splice(0).map(stop)))
afterAll(() => rm(folder, { recursive: true, force: true }))

function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((settle) => {
    child.once('exit', settle)
    child.kill('SIGTERM')
  })
}

/** Starts Atelier and answers what it printed, once it is ready. */
async function start(env: Record<string, string>): Promise<{ child: ChildProcess; output: string; url: string }> {
  const { DATABASE_URL: _, ...inherited } = process.env
  const child = spawn(process.execPath, [resolve('scripts/launch.mjs'), 'api/start'], {
    env: { ...inherited, ATELIER_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  let output = ''
  let errors = ''
  child.stderr?.on('data', (chunk) => (errors += String(chunk)))
  await new Promise<void>((settle, reject) => {
    child.once('exit', (code) => reject(new Error(`It ended with ${code}: ${errors}`)))
    child.stdout?.on('data', (chunk) => {
      output += String(chunk)
      if (output.includes('OpenAI')) settle()
    })
  })
  return { child, output, url: /http:\S+/.exec(output)?.[0] ?? '' }
}

async function signIn(url: string, password: string): Promise<string> {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'admin', password }),
  })
  expect(response.status).toBe(200)
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}
const get = async <T>(url: string, cookie: string): Promise<T> =>
  (await (await fetch(url, { headers: { cookie } })).json()) as T

describe('npm start', () => {
  it('prints address and password once, makes images after one click, and keeps everything', async () => {
    const home = join(folder, 'kept')
    const first = await start({ ATELIER_HOME: home })
    const password = /password (\S+)/.exec(first.output)?.[1] ?? ''
    expect(password).toHaveLength(20)
    expect(first.output).toContain('Runware: sandbox')
    const sandbox = /^The sandbox is at (http:\S+)/m.exec(first.output)?.[1] ?? ''
    expect(await (await fetch(`${sandbox}/control`)).json()).toMatchObject({ faults: [] })
    const cookie = await signIn(first.url, password)
    const { data: contents } = await get<{ data: ContentRecord[] }>(`${first.url}/api/contents`, cookie)
    expect(contents).toHaveLength(3)
    const contentId = contents[0]?.id
    await fetch(`${first.url}/api/contents/${contentId}/actions/generate`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', 'idempotency-key': 'click' },
      body: JSON.stringify({ which: 'missing' }),
    })
    const countsNow = async () =>
      (await get<ContentRecord>(`${first.url}/api/contents/${contentId}`, cookie)).imageCounts
    let counts = await countsNow()
    while (counts.queued + counts.running > 0) {
      await new Promise((settle) => setTimeout(settle, 100))
      counts = await countsNow()
    }
    expect(counts).toMatchObject({ expected: 5, current: 5, failed: 0 })
    expect(await stop(first.child)).toBe(0)

    const second = await start({ ATELIER_HOME: home })
    expect(second.output).not.toContain('password')
    const again = await signIn(second.url, password)
    const kept = await get<ContentRecord>(`${second.url}/api/contents/${contentId}`, again)
    expect(kept.imageCounts.current).toBe(5)
    const { data: images } = await get<{ data: ImageRecord[] }>(
      `${second.url}/api/images?filter=${encodeURIComponent(JSON.stringify({ contentId: contentId }))}`,
      again,
    )
    const made = images[0]?.current?.picture
    const picture = await fetch(`${second.url}${made?.url}`, { headers: { cookie: again } })
    expect(picture.headers.get('content-type')).toBe('image/webp')
    expect((await picture.arrayBuffer()).byteLength).toBe(made?.bytes)
    expect((await get<{ total: number }>(`${second.url}/api/releases`, again)).total).toBe(1)
  })

  it('takes the admin password it is given, and prints it nowhere', async () => {
    const { output, url } = await start({
      ATELIER_HOME: join(folder, 'given'),
      ATELIER_ADMIN_PASSWORD: 'correct-horse-battery',
    })
    expect(output).not.toContain('correct-horse')
    await signIn(url, 'correct-horse-battery')
  })

  it('says where people find it behind a proxy', async () => {
    const { output, url } = await start({
      ATELIER_HOME: join(folder, 'behind'),
      ATELIER_PUBLIC_URL: 'https://atelier.example',
    })
    expect(output).toContain(`Atelier is at ${url.replace(/,$/, '')}, and through its proxy at https://atelier.example`)
  })

  it('tells the password when it first can, not when a start fails', async () => {
    const home = join(folder, 'second-try')
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((settle) => taken.once('listening', settle))
    const address = taken.address()
    const port = String(typeof address === 'object' ? address?.port : 0)
    expect((await runCommandLine('api/start', [], { env: { ATELIER_HOME: home, ATELIER_PORT: port } })).code).toBe(1)
    taken.close()
    const { output, url } = await start({ ATELIER_HOME: home })
    await signIn(url, /password (\S+)/.exec(output)?.[1] ?? '')
  })

  it('lets a lost password be replaced', async () => {
    const home = join(folder, 'lost-password')
    const first = await start({ ATELIER_HOME: home, ATELIER_ADMIN_PASSWORD: 'the-lost-password' })
    const oldCookie = await signIn(first.url, 'the-lost-password')
    await stop(first.child)
    const { stdout } = await runCommandLine('scripts/set-password', [], { env: { ATELIER_HOME: home } })
    const { url } = await start({ ATELIER_HOME: home })
    await signIn(url, /password (\S+) \(shown only now\)/.exec(stdout)?.[1] ?? '')
    expect((await fetch(`${url}/api/session`, { headers: { cookie: oldCookie } })).status).toBe(401)
  })

  it('begins anew where a first start was killed before its end, and touches nothing else', async () => {
    const home = join(folder, 'killed')
    await mkdir(join(home, 'database'), { recursive: true })
    await writeFile(join(home, 'database.unfinished'), '')
    await writeFile(join(home, 'database', 'PG_VERSION'), '18')
    await start({ ATELIER_HOME: home })
    const foreign = join(folder, 'foreign')
    await mkdir(join(foreign, 'database'), { recursive: true })
    await writeFile(join(foreign, 'database', 'diary.txt'), 'mine')
    const { code, stderr } = await runCommandLine('api/start', [], {
      env: { ATELIER_HOME: foreign, ATELIER_PORT: '0' },
    })
    expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 1, lines: 1 })
    expect(stderr).toContain('it holds files, but PG_VERSION is missing')
    expect(await readFile(join(foreign, 'database', 'diary.txt'), 'utf8')).toBe('mine')
  })

  it('stops when npm is told to, although the shell between them passes no signal on', async () => {
    const { DATABASE_URL: _, ...inherited } = process.env
    const home = join(folder, 'under-npm')
    const shell = spawn('sh', ['-c', `"${process.execPath}" "${resolve('scripts/launch.mjs')}" api/start; true`], {
      env: { ...inherited, ATELIER_PORT: '0', ATELIER_HOME: home, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    await new Promise<void>((settle) =>
      shell.stdout?.on('data', (chunk) => String(chunk).includes('Atelier is at') && settle()),
    )
    const { pid } = JSON.parse(await readFile(join(home, 'database.lock'), 'utf8')) as { pid: number }
    expect(pid).not.toBe(shell.pid)
    shell.kill('SIGTERM')
    await expect.poll(() => existsSync(join(home, 'database.lock')), { timeout: 15_000 }).toBe(false)
  })

  it('is refused a folder that another one uses', async () => {
    const home = join(folder, 'shared')
    const { child } = await start({ ATELIER_HOME: home })
    const { code, stderr } = await runCommandLine('api/start', [], { env: { ATELIER_HOME: home, ATELIER_PORT: '0' } })
    expect(code).toBe(1)
    expect(stderr).toMatch(new RegExp(`^${home} is in use by process ${child.pid}\\. .*\\n$`))
  })
})

describe('npm start refuses in one clear line', () => {
  const cases: [string, () => Promise<Record<string, string>>, RegExp, number][] = [
    ['a port in use', portInUse, /^Port \d+ on 127\.0\.0\.1 is in use\. Stop what uses it, or set ATELIER_PORT/, 1],
    [
      'a port that is none',
      async () => ({ ATELIER_PORT: 'http' }),
      /^ATELIER_PORT is "http"; it must be a port number/,
      2,
    ],
    [
      'a port in use for the sandbox',
      async () => ({ ATELIER_SANDBOX_PORT: (await portInUse())['ATELIER_PORT'] ?? '' }),
      /^Port \d+ for the sandbox is in use\. Each process has a sandbox of its own: set ATELIER_SANDBOX_PORT to another/,
      1,
    ],
    [
      'a public address that is none',
      async () => ({ ATELIER_PUBLIC_URL: 'atelier.example' }),
      /^ATELIER_PUBLIC_URL is "atelier\.example"; it must be an address like https:/,
      2,
    ],
    [
      'a folder that cannot be written to',
      unwritableHome,
      /^Cannot use .*: .*Set ATELIER_HOME to a folder that can be written to\./,
      1,
    ],
    [
      'a folder for pictures that cannot be written to',
      async () => {
        await mkdir(join(folder, 'no-files'))
        await writeFile(join(folder, 'no-files', 'files'), '')
        return { ATELIER_HOME: join(folder, 'no-files') }
      },
      /^Pictures cannot be kept in .*files: .*Set ATELIER_HOME to a folder that can be written to\./,
      1,
    ],
    [
      'a broken config',
      brokenConfig,
      /^The catalog cannot be used\. \S*config\/models\/runware\/bria-3\.2\.yaml:\d+:\d+ parameter\/out-of-range: .*validate-config -- \S+broken\/config$/m,
      1,
    ],
    ['a config folder that is not there', async () => ({ ATELIER_CONFIG: join(folder, 'nowhere') }), /nowhere/, 2],
    [
      'a database that is down',
      async () => ({ DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none' }),
      /^The database at 127\.0\.0\.1:1\/none cannot be used: .*Check DATABASE_URL\.$/m,
      1,
    ],
    [
      'a database address that is none',
      async () => ({ DATABASE_URL: 'mysql://x' }),
      /^DATABASE_URL must begin with postgres:/,
      2,
    ],
    [
      'a password that is too short',
      async () => ({ ATELIER_ADMIN_PASSWORD: 'short' }),
      /^ATELIER_ADMIN_PASSWORD must have at least 10 characters\./,
      2,
    ],
  ]
  it.each(cases)('%s', async (_, env, message, status) => {
    const given = await env()
    const { code, stdout, stderr } = await runCommandLine('api/start', [], {
      env: { ATELIER_HOME: join(folder, 'refused'), ATELIER_PORT: '0', ...given },
    })
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('secret')
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect({ code, stdout }).toEqual({ code: status, stdout: '' })
  })

  async function portInUse(): Promise<Record<string, string>> {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((settle) => server.once('listening', settle))
    afterAll(() => void server.close())
    const address = server.address()
    return { ATELIER_PORT: String(typeof address === 'object' ? address?.port : 0) }
  }

  async function unwritableHome(): Promise<Record<string, string>> {
    await writeFile(join(folder, 'a-file'), '')
    return { ATELIER_HOME: join(folder, 'a-file') }
  }

  async function brokenConfig(): Promise<Record<string, string>> {
    const config = join(folder, 'broken/config')
    await cp('config', config, { recursive: true })
    const file = join(config, 'models/runware/bria-3.2.yaml')
    await writeFile(file, (await readFile(file, 'utf8')).replace('steps: 8', 'steps: 20'))
    return { ATELIER_CONFIG: config }
  }
})
