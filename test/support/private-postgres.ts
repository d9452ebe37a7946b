import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'

const versions = '/usr/lib/postgresql'

/** The programs of a PostgreSQL server on this machine, the newest; undefined where there are none. */
export function postgresPrograms(): string | undefined {
  const folders = existsSync(versions) ? readdirSync(versions).sort((one, other) => Number(other) - Number(one)) : []
  return folders.map((version) => join(versions, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')))
}

/** A server refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | object {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port.')
  return address.port
}

/** A PostgreSQL server of the test's own, which may be treated as no other. */
export interface PrivatePostgres {
  url: string
  /** Ends it as a crash does, and starts it again. It recovers what it had promised to keep. */
  crash(): Promise<void>
  close(): Promise<void>
}

/** Makes a cluster in a temporary folder, and starts it. */
export async function startPrivatePostgres(programs: string): Promise<PrivatePostgres> {
  const user = unprivileged()
  const folder = mkdtempSync(join(tmpdir(), 'atelier-postgres-'))
  if ('uid' in user) chownSync(folder, user.uid, user.gid)
  const cluster = join(folder, 'cluster')
  execFileSync(join(programs, 'initdb'), ['-D', cluster, '-U', 'postgres', '-A', 'trust', '--no-sync'], {
    ...user,
    cwd: folder,
    stdio: 'ignore',
  })
  const port = await freePort()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  let server: ChildProcess

  const isUp = async (): Promise<boolean> => {
    const client = new Client({ connectionString: url })
    client.on('error', () => undefined)
    try {
      await client.connect()
      await client.query('select 1')
      return true
    } catch {
      return false
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  const start = async (): Promise<void> => {
    server = spawn(
      join(programs, 'postgres'),
      [
        '-D',
        cluster,
        '-p',
        String(port),
        '-k',
        folder,
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        'shared_buffers=32MB',
      ],
      { ...user, cwd: folder, stdio: 'ignore' },
    )
    while (!(await isUp())) {
      if (server.exitCode !== null) throw new Error(`The server ended with code ${server.exitCode}.`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  /** SIGQUIT is an immediate shutdown: nothing is finished, nothing is written. */
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const exit = once(server, 'exit')
    server.kill(signal)
    await exit
  }

  await start()
  return {
    url,
    async crash() {
      await end('SIGQUIT')
      await start()
    },
    async close() {
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
