import { type Context, Hono } from 'hono'
import type { PictureFormat } from '../domain/image-provider.ts'
import { AppError } from '../domain/error.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'

const namePattern = /^([0-9a-f]{64})\.(webp|png|jpeg)$/
const widths = new Set([160, 320, 640, 1280])

const noPicture = (name: string): AppError => new AppError('not_found', `There is no picture "${name}".`)

function pictureNamed(c: Context): { sha256: string; format: PictureFormat; name: string } {
  const name = c.req.param('name') ?? ''
  const [, sha256, format] = namePattern.exec(name) ?? []
  if (sha256 === undefined || format === undefined) throw noPicture(name)
  return { sha256, format: format as PictureFormat, name }
}

/** A name is its content's hash: what was fetched once stays right for ever. Private, since only people signed in see it. */
const headersOf = (etag: string): Record<string, string> => ({
  etag,
  'cache-control': 'private, max-age=31536000, immutable',
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
})

const hasAlready = (c: Context, etag: string): boolean =>
  (c.req.header('if-none-match') ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === etag)

async function sendPicture(
  c: Context,
  etag: string,
  type: string,
  read: () => Promise<Uint8Array | undefined>,
): Promise<Response> {
  const headers = headersOf(etag)
  if (hasAlready(c, etag)) return new Response(null, { status: 304, headers })
  const bytes = await read()
  if (!bytes) throw noPicture(c.req.param('name') ?? '')
  const length = String(bytes.byteLength)
  return new Response(new Uint8Array(bytes), {
    headers: { ...headers, 'content-type': type, 'content-length': length },
  })
}

/** Pictures by their content. */
export function fileRoutes({ pictures }: ApiDeps): Hono<ApiEnv> {
  return new Hono<ApiEnv>()
    .get('/files/:name', async (c) => {
      const { sha256, format } = pictureNamed(c)
      return sendPicture(c, `"${sha256}"`, `image/${format}`, () => pictures.get(sha256, format))
    })
    .get('/files/:name/thumbnails/:width', async (c) => {
      const { sha256, format, name } = pictureNamed(c)
      const widthPx = Number(c.req.param('width'))
      if (!widths.has(widthPx))
        throw new AppError('not_found', `Picture "${name}" has thumbnails ${[...widths].join(', ')} pixels wide.`)
      return sendPicture(c, `"${sha256}-${widthPx}"`, 'image/webp', () => pictures.thumbnail(sha256, format, widthPx))
    })
}
