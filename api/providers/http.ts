import { systemCodeOf } from '../domain/error.ts'
import { ProviderError } from '../domain/provider-error.ts'
import { retryAfterMsIn } from '../net/retry-after.ts'

/** More than the largest picture we ask for, in base64, with room to spare. */
const bodyBytesMax = 64 * 1024 * 1024

/** Shorter than this, a key could by chance be a word of the answer. */
const keyLengthMin = 8

export interface JsonCall {
  /** The provider's name as people see it; begins every message. */
  providerName: string
  url: string
  /** Null where the server checks none. */
  apiKey: string | null
  body: unknown
  timeoutMs: number
  signal: AbortSignal
  /** What the provider is to know the request by beside its own id. ASCII, new for every request. */
  clientRequestId?: string
  fetch?: typeof fetch
}

export interface JsonAnswer {
  status: number
  /** Parsed, the key taken out. Text where the provider sent no JSON, which only happens beside an error status. */
  body: unknown
  requestId: string | null
  retryAfterMs: number | null
}

/** What `fetch` fails with before a byte of the request was sent: such a call cannot have been billed. */
const presendCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_INVALID_URL',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

const silenceCodes: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT'])

/** Milliseconds a provider asks us to wait; null where it does not say. `retry-after` is in seconds or a date. */
export function retryAfterMsOf(headers: Headers, now = Date.now()): number | null {
  const inMs = Number.parseFloat(headers.get('retry-after-ms') ?? '')
  if (inMs >= 0) return Math.round(inMs)
  return retryAfterMsIn(headers.get('retry-after'), now)
}

async function readText(response: Response, providerName: string): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > bodyBytesMax) {
      throw new ProviderError({
        class: 'upstream',
        code: 'answer_too_large',
        message: `${providerName} answered with more than ${bodyBytesMax / 1024 / 1024} MB.`,
        status: response.status,
        outcomeUnknown: true,
      })
    }
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

function parse(text: string): { json: boolean; body: unknown } {
  try {
    return { json: true, body: JSON.parse(text) }
  } catch {
    return { json: false, body: text.slice(0, 2000) }
  }
}

/**
 * One POST of one JSON body, and the JSON that came back, whatever its status.
 * Throws ProviderError where no such answer came; its `outcomeUnknown` says whether the call may have been billed.
 * An abort by the caller passes through as it is.
 */
export async function postJson(call: JsonCall): Promise<JsonAnswer> {
  const { providerName, signal, apiKey } = call
  const timeout = AbortSignal.timeout(call.timeoutMs)
  const redact = (text: string) =>
    apiKey !== null && apiKey.length >= keyLengthMin ? text.replaceAll(apiKey, '[key]') : text
  try {
    const response = await (call.fetch ?? fetch)(call.url, {
      method: 'POST',
      headers: {
        ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
        'content-type': 'application/json',
        accept: 'application/json',
        ...(call.clientRequestId !== undefined && { 'x-client-request-id': call.clientRequestId }),
        // A kept-alive connection can be closed by the other side just as we send: a paid call would be of unknown
        // outcome for the sake of a handshake that is nothing beside drawing a picture.
        connection: 'close',
      },
      body: JSON.stringify(call.body),
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
    })
    refuseRedirect(response, providerName)
    const text = redact(await readText(response, providerName))
    const { json, body } = parse(text)
    if (!json && response.ok) {
      throw new ProviderError({
        class: 'upstream',
        code: 'broken_answer',
        message: `${providerName} answered ${response.status} with something that is not JSON.`,
        status: response.status,
        outcomeUnknown: true,
        raw: body,
      })
    }
    return {
      status: response.status,
      body,
      requestId: response.headers.get('x-request-id') ?? response.headers.get('request-id'),
      retryAfterMs: retryAfterMsOf(response.headers),
    }
  } catch (thrown) {
    signal.throwIfAborted()
    if (thrown instanceof ProviderError) throw thrown
    throw callFailed(thrown, providerName, timeout.aborted ? call.timeoutMs : null)
  }
}

/** A redirect is never followed: the key and the prompt would go where it leads. */
function refuseRedirect(response: Response, providerName: string): void {
  if (response.type !== 'opaqueredirect' && (response.status < 300 || response.status > 399)) return
  throw new ProviderError({
    class: 'upstream',
    code: 'redirect_refused',
    message: `${providerName} answered with a redirect, which is not followed: what was sent would go with it. Check its base_url.`,
    status: response.status,
  })
}

function callFailed(thrown: unknown, providerName: string, timedOutAfterMs: number | null): ProviderError {
  const code = systemCodeOf(thrown)
  if (timedOutAfterMs !== null || (code !== null && silenceCodes.has(code))) {
    const waited = timedOutAfterMs === null ? '' : ` within ${timedOutAfterMs / 1000} seconds`
    return new ProviderError({
      class: 'timeout',
      code: code ?? 'timeout',
      message: `${providerName} did not answer${waited}.`,
      outcomeUnknown: true,
      cause: thrown,
    })
  }
  const presend = code !== null && presendCodes.has(code)
  return new ProviderError({
    class: 'upstream',
    code,
    message: presend
      ? `${providerName} could not be reached (${code}).`
      : `The connection to ${providerName} was lost before the answer was complete${code ? ` (${code})` : ''}.`,
    outcomeUnknown: !presend,
    cause: thrown,
  })
}
