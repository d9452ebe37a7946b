import { type ServerType, serve } from '@hono/node-server'
import { AppError } from './domain/error.ts'

type Fetch = Parameters<typeof serve>[0]['fetch']

/** A server that answers. */
export interface Listening {
  url: string
  close: () => Promise<void>
}

/** The address people type. A server bound to every address is reached by the name of this machine. */
const urlOf = (host: string, port: number): string =>
  `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`

function open(fetch: Fetch, host: string, port: number, variable: string): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port }, () => resolve(server))
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = {
        EADDRINUSE: `Port ${port} on ${host} is in use. Stop what uses it, or set ${variable} to another (0: any free one).`,
        EACCES: `Port ${port} on ${host} may not be opened by this user. Set ${variable} to one above 1023.`,
        EADDRNOTAVAIL: `${host} is no address of this machine. Set ATELIER_HOST to one that is.`,
        ENOTFOUND: `${host} is no address of this machine. Set ATELIER_HOST to one that is.`,
      }
      reject(
        new AppError('unavailable', reasons[error.code ?? ''] ?? `Cannot listen on ${host}:${port}: ${error.message}`, {
          cause: error,
        }),
      )
    })
  })
}

/**
 * Answers HTTP at an address.
 * @param variable what the port is set by, for people whom it refuses
 * @throws AppError in one line when the address cannot be had
 */
export async function listen(fetch: Fetch, host: string, port: number, variable: string): Promise<Listening> {
  const server = await open(fetch, host, port, variable)
  const address = server.address()
  return {
    url: urlOf(host, typeof address === 'object' && address ? address.port : port),
    async close() {
      // Event streams never end by themselves.
      if ('closeAllConnections' in server) server.closeAllConnections()
      await new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }
}
