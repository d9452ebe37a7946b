import { randomUUID } from 'node:crypto'
import { type ApiServer, startApiServer } from '../../api/api-server.ts'
import { ensureAdmin } from '../../api/first-start.ts'
import type { TestAtelier } from './atelier.ts'

const password = 'correct-horse-battery'

/** The API of a test's Atelier over HTTP, asked by somebody who is signed in. */
export interface SignedIn {
  server: ApiServer
  /** The parsed answer. Throws where the status is not the one expected, with the answer. */
  ask<T>(method: string, path: string, body?: unknown, status?: number): Promise<T>
}

/** Serves the API until closed, and signs in as `admin`. */
export async function signIn({ atelier }: TestAtelier): Promise<SignedIn> {
  await ensureAdmin(atelier.stores, password)
  const server = await startApiServer(atelier)
  const headers: Record<string, string> = { 'content-type': 'application/json', origin: server.url }
  const signed = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ name: 'admin', password }),
  })
  headers['cookie'] = (signed.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return {
    server,
    async ask<T>(method: string, path: string, body?: unknown, status = 200): Promise<T> {
      const answer = await fetch(server.url + path, {
        method,
        headers: { ...headers, 'idempotency-key': randomUUID() },
        ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
      })
      const text = await answer.text()
      if (answer.status !== status) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
      return JSON.parse(text) as T
    },
  }
}
