import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type GitCatalog, createGitCatalog } from './git-catalog.ts'

let catalog: GitCatalog
const bria = 'models/runware/bria-3.2.yaml'
const started: ChildProcess[] = []

/** A running --watch, and what it has said since the last look. */
interface Watching {
  /** Waits until it has said this. */
  says(text: string): Promise<void>
  output(): string
  type(keys: string): void
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  stop(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

const command = [resolve('scripts/launch.mjs'), 'scripts/validate-config', '--watch', '--today', '2026-11-22']

const startWatching = (...args: string[]): Watching => watchingOf(process.execPath, [...command, ...args])

function watchingOf(program: string, args: readonly string[]): Watching {
  const env = { ...process.env, ATELIER_CONFIG: '', SHELL: '/bin/sh' }
  const child = spawn(program, args, { cwd: catalog.folder, env })
  started.push(child)
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((settle) =>
    child.on('close', (code, signal) => settle({ code, signal })),
  )
  let output = ''
  let seen = 0
  let look = () => {}
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk
      look()
    })
  }
  return {
    says: (text) =>
      new Promise((settle, fail) => {
        const timer = setTimeout(() => fail(new Error(`"${text}" was not said after: ${output.slice(seen)}`)), 20_000)
        look = () => {
          const at = output.indexOf(text, seen)
          if (at === -1) return
          seen = at + text.length
          clearTimeout(timer)
          settle()
        }
        look()
      }),
    output: () => output,
    type: (keys) => void child.stdin.write(keys),
    ended,
    stop(signal) {
      child.kill(signal)
      return ended
    },
  }
}

beforeAll(async () => {
  catalog = await createGitCatalog('watch')
})
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  catalog.git('checkout', '-qf', 'main')
  catalog.git('clean', '-qfdx')
})
afterAll(() => rm(catalog.folder, { recursive: true, force: true }))

describe('validate-config --watch', { timeout: 120_000 }, () => {
  it('checks again after a change, and ends cleanly on Ctrl-C', async () => {
    const watching = startWatching('--no-source')
    await watching.says('✔ 15 files, no findings')
    await watching.says('Watching config. Ctrl-C ends it.\n')
    await catalog.edit(bria, 'priority: 1', 'priority: one')
    await watching.says('schema/wrong-type')
    await watching.says('✖ 15 files, 1 error')
    await catalog.edit(bria, 'priority: one', 'priority: 1')
    await watching.says('✔ 15 files, no findings')
    // Output that goes to a file or a program is never wiped.
    expect(watching.output()).not.toContain('\u001B')
    expect(await watching.stop('SIGINT')).toEqual({ code: 0, signal: null })
  })

  it('sees an environment that is added, and what it makes wrong', async () => {
    const watching = startWatching('--no-source')
    await watching.says('Watching config.')
    await mkdir(join(catalog.folder, 'config/environments'))
    await writeFile(join(catalog.folder, 'config/environments/staging.yaml'), 'settings: { style: ink }\n')
    await watching.says('In environment staging: There is no style "ink".')
    await writeFile(join(catalog.folder, 'config/environments/staging.yaml'), 'settings: { style: watercolour }\n')
    await watching.says('✔ 16 files, no findings')
    await watching.stop('SIGINT')
  })

  it('sees a file that is saved by renaming another one over it, again and again', async () => {
    const watching = startWatching('--no-source', 'config/tiers.yaml', `config/${bria}`)
    await watching.says('Watching')
    const path = join(catalog.folder, 'config', bria)
    const text = await readFile(path, 'utf8')
    for (const [tier, told] of [
      ['unheard', 'There is no tier "unheard"'],
      ['quality', '✔ 2 files'],
      ['strange', '"strange"'],
    ] as const) {
      await writeFile(`${path}.tmp`, text.replace('quality_tier: quality', `quality_tier: ${tier}`))
      await rename(`${path}.tmp`, path)
      await watching.says(told)
      await watching.says('Watching')
    }
    expect((await watching.stop('SIGTERM')).code).toBe(0)
  })

  it('outlives files and folders that go, a schema that is broken, and a catalog that comes back', async () => {
    const watching = startWatching('--no-source')
    await watching.says('Watching')
    await rm(join(catalog.folder, 'config/styles.yaml'))
    await watching.says('tree/missing-file')
    await writeFile(join(catalog.folder, 'config/schema/tiers.schema.json'), '{')
    await watching.says('tiers.schema.json is not JSON')
    await rename(join(catalog.folder, 'config'), join(catalog.folder, 'away'))
    await watching.says('config does not exist')
    catalog.git('checkout', '-q', 'main', '--', 'config')
    await watching.says('✔ 15 files, no findings')
    await watching.says('Watching')
    // The folder is another one than at the start.
    await mkdir(join(catalog.folder, 'config/models/acme'))
    await writeFile(join(catalog.folder, 'config/models/acme/x.yaml'), 'model_name: 1\n')
    await watching.says('config/models/acme/x.yaml:1:13')
    expect((await watching.stop('SIGINT')).code).toBe(0)
  })

  it('watches the code that the settings name', async () => {
    for (const folder of ['api', 'admin']) {
      await mkdir(join(catalog.folder, folder))
      await writeFile(join(catalog.folder, folder, 'a.ts'), 'export const a = 1\n')
    }
    const watching = startWatching()
    await watching.says('Watching config, api, admin.')
    await writeFile(join(catalog.folder, 'api/sizes.py'), "SIZES = {\n    'dall-e-3': ['1024x1024'],\n}\n")
    await watching.says('code/orphan-constant')
    await rm(join(catalog.folder, 'api'), { recursive: true })
    await watching.says('The source folder api does not exist.')
    expect((await watching.stop('SIGINT')).code).toBe(0)
  })

  const hasTerminals = spawnSync('script', ['--version']).status === 0
  if (!hasTerminals) console.log('Skipped: without the program script there is no terminal to try.')
  it.skipIf(!hasTerminals)('wipes a terminal before it shows what is wrong now, and ends on its Ctrl-C', async () => {
    const line = [process.execPath, ...command, '--no-source'].map((word) => `'${word}'`).join(' ')
    // A shell that stays beside the program is ended by the Ctrl-C itself, and with a code of its own.
    const watching = watchingOf('script', ['-qec', `exec ${line}`, '/dev/null'])
    await watching.says('\u001B[2J\u001B[3J\u001B[H')
    await watching.says('Ctrl-C ends it.')
    await catalog.edit(bria, 'priority: 1', 'priority: one')
    await watching.says('\u001B[2J\u001B[3J\u001B[H')
    await watching.says('schema/wrong-type')
    await watching.says('Ctrl-C ends it.')
    watching.type('\u0003')
    expect(await watching.ended).toEqual({ code: 0, signal: null })
  })

  it('does not begin with a path that is not there', async () => {
    expect(await catalog.run('validate-config', ['--watch', 'nowhere'])).toEqual({
      code: 2,
      stdout: '',
      stderr: 'nowhere does not exist.\n',
    })
  })
})
