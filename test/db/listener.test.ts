import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { openPostgres } from '../../api/db/postgres.ts'

const serverUrl = process.env['TEST_DATABASE_URL']
if (!serverUrl) console.log('Skipped: losing a server needs one that can be lost (set TEST_DATABASE_URL).')

/** Stands between a client and the server, and can play a server that is down. */
async function startProxy(target: URL) {
  const sockets = new Set<Socket>()
  let isDown = false
  let attempts = 0
  const server: Server = createServer((socket) => {
    attempts += 1
    if (isDown) return void socket.destroy()
    const upstream = connect(Number(target.port || 5432), target.hostname)
    for (const end of [socket, upstream]) {
      sockets.add(end)
      end.on('error', () => undefined).on('close', () => sockets.delete(end))
    }
    socket.pipe(upstream).pipe(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    attempts: () => attempts,
    goDown() {
      isDown = true
      attempts = 0
      for (const socket of sockets) socket.destroy()
    },
    comeBack: () => (isDown = false),
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

it.runIf(serverUrl)(
  'asks a lost server for notifications once at a time, and has them again when it is back',
  async () => {
    const proxy = await startProxy(new URL(serverUrl ?? ''))
    const database = await openPostgres(proxy.url)
    let heard = 0
    await database.listen('atelier_queue', () => (heard += 1))
    proxy.goDown()
    await new Promise((resolve) => setTimeout(resolve, 9000))
    expect(proxy.attempts()).toBeGreaterThan(1)
    expect(proxy.attempts()).toBeLessThanOrEqual(5)
    proxy.comeBack()
    // Being back is itself told once: something may have been missed.
    await expect.poll(() => heard, { timeout: 5000 }).toBe(1)
    await sql`select pg_notify('atelier_queue', '')`.execute(database.db)
    await expect.poll(() => heard, { timeout: 5000 }).toBe(2)
    await database.close()
    await proxy.close()
  },
  30_000,
)
