import { once } from 'node:events'
import { type Socket, connect, createServer } from 'node:net'

/** Stands between two programs, and lets them down. */
export interface TcpProxy {
  port: number
  /** Cuts all connections, whatever is under way. */
  cut(): void
  /** For a while no byte goes through, and nobody is told; then the connections are cut. */
  swallow(ms: number): Promise<void>
  close(): Promise<void>
}

export async function startTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const pairs = new Set<[Socket, Socket]>()
  let isSwallowing = false

  const server = createServer((near) => {
    const far = connect(target)
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    const end = (): void => {
      near.destroy()
      far.destroy()
      pairs.delete(pair)
    }
    for (const [from, to] of [pair, [far, near]] as const) {
      from.on('data', (bytes) => void (isSwallowing || to.write(bytes)))
      from.on('error', end)
      from.on('close', end)
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy listens at no port.')

  const cut = (): void => {
    for (const [near, far] of pairs) {
      near.destroy()
      far.destroy()
    }
    pairs.clear()
  }
  return {
    port: address.port,
    cut,
    async swallow(ms) {
      isSwallowing = true
      await new Promise((resolve) => setTimeout(resolve, ms))
      cut()
      isSwallowing = false
    },
    async close() {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
