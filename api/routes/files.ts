import { type Context, Hono } from 'hono'
import type { TokenHolder } from '../domain/access-token.ts'
import type { PictureFormat } from '../domain/image-provider.ts'
import { AppError } from '../domain/error.ts'
import type { PictureFile } from '../domain/picture-store.ts'
import { thumbnailWidths } from '../domain/thumbnail-widths.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { fromStore } from './from-store.ts'

const namePattern = /^([0-9a-f]{64})\.(webp|png|jpeg)$/
const widths: ReadonlySet<number> = new Set(thumbnailWidths)

const noPicture = (name: string): AppError => new AppError('not_found', `There is no picture "${name}".`)

function pictureNamed(c: Context): { sha256: string; format: PictureFormat; name: string } {
  const name = c.req.param('name') ?? ''
  const [, sha256, format] = namePattern.exec(name) ?? []
  if (sha256 === undefined || format === undefined) throw noPicture(name)
  return { sha256, format: format as PictureFormat, name }
}

const safeHeaders = { 'content-security-policy': "default-src 'none'; sandbox", 'x-content-type-options': 'nosniff' }

/** A name is its content's hash: what was fetched once stays right for ever. Private, since only people signed in see it. */
const headersOf = (etag: string): Record<string, string> => ({
  ...safeHeaders,
  etag,
  'cache-control': 'private, max-age=31536000, immutable',
})

const hasAlready = (c: Context, etag: string): boolean =>
  (c.req.header('if-none-match') ?? '').split(',').some((one) => one.trim().replace(/^W\//, '') === etag)

/** One way to get a picture or a smaller copy of it. */
interface Asked {
  etag: string
  type: string
  read: () => Promise<PictureFile | Uint8Array<ArrayBuffer> | undefined>
  /** Where browsers fetch it themselves. */
  address: () => Promise<string | undefined>
}

/** Sends who asked on to the store. The answer is kept for less long than the address holds. */
async function sendAway(c: Context<ApiEnv>, { address }: Asked, keptSeconds: number, deps: ApiDeps): Promise<Response> {
  const location = await fromStore(address, deps, c)
  if (location === undefined) throw noPicture(c.req.param('name') ?? '')
  const headers = { ...safeHeaders, location, 'cache-control': `private, max-age=${keptSeconds}` }
  return new Response(null, { status: 302, headers })
}

async function sendPicture(c: Context<ApiEnv>, asked: Asked, deps: ApiDeps): Promise<Response> {
  const { etag, type, read } = asked
  const headers = headersOf(etag)
  if (hasAlready(c, etag)) return new Response(null, { status: 304, headers })
  if (deps.pictureAddresses) return sendAway(c, asked, deps.pictureAddresses.keptSeconds, deps)
  const file = await fromStore(read, deps, c)
  if (!file) throw noPicture(c.req.param('name') ?? '')
  const [body, bytes] = file instanceof Uint8Array ? [file, file.byteLength] : [file.stream, file.bytes]
  // Nobody reads the body of an answer to HEAD, and one that is not read has to be let go of.
  const isHead = c.req.method === 'HEAD'
  if (isHead && body instanceof ReadableStream) await body.cancel()
  // With a length, an answer that breaks off is known to be broken, and is not kept as the picture.
  return new Response(isHead ? null : body, {
    headers: { ...headers, 'content-type': type, 'content-length': String(bytes) },
  })
}

/** Pictures by their content. After `requireSessionOrToken`. */
export function fileRoutes(deps: ApiDeps): Hono<ApiEnv> {
  const { pictures, pictureAddresses, stores } = deps
  const addressOf = async (sha256: string, format: PictureFormat, widthPx: number | null) =>
    pictureAddresses?.addressOf(sha256, format, widthPx)
  /** For a token there are only the pictures of its account. People see all. */
  const assertSeen = async (c: Context<ApiEnv>, sha256: string, name: string): Promise<void> => {
    const token: TokenHolder | undefined = c.get('token')
    if (token && !(await stores.pictureReferences.isOfAccount(sha256, token.accountId))) throw noPicture(name)
  }
  return new Hono<ApiEnv>()
    .get('/files/:name', async (c) => {
      const { sha256, format, name } = pictureNamed(c)
      await assertSeen(c, sha256, name)
      const read = () => pictures.open(sha256, format)
      const address = () => addressOf(sha256, format, null)
      return sendPicture(c, { etag: `"${sha256}"`, type: `image/${format}`, read, address }, deps)
    })
    .get('/files/:name/thumbnails/:width', async (c) => {
      const { sha256, format, name } = pictureNamed(c)
      const widthPx = Number(c.req.param('width'))
      if (!widths.has(widthPx))
        throw new AppError(
          'not_found',
          `Picture "${name}" has thumbnails ${[...thumbnailWidths].join(', ')} pixels wide.`,
        )
      await assertSeen(c, sha256, name)
      const read = async () => {
        const bytes = await pictures.thumbnail(sha256, format, widthPx)
        return bytes && new Uint8Array(bytes)
      }
      const address = () => addressOf(sha256, format, widthPx)
      return sendPicture(c, { etag: `"${sha256}-${widthPx}"`, type: 'image/webp', read, address }, deps)
    })
}
