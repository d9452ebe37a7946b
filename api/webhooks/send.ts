import { lookup as lookupAddress } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { messageOf, systemCodeOf } from '../domain/error.ts'
import type { ClaimedDelivery, DeliveryOutcome } from '../domain/webhook.ts'
import { isInternalAddress } from '../net/address.ts'
import { checkedLookup } from '../net/checked-lookup.ts'
import { retryAfterMsIn } from '../net/retry-after.ts'
import { signedHeaders } from './signature.ts'
import { internalTarget, targetProblem } from './target.ts'

export interface SendOptions {
  allowsPrivate: boolean
  timeoutMs?: number
  /** Names to addresses, as `dns.lookup` does it. */
  lookup?: typeof lookupAddress
  now?: () => Date
}

const timeoutMsUsual = 10_000

const failed = (error: string): DeliveryOutcome => ({ kind: 'failed', responseStatus: null, error, retryAfterMs: null })

/** Answers that say "not now". Elsewhere, as beside a redirect, `Retry-After` means something else. */
const busy: ReadonlySet<number> = new Set([429, 502, 503, 504])

function outcomeOf({ status, retryAfter }: Answer, now: Date): DeliveryOutcome {
  if (status >= 200 && status <= 299) return { kind: 'delivered', responseStatus: status }
  if (status === 410) {
    return { kind: 'gone', responseStatus: status, error: 'It answered 410 (Gone): it wants nothing more.' }
  }
  const isRedirect = status >= 300 && status <= 399
  const retryAfterMs = busy.has(status) ? retryAfterMsIn(retryAfter, now.getTime()) : null
  const more = [
    ...(isRedirect ? [' Redirects are not followed: give the address itself.'] : []),
    ...(retryAfterMs ? [` It asks to be left alone for ${Math.ceil(retryAfterMs / 1000)} seconds.`] : []),
  ]
  return {
    kind: 'failed',
    responseStatus: status,
    error: `It answered ${status}; 2xx is taken as received.${more.join('')}`,
    retryAfterMs,
  }
}

interface Answer {
  status: number
  retryAfter: string | undefined
}

/** The body of the answer says nothing that counts, so it is not read. */
function post(url: URL, body: string, headers: Record<string, string>, signal: AbortSignal, options: SendOptions) {
  return new Promise<Answer>((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const request = send(url, {
      method: 'POST',
      headers,
      agent: false,
      signal,
      lookup: checkedLookup(
        options.lookup ?? lookupAddress,
        (address) => options.allowsPrivate || !isInternalAddress(address),
        internalTarget,
      ),
    })
    request.on('response', (response) => {
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] })
      response.on('error', () => undefined)
      response.destroy()
    })
    request.on('error', reject)
    request.end(body)
  })
}

/** Sends a delivery once. Whatever goes wrong is an outcome; nothing is thrown. */
export async function sendDelivery(delivery: ClaimedDelivery, options: SendOptions): Promise<DeliveryOutcome> {
  const problem = targetProblem(delivery.url, options.allowsPrivate)
  if (problem !== undefined) return failed(problem)
  const body = JSON.stringify(delivery.payload)
  const timeoutMs = options.timeoutMs ?? timeoutMsUsual
  const timeout = AbortSignal.timeout(timeoutMs)
  const now = options.now ?? (() => new Date())
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'atelier-webhooks',
    ...signedHeaders(delivery.eventId, now(), body, delivery.secrets),
  }
  try {
    return outcomeOf(await post(new URL(delivery.url), body, headers, timeout, options), now())
  } catch (thrown) {
    if (timeout.aborted) return failed(`It did not answer within ${timeoutMs / 1000} seconds.`)
    const code = systemCodeOf(thrown)
    return failed(`It could not be reached: ${messageOf(thrown) || (code ?? 'no reason was given')}`)
  }
}
