/** What a token may do. `contents:read` also reads results and fetches pictures. */
export const scopes = ['contents:read', 'contents:write', 'images:make'] as const
export type Scope = (typeof scopes)[number]

/** Whoever finds one of these lying about can tell what it is: secret scanners look for the beginning. */
export const accessTokenPrefix = 'atelier_cms_'
const accessTokenPattern = /^atelier_cms_[A-Za-z0-9_-]{43}$/

export const looksLikeAccessToken = (text: string): boolean => accessTokenPattern.test(text)

/** A token that may be used now, as the routes know it. */
export interface TokenHolder {
  id: number
  accountId: number
  name: string
  scopes: Scope[]
}

/** What is known of a token that was sent: it may be used, it could be once, or nobody made it. */
export type TokenFinding =
  | { state: 'valid'; holder: TokenHolder }
  | { state: 'expired'; expiresAt: Date }
  | { state: 'revoked'; revokedAt: Date }
  | { state: 'unknown' }
