import { lookup as lookupAddress } from 'node:dns'
import type { IncomingMessage } from 'node:http'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import type { ProviderConfig } from '../../config/types.gen.ts'
import { messageOf } from '../domain/error.ts'
import { ProviderError } from '../domain/provider-error.ts'
import { type Size, pixelsOf } from '../domain/size.ts'
import { bareHost, isInternalAddress, isLoopbackAddress, isLoopbackHost } from '../net/address.ts'
import { checkedLookup } from '../net/checked-lookup.ts'

/** The least that a picture's file may have, whatever its size. */
const fileBytesFloor = 25 * 1024 * 1024
/** Noise does not compress: a PNG of it has nearly as many bytes as it has colour values. */
const bytesPerPixelMax = 5

/** The most bytes that are fetched for a picture of a size. */
export const fileBytesMax = (size: Size): number => Math.max(fileBytesFloor, pixelsOf(size) * bytesPerPixelMax)

export interface DownloadOptions {
  bytesMax?: number
  timeoutMs?: number
  /** Names to addresses, as `dns.lookup` does it. */
  lookup?: typeof lookupAddress
}

type Provider = Pick<ProviderConfig, 'base_url' | 'download_hosts' | 'display_name'>

const redirectsMax = 3

const refused = (message: string, whatToDo = 'It was not fetched. Report it to the provider.'): ProviderError =>
  new ProviderError({ class: 'upstream', code: 'download_refused', message: `${message} ${whatToDo}` })

const fetchAgain = 'A retry fetches it again and pays nothing.'

/** Whether a URL is the sandbox's: a provider on this machine that names a picture on this machine. */
const isLocal = (url: URL, provider: Provider): boolean =>
  isLoopbackHost(new URL(provider.base_url).hostname) && isLoopbackHost(url.hostname)

/** Throws where a URL is not one that this provider's pictures come from. */
function checkUrl(text: string, base: string | undefined, provider: Provider): URL {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined
  if (!url) throw refused(`${provider.display_name} named a picture at something that is not a URL.`)
  const where = `${url.protocol}//${url.host}`
  const local = isLocal(url, provider)
  if (url.protocol !== 'https:' && !(local && url.protocol === 'http:')) {
    throw refused(`${provider.display_name} named a picture at ${where}; only https is fetched.`)
  }
  if (url.username !== '' || url.password !== '')
    throw refused(`${provider.display_name} named a picture at a URL with a user name in it.`)
  const host = bareHost(url.hostname).replace(/\.$/, '')
  const isListed = (provider.download_hosts ?? []).some((listed) => host === listed || host.endsWith(`.${listed}`))
  if (!isListed && url.host !== new URL(provider.base_url).host) {
    throw refused(
      `${provider.display_name} named a picture at ${host}, which is not among its download_hosts.`,
      'It was not fetched. If pictures come from there now, add the host to config/providers.yaml, sync, and retry.',
    )
  }
  if (url.port !== '' && url.host !== new URL(provider.base_url).host)
    throw refused(`${provider.display_name} named a picture at port ${url.port} of ${host}.`)
  // A literal is never looked up, so it is judged here.
  if (isIP(host) !== 0 && !isAllowedAddress(host, local))
    throw refused(`${provider.display_name} named a picture at the internal address ${host}.`)
  return url
}

const isAllowedAddress = (address: string, local: boolean): boolean =>
  local ? isLoopbackAddress(address) : !isInternalAddress(address)

function open(
  url: URL,
  provider: Provider,
  signal: AbortSignal,
  lookup: typeof lookupAddress,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const request = send(url, {
      // No key and no cookie: a picture's URL is its own permission.
      headers: { accept: 'image/webp,image/png,image/jpeg', 'accept-encoding': 'identity', 'user-agent': 'atelier' },
      agent: false,
      signal,
      lookup: checkedLookup(
        lookup,
        (address) => isAllowedAddress(address, isLocal(url, provider)),
        (hostname, address) =>
          refused(`${provider.display_name} named a picture at ${hostname}, which is the internal address ${address}.`),
      ),
    })
    request.on('response', resolve)
    request.on('error', reject)
    request.end()
  })
}

async function readBody(response: IncomingMessage, bytesMax: number, name: string): Promise<Uint8Array> {
  const tooLarge = () =>
    new ProviderError({
      class: 'upstream',
      code: 'download_too_large',
      message: `The picture from ${name} is larger than ${Math.floor(bytesMax / 1024 / 1024)} MB. Remake the image, and report it to ${name}.`,
    })
  const declared = Number(response.headers['content-length'] ?? 'NaN')
  if (declared > bytesMax) throw tooLarge()
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response) {
    bytes += chunk.byteLength
    if (bytes > bytesMax) throw tooLarge()
    chunks.push(chunk)
  }
  if (bytes === 0 || (Number.isFinite(declared) && bytes !== declared)) {
    throw new ProviderError({
      class: 'upstream',
      code: 'download_incomplete',
      message: `The picture from ${name} came incomplete: ${bytes} bytes${Number.isFinite(declared) ? ` of ${declared}` : ''}. ${fetchAgain}`,
    })
  }
  return Buffer.concat(chunks)
}

function statusError(status: number, name: string): ProviderError {
  const gone = status === 404 || status === 410
  return new ProviderError({
    class: gone ? 'not_found' : 'upstream',
    code: gone ? 'download_gone' : 'download_failed',
    message: gone
      ? `${name} no longer has the picture (${status}). A retry asks ${name} where it is.`
      : `${name} answered ${status} instead of the picture. ${fetchAgain}`,
    status,
  })
}

async function fetchPicture(
  text: string,
  provider: Provider,
  signal: AbortSignal,
  options: DownloadOptions,
): Promise<Uint8Array> {
  let url = checkUrl(text, undefined, provider)
  for (let redirects = 0; ; redirects++) {
    const response = await open(url, provider, signal, options.lookup ?? lookupAddress)
    try {
      const status = response.statusCode ?? 0
      const location = response.headers.location
      if (status === 200) return await readBody(response, options.bytesMax ?? fileBytesFloor, provider.display_name)
      if (status < 300 || status > 399 || location === undefined) throw statusError(status, provider.display_name)
      if (redirects === redirectsMax)
        throw refused(`${provider.display_name} redirects more than ${redirectsMax} times.`)
      url = checkUrl(location, url.href, provider)
    } finally {
      response.destroy()
    }
  }
}

/**
 * Fetches a finished picture. The URL comes out of an answer and so may be anything: it is fetched only from the
 * provider's own hosts, over https, never from an internal address, within a size and a time.
 * Throws ProviderError, never with `outcomeUnknown`: the picture is made and paid for whatever happens here.
 */
export async function downloadPicture(
  url: string,
  provider: Provider,
  signal: AbortSignal,
  options: DownloadOptions = {},
): Promise<Uint8Array> {
  const timeoutMs = options.timeoutMs ?? 60_000
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    return await fetchPicture(url, provider, AbortSignal.any([signal, timeout]), options)
  } catch (thrown) {
    signal.throwIfAborted()
    if (thrown instanceof ProviderError) throw thrown
    if (timeout.aborted) {
      throw new ProviderError({
        class: 'timeout',
        code: 'download_timeout',
        message: `The picture from ${provider.display_name} did not come within ${timeoutMs / 1000} seconds. ${fetchAgain}`,
        cause: thrown,
      })
    }
    throw new ProviderError({
      class: 'upstream',
      code: 'download_failed',
      message: `The picture from ${provider.display_name} could not be fetched: ${messageOf(thrown)}. ${fetchAgain}`,
      cause: thrown,
    })
  }
}
