import { isIP } from 'node:net'
import { bareHost, isInternalAddress, isLoopbackHost } from '../net/address.ts'

const allowPrivate = 'ATELIER_WEBHOOKS_ALLOW_PRIVATE=on allows it.'

/** Below are mail, name and remote servers: none of them is a webhook, whatever it would make of a request. */
const portMin = 1024

/**
 * Why nothing is sent to an address; undefined where it may be. Names are looked up when something is sent.
 * @param allowsPrivate http, and addresses of this machine and its networks
 */
export function targetProblem(text: string, allowsPrivate: boolean): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) return `"${text}" is not an address like https://cms.example/webhooks.`
  if (url.username !== '' || url.password !== '')
    return 'The address must not hold a user name or a password: deliveries are signed instead.'
  if (allowsPrivate) return undefined
  if (url.protocol !== 'https:') return `Only https is sent to, not ${url.protocol}//${url.host}. ${allowPrivate}`
  const host = bareHost(url.hostname).replace(/\.$/, '')
  if (isLoopbackHost(host) || (isIP(host) !== 0 && isInternalAddress(host)))
    return `${host} is in a private network, to which nothing is sent. ${allowPrivate}`
  if (url.port !== '' && Number(url.port) < portMin)
    return `Port ${url.port} is another service's: only 443, and ports from ${portMin} on, are sent to.`
  return undefined
}

export const internalTarget = (hostname: string, address: string): Error =>
  new Error(`${hostname} is at ${address}, in a private network, to which nothing is sent. ${allowPrivate}`)
