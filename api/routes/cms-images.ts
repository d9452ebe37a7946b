import { type Context, Hono } from 'hono'
import type { CmsImages, GenerateContent } from '../contract/types.gen.ts'
import { body } from '../contract/validate.ts'
import type { GenerationRecord } from '../db/generation-store.ts'
import type { ImageRecord } from '../db/image-store.ts'
import { AppError } from '../domain/error.ts'
import { isFinal } from '../domain/generation.ts'
import { externalIdIn, siteIn } from './cms-articles.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'
import { thumbnailWidths } from '../domain/thumbnail-widths.ts'
import { idempotent } from './middleware/idempotent.ts'
import { requireScope } from './middleware/token.ts'
import { found } from './request.ts'

type CmsImage = CmsImages['images'][number]

/** What can be put into a page. Smaller copies are never larger than the picture. */
function pictureOf(generation: GenerationRecord | null): CmsImage['picture'] {
  if (!generation?.picture) return null
  const { url, width, height, format, bytes, sha256 } = generation.picture
  return {
    url,
    width,
    height,
    format,
    bytes,
    sha256,
    thumbnails: [...thumbnailWidths]
      .filter((each) => each < width)
      .map((each) => ({ url: `${url}/thumbnails/${each}`, width: each })),
    isSandbox: generation.providerMode === 'sandbox',
    modelId: generation.modelId,
    prompt: generation.prompt,
    costUsd: generation.costUsd,
  }
}

/** Cancelled, an image is as far as it was before. */
function stateOf({ latest, current }: ImageRecord): CmsImage['state'] {
  if (latest && latest.status !== 'cancelled') return latest.status
  return current ? 'succeeded' : 'none'
}

function imageOf(image: ImageRecord): CmsImage {
  const { id, type, position, heading, sectionIndex, altText, prompt, current, latest } = image
  const { errorClass = null, errorMessage = null } = latest?.status === 'failed' ? latest : {}
  return {
    imageId: id,
    type,
    position,
    heading,
    sectionIndex,
    state: stateOf(image),
    altText,
    prompt,
    picture: pictureOf(current),
    error: errorClass === null ? null : { class: errorClass, message: errorMessage ?? '' },
  }
}

/** Asking for an article's images, and what has come of it. After `requireToken`. */
export function cmsImageRoutes(deps: ApiDeps): Hono<ApiEnv> {
  const { stores, actions, logger } = deps

  const articleIn = async (c: Context<ApiEnv>) => {
    const site = await siteIn(c, deps)
    const externalId = externalIdIn(c)
    return found(await stores.cmsArticles.get({ siteId: site.id, externalId }), 'article', externalId)
  }

  return new Hono<ApiEnv>()
    .get('/cms/sites/:siteId/articles/:externalId/images', requireScope('contents:read'), async (c) => {
      const { externalId, articleId, imageCounts } = await articleIn(c)
      const images = (await stores.images.ofContent(articleId)).filter((image) => !image.isSetAside)
      return c.json({
        externalId,
        articleId,
        expected: imageCounts.expected,
        isFinal: images.every(({ latest }) => latest === null || isFinal(latest.status)),
        images: images.map(imageOf),
      } satisfies CmsImages)
    })
    .post(
      '/cms/sites/:siteId/articles/:externalId/images',
      requireScope('images:make'),
      body<GenerateContent>('generate-content'),
      idempotent(stores),
      async (c) => {
        const { articleId, status } = await articleIn(c)
        if (status === 'archived')
          throw new AppError('conflict', 'This article is archived, so nothing is made for it. Put it again first.')
        const wish = c.req.valid('json')
        const { which, tierId } = wish
        const { name, id: tokenId } = c.get('token')
        const { images, costUsd, credits, modelId, providerMode } = await actions.estimate(
          { contentId: articleId, which },
          tierId === undefined ? {} : { tierId },
        )
        const correlationId = c.get('requestId')
        const { generations, skipped } = await actions.queueForContent(articleId, {
          ...wish,
          requestedBy: name,
          correlationId,
        })
        logger.info(
          { requestId: correlationId, tokenId, by: name, articleId, generations },
          'images asked for by a CMS',
        )
        const imageById = new Map((await stores.images.ofContent(articleId)).map((image) => [image.id, image]))
        const slotOf = (imageId: number) => {
          const { type, position } = found(imageById.get(imageId), 'image', imageId)
          return { imageId, type, position }
        }
        const queued = await stores.generations.byIds(generations)
        return c.json(
          {
            queued: queued.map(({ imageId }) => slotOf(imageId)),
            skipped: skipped.map(({ imageId, reason }) => ({ ...slotOf(imageId), reason })),
            estimate: { images, costUsd, credits, modelId, isSandbox: providerMode === 'sandbox' },
          },
          202,
        )
      },
    )
}
