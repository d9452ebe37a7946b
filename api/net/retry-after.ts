/**
 * Milliseconds that a `Retry-After` header asks to wait, which is in seconds or a date; null where it does not say.
 * @param now in milliseconds since 1970
 */
export function retryAfterMsIn(header: string | null | undefined, now: number): number | null {
  const text = header?.trim()
  if (!text) return null
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1000)
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
