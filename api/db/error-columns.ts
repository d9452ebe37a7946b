import type { ProviderError } from '../domain/provider-error.ts'
import { jsonText, storable } from './json-text.ts'

const rawCharsMax = 100_000
const messageCharsMax = 2000

function rawColumn(raw: unknown): string | null {
  if (raw === null || raw === undefined) return null
  const text = jsonText(raw)
  return text.length <= rawCharsMax ? text : jsonText({ truncated: text.slice(0, rawCharsMax) })
}

/** An error as the columns of a generation or a call have it. */
export const errorColumns = (error: ProviderError) => ({
  errorClass: error.class,
  errorCode: error.code === null ? null : storable(error.code),
  errorMessage: storable(error.message).slice(0, messageCharsMax),
  errorRaw: rawColumn(error.raw),
  requestId: error.requestId === null ? null : storable(error.requestId),
})

/** None of it: what went wrong before is over. */
export const noError = { errorClass: null, errorCode: null, errorMessage: null, errorRaw: null } as const
