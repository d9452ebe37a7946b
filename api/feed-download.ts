import { lookup as lookupAddress } from 'node:dns'
import type { IncomingMessage } from 'node:http'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { type LookupFunction, isIP } from 'node:net'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { AppError, messageOf } from './domain/error.ts'
import { bareHost, isInternalAddress, isLoopbackHost } from './net/address.ts'
import { checkedLookup } from './net/checked-lookup.ts'

export interface FeedDownloadOptions {
  /** Whether this machine and its networks may be asked. */
  allowsPrivate: boolean
  bytesMax: number
  timeoutMs?: number
  /** Names to addresses, as `dns.lookup` does it. */
  lookup?: typeof lookupAddress
}

export interface DownloadedFeed {
  bytes: Uint8Array
  /** As the server said; undefined where it did not. */
  charset: string | undefined
  /** Where it was in the end, after all redirects. */
  url: string
}

const redirectsMax = 5
const timeoutMsUsual = 30_000
const refused = (message: string): AppError => new AppError('invalid', message, { fields: { url: message } })

const privateRefusal = (host: string, address = host): AppError =>
  refused(
    `${host} is ${address === host ? 'an address' : `at ${address}, an address`} of this machine or its networks, from which no feed is fetched. ATELIER_FEEDS_ALLOW_PRIVATE=on allows it; npm run import-articles does so too.`,
  )

/** Throws where a URL is not one that a feed is fetched from. Names are looked up when it is. */
function checkUrl(text: string, base: string | undefined, { allowsPrivate }: FeedDownloadOptions): URL {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    throw refused(`"${text}" is not the address of a feed, such as https://example.com/feed.`)
  if (url.username !== '' || url.password !== '')
    throw refused('The address of a feed must not hold a user name or a password.')
  const host = bareHost(url.hostname).replace(/\.$/, '')
  if (!allowsPrivate && (isLoopbackHost(host) || (isIP(host) !== 0 && isInternalAddress(host))))
    throw privateRefusal(host)
  return url
}

const headers = {
  accept:
    'application/rss+xml, application/atom+xml, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1',
  'accept-encoding': 'gzip, br',
  'user-agent': 'atelier (feed import)',
}

const lookupOf = ({ lookup = lookupAddress, allowsPrivate }: FeedDownloadOptions): LookupFunction =>
  checkedLookup(lookup, (address) => allowsPrivate || !isInternalAddress(address), privateRefusal)

const open = (url: URL, signal: AbortSignal, options: FeedDownloadOptions): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const request = send(url, { headers, agent: false, signal, lookup: lookupOf(options) })
    request.on('response', resolve)
    request.on('error', reject)
    request.end()
  })

const decoders = { gzip: createGunzip, br: createBrotliDecompress, deflate: createInflate } as const

/** Counted after it was unpacked: a few bytes may stand for very many. */
async function readBody(response: IncomingMessage, host: string, bytesMax: number): Promise<Uint8Array> {
  const tooLarge = refused(
    `The feed of ${host} is larger than ${Math.floor(bytesMax / 1024 / 1024)} MB. Ask for a part of it, or import it as files.`,
  )
  const encoding = response.headers['content-encoding'] ?? 'identity'
  const decode = Object.hasOwn(decoders, encoding) ? decoders[encoding as keyof typeof decoders] : undefined
  const unpacked = decode ? decode() : undefined
  if (unpacked) response.on('error', (error) => unpacked.destroy(error)).pipe(unpacked)
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of (unpacked ?? response) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength
    if (bytes > bytesMax) throw tooLarge
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

async function fetchFeed(text: string, signal: AbortSignal, options: FeedDownloadOptions): Promise<DownloadedFeed> {
  let url = checkUrl(text, undefined, options)
  for (let redirects = 0; ; redirects++) {
    const response = await open(url, signal, options)
    try {
      const status = response.statusCode ?? 0
      const { location } = response.headers
      if (status === 200) {
        const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(response.headers['content-type'] ?? '')?.[1]
        return { bytes: await readBody(response, url.host, options.bytesMax), charset, url: url.href }
      }
      if (status < 300 || status > 399 || location === undefined)
        throw refused(`${url.host} answered ${status} instead of a feed. Look whether ${url.href} is its address.`)
      if (redirects === redirectsMax) throw refused(`${url.host} redirects more than ${redirectsMax} times.`)
      url = checkUrl(location, url.href, options)
    } finally {
      response.destroy()
    }
  }
}

/**
 * Fetches a feed from wherever a person says, within a size and a time, and never from an internal address unless that
 * is allowed. @throws AppError `invalid` that says what is wrong with the address or its answer
 */
export async function downloadFeed(url: string, options: FeedDownloadOptions): Promise<DownloadedFeed> {
  const timeoutMs = options.timeoutMs ?? timeoutMsUsual
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    return await fetchFeed(url, timeout, options)
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    if (timeout.aborted) throw refused(`${url} did not come within ${timeoutMs / 1000} seconds.`)
    throw refused(`${url} could not be fetched: ${messageOf(thrown)}.`)
  }
}
