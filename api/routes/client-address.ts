import type { Context } from 'hono'

interface NodeBindings {
  incoming?: { socket?: { remoteAddress?: string } }
}

/** Address of the other end of the connection: the client, or the proxy in front. */
export const addressOf = (c: Context): string =>
  (c.env as NodeBindings | undefined)?.incoming?.socket?.remoteAddress ?? 'unknown'

const loopback = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/

/** Whether a request comes from this machine itself. A proxy on this machine forwards for others, and says so. */
export function isLocal(c: Context): boolean {
  const isForwarded = ['forwarded', 'x-forwarded-for', 'via'].some((name) => c.req.header(name) !== undefined)
  return !isForwarded && loopback.test(addressOf(c))
}
