import { HttpError } from 'react-admin'
import type { Problem } from './records.ts'

interface RequestOptions {
  body?: unknown
  /** For what spends: the same key with the same body is done once, however often it is sent. */
  idempotencyKey?: string
  signal?: AbortSignal | undefined
}

/** Reads a problem from anything thrown; undefined where the server never answered with one. */
export function problemOf(thrown: unknown): Partial<Problem> | undefined {
  return thrown instanceof HttpError && thrown.body && typeof thrown.body === 'object'
    ? (thrown.body as Partial<Problem>)
    : undefined
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text === '') return undefined
  if (!/\bjson\b/.test(response.headers.get('content-type') ?? '')) return undefined
  return JSON.parse(text) as unknown
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`/api${path}`, { ...init, credentials: 'same-origin' })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new HttpError('Atelier does not answer. Check that it is running, then try again.', 0, null)
  }
}

function errorOf(status: number, body: unknown): HttpError {
  const problem = (body ?? {}) as Partial<Problem>
  return new HttpError(problem.detail ?? problem.title ?? `The server answered ${status}.`, status, problem)
}

/** One request to the API. Throws HttpError with the problem as its body. */
export async function request<Answer>(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (method !== 'GET') headers['content-type'] = 'application/json'
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey
  const init: RequestInit = { method, headers }
  if (method !== 'GET') init.body = JSON.stringify(options.body ?? {})
  if (options.signal) init.signal = options.signal
  const response = await send(path, init)
  const body = await readBody(response)
  if (response.ok) return body as Answer
  throw errorOf(response.status, body)
}

/** What is no JSON, such as an article. Throws HttpError as `request` does. */
export async function requestText(path: string): Promise<string> {
  const response = await send(path, {})
  if (response.ok) return response.text()
  throw errorOf(response.status, await readBody(response))
}
