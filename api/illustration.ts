import type { Catalog } from './domain/catalog.ts'
import type { Article, ArticleFormat } from './domain/article.ts'
import { resultsOf } from './article-results.ts'
import { type Manifest, bundleArticle } from './bundle/article-bundle.ts'
import type { CopyFormat } from './bundle/copy-format.ts'
import { cancelGeneration } from './actions/change-generation.ts'
import { queueForContent } from './actions/queue-generations.ts'
import type { Atelier } from './atelier.ts'
import type { SettingOverrides } from './domain/effective-settings.ts'
import { overrideProblems } from './domain/setting-check.ts'
import { AppError } from './domain/error.ts'
import { isFinal } from './domain/generation.ts'
import { countWords } from './article/word-count.ts'

/** An article read and found worth illustrating. */
export interface ReadArticle extends CopyFormat {
  fileName: string
  source: string
  format: ArticleFormat
  article: Article
}

export interface IllustrationOptions extends SettingOverrides {
  requestedBy: string
}

/** An article whose generations are queued. */
export interface QueuedArticle {
  read: ReadArticle
  contentId: number
}

export interface IllustrationProgress {
  done: number
  failed: number
  total: number
}

export interface Illustrated {
  manifest: Manifest
  files: Map<string, Uint8Array>
}

const accountName = 'Command line'
const lookEveryMs = 150

/** The plan under which a command line works: the first that allows what is asked, the largest where nothing is. */
function planFor(catalog: Catalog, options: IllustrationOptions): string {
  const { tierId } = options
  const plans = catalog.plans
    .filter((plan) => !tierId || plan.tiers.includes(tierId))
    .toSorted(
      (one, other) =>
        other.tiers.length - one.tiers.length || other.images_per_article_max - one.images_per_article_max,
    )
  const [plan] = plans
  if (!plan) {
    const tiers = catalog.tiers.map((tier) => tier.id)
    throw new AppError(
      'invalid',
      tierId && !tiers.includes(tierId)
        ? `There is no tier "${tierId}". Tiers: ${tiers.join(', ')}.`
        : `No plan allows tier "${tierId}".`,
    )
  }
  const [problem] = Object.values(overrideProblems(options, plan.id, catalog))
  if (problem) throw new AppError('invalid', problem)
  return plan.id
}

/** The site that articles from the command line belong to; made when it is not there. */
async function siteFor(atelier: Atelier, options: IllustrationOptions): Promise<{ accountId: number; siteId: number }> {
  const { accounts, sites } = atelier.stores
  const planId = planFor(await atelier.stores.catalogs.current(), options)
  const known = (await accounts.list({ page: 1, perPage: 1, filter: { q: accountName } })).data.find(
    ({ name }) => name === accountName,
  )
  const account = known ?? (await accounts.create({ name: accountName, planId }))
  if (known && known.planId !== planId) await accounts.update(known.id, { planId })
  const site = (await sites.list({ page: 1, perPage: 1, filter: { accountId: account.id } })).data[0]
  return {
    accountId: account.id,
    siteId: (site ?? (await sites.create({ accountId: account.id, name: accountName }))).id,
  }
}

/**
 * Writes an article's prompts and queues its images.
 * @throws AppError when it cannot be done; then nothing was queued and nothing is paid for
 */
export async function queueArticle(
  atelier: Atelier,
  read: ReadArticle,
  options: IllustrationOptions,
): Promise<QueuedArticle> {
  const { requestedBy, ...overrides } = options
  const owner = await siteFor(atelier, options)
  const { source, format, article } = read
  const contentId = await atelier.stores.contents.create({
    ...owner,
    ...overrides,
    title: article.title,
    sourceFormat: format,
    source,
    language: article.language,
    words: countWords(article),
  })
  await queueForContent(atelier.studio, contentId, 'missing', { requestedBy })
  return { read, contentId }
}

const openIn = (images: Awaited<ReturnType<typeof activeImages>>): number[] =>
  images.flatMap(({ latest }) => (latest && !isFinal(latest.status) ? [latest.id] : []))

const activeImages = async (atelier: Atelier, contentId: number) =>
  (await atelier.stores.images.ofContent(contentId)).filter((image) => !image.isSetAside)

/** Cancels what no provider was called for yet. */
export async function cancelArticle(atelier: Atelier, { contentId }: QueuedArticle): Promise<void> {
  const open = openIn(await activeImages(atelier, contentId))
  await Promise.allSettled(open.map((id) => cancelGeneration(atelier.studio, id)))
}

/**
 * Resolves when every image of the article is final. When the signal aborts, what was not sent yet is cancelled,
 * and what was is waited for: it is paid for.
 */
export async function waitForArticle(
  atelier: Atelier,
  article: QueuedArticle,
  onProgress: (progress: IllustrationProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const images = await activeImages(atelier, article.contentId)
    const open = openIn(images)
    const failed = images.filter(({ latest }) => latest?.status === 'failed').length
    onProgress({ done: images.length - open.length, failed, total: images.length })
    if (open.length === 0) return
    if (signal.aborted) await cancelArticle(atelier, article)
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
}

/** The files of an article whose images are final; the failed ones are in the manifest with their reason. */
export async function bundleQueued(atelier: Atelier, { read, contentId }: QueuedArticle): Promise<Illustrated> {
  const results = await resultsOf(atelier, contentId, read.markup === 'html' ? 'read' : 'none')
  const { manifest, files } = bundleArticle({ ...read, ...results })
  const written = new Map<string, Uint8Array>()
  for (const file of files) {
    const content =
      'content' in file ? file.content : await atelier.pictures.get(file.picture.sha256, file.picture.format)
    if (!content) throw new AppError('conflict', `${file.name} was there a moment ago, and is gone.`)
    written.set(file.name, content)
  }
  return { manifest, files: written }
}
