import type { Context } from 'hono'

interface NodeBindings {
  incoming?: { socket?: { remoteAddress?: string } }
}

/** Address of the other end of the connection: the client, or the proxy in front. */
const peerAddressOf = (c: Context): string =>
  (c.env as NodeBindings | undefined)?.incoming?.socket?.remoteAddress ?? 'unknown'

/**
 * Address of whoever asks. A proxy of ours appends it to X-Forwarded-For; everything before the last entry, and the
 * whole header where no proxy is ours, is whatever the client wrote.
 */
export function clientAddressOf(c: Context, trustsProxy: boolean): string {
  const forwarded = trustsProxy ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  return forwarded || peerAddressOf(c)
}

const loopback = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/

/** Whether a request comes from this machine itself. A proxy on this machine forwards for others, and says so. */
export function isLocal(c: Context): boolean {
  const isForwarded = ['forwarded', 'x-forwarded-for', 'via'].some((name) => c.req.header(name) !== undefined)
  return !isForwarded && loopback.test(peerAddressOf(c))
}
