import { makeZip, predictLength } from 'client-zip'
import { Hono } from 'hono'
import type { ResultsQuery } from '../contract/types.gen.ts'
import { query } from '../contract/validate.ts'
import type { BundledFile } from '../bundle/article-bundle.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { fromStore } from './from-store.ts'
import { idIn } from './request.ts'

/** An article may hold anything, and here it is on the origin of the console: opened as a page, it can do nothing. */
const harmless = { 'content-security-policy': "default-src 'none'; sandbox", 'x-content-type-options': 'nosniff' }
const mediaTypes = { html: 'text/html; charset=utf-8', markdown: 'text/markdown; charset=utf-8' } as const

/** For browsers that read the name in UTF-8, and the few that do not. */
function attachment(name: string, ending: string): string {
  const plain = name.replaceAll(/[^\w.-]+/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${plain}.${ending}"; filename*=UTF-8''${encoded}.${ending}`
}

/** An article with its pictures, as others take it away. */
export function resultRoutes({ results, pictures, publicOrigin, logger, now }: ApiDeps): Hono<ApiEnv> {
  /** Pictures are opened one after the other, as the one before is through. */
  async function* entriesOf(files: readonly BundledFile[]) {
    const lastModified = now()
    for (const file of files) {
      if ('content' in file) {
        yield { name: file.name, input: file.content, lastModified }
        continue
      }
      const opened = await pictures.open(file.picture.sha256, file.picture.format)
      // The answer breaks off, which is known by its length: a file without a picture must not look whole.
      if (!opened) throw new Error(`The picture ${file.picture.sha256} went away while it was being sent.`)
      yield { name: file.name, input: opened.stream, size: file.bytes, lastModified }
    }
  }

  return new Hono<ApiEnv>()
    .get('/contents/:id/illustrated', query<ResultsQuery>('results-query'), async (c) => {
      const origin = publicOrigin ?? new URL(c.req.url).origin
      const id = idIn(c, 'article')
      const { text, format } = await fromStore(
        () => results.illustrated(id, origin, c.req.valid('query')),
        { logger },
        c,
      )
      return c.body(text, 200, { ...harmless, 'content-type': mediaTypes[format], 'cache-control': 'no-store' })
    })
    .get('/contents/:id/bundle', query<ResultsQuery>('results-query'), async (c) => {
      const id = idIn(c, 'article')
      const { name, files } = await fromStore(() => results.bundle(id, c.req.valid('query')), { logger }, c)
      const sizes = files.map((file) => ({ name: file.name, size: file.bytes }))
      const headers = {
        ...harmless,
        'content-type': 'application/zip',
        'content-disposition': attachment(name, 'zip'),
        'content-length': String(predictLength(sizes)),
        'cache-control': 'no-store',
      }
      return new Response(c.req.method === 'HEAD' ? null : makeZip(entriesOf(files)), { headers })
    })
}
