import { createMiddleware } from 'hono/factory'
import type { ApiDeps } from '../deps.ts'

/** Hash of the empty style element, which is what the console's style library leaves in the page. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"

/** @param pictureOrigin where pictures come from beside here; null: nowhere else */
const contentSecurityPolicy = (pictureOrigin: string | null): string =>
  [
    "default-src 'self'",
    `style-src 'self' ${emptyStyle}`,
    `img-src 'self' data: blob:${pictureOrigin === null ? '' : ` ${pictureOrigin}`}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ')

const headersFor = (pictureOrigin: string | null): Record<string, string> => ({
  'content-security-policy': contentSecurityPolicy(pictureOrigin),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  // Answers are for one person. Files and the console's own say otherwise.
  'cache-control': 'no-store',
})

/** What browsers are told to refuse. A route that sets one of these itself keeps its own. */
export function securityHeaders({ pictureAddresses }: Pick<ApiDeps, 'pictureAddresses'>) {
  const headers = headersFor(pictureAddresses?.origin ?? null)
  return createMiddleware(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(headers)) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value)
    }
  })
}
