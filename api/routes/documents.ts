import { Hono } from 'hono'
import { docsPage, docsStyleHash } from '../contract/docs-page.ts'
import { openApiDocument } from '../contract/openapi.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { sessionCookieName } from './middleware/session.ts'

const policy = `default-src 'none'; style-src '${docsStyleHash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`

/** The API's description, for programs and for people. */
export function documentRoutes({ version, publicOrigin }: ApiDeps): Hono<ApiEnv> {
  let document: Record<string, unknown> | undefined
  let page: string | undefined
  return new Hono<ApiEnv>()
    .get('/openapi.json', (c) => {
      document ??= openApiDocument(version, sessionCookieName(publicOrigin))
      return c.json(document)
    })
    .get('/docs', (c) => {
      page ??= docsPage()
      c.header('content-security-policy', policy)
      return c.html(page)
    })
}
