interface JsonReply {
  kind: 'json'
  status: number
  body: unknown
  headers?: Record<string, string>
  /** The connection is cut in the middle of it. */
  isCutOff?: boolean
}

/**
 * What a route of the sandbox answers. `hang` says nothing until the caller gives up; `drop` cuts the connection. A `gateway`
 * before the provider answers in its stead.
 */
export type Reply =
  | JsonReply
  | { kind: 'gateway'; status: number }
  | { kind: 'file'; contentType: string; bytes: Uint8Array }
  | { kind: 'hang' }
  | { kind: 'drop' }

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): JsonReply => ({
  kind: 'json',
  status,
  body,
  headers,
})

/** The key of an Authorization header; null where there is none. */
export const bearerOf = (header: string | undefined): string | null =>
  /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1] ?? null

/** The sandbox takes any key that looks like one, except those that say that they are not. */
export const isValidKey = (key: string): boolean => key.length >= 8 && !key.startsWith('invalid')

/** A value as it reads in a message. */
export const show = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
