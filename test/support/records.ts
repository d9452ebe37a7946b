import type { Db } from '../../api/db/database.ts'
import type { ImagePrompt } from '../../api/domain/prompt-writer.ts'

/** An account, a site and an article of it. The catalog has to be there. */
export async function seedContent(
  db: Db,
  changes: { planId?: string; name?: string } = {},
): Promise<{ accountId: number; siteId: number; contentId: number }> {
  const name = changes.name ?? 'Northwind'
  const account = await db
    .insertInto('accounts')
    .values({ name, planId: changes.planId ?? 'studio' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const site = await db
    .insertInto('sites')
    .values({ accountId: account.id, name: `${name} blog` })
    .returning('id')
    .executeTakeFirstOrThrow()
  const content = await db
    .insertInto('contents')
    .values({
      accountId: account.id,
      siteId: site.id,
      title: 'Rooftop gardens',
      sourceFormat: 'markdown',
      source: '# Rooftop gardens\n\nThey grow.',
      words: 4,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { accountId: account.id, siteId: site.id, contentId: content.id }
}

/** Prompts of a featured image and as many others. */
export function promptsFor(inArticleCount: number, text = 'A garden'): ImagePrompt[] {
  const slot = (type: ImagePrompt['type'], position: number): ImagePrompt => ({
    type,
    position,
    prompt: `${text}, ${type} ${position}`,
    altText: `${text}.`,
    heading: null,
    sectionIndex: 0,
  })
  return [slot('featured', 0), ...Array.from({ length: inArticleCount }, (_, position) => slot('in_article', position))]
}

/** A generation of an image, finished or not, without the queue. Answers its id. */
export async function seedGeneration(
  db: Db,
  imageId: number,
  status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled',
  changes: { sha256?: string; modelId?: string; releaseId?: number; prompt?: string } = {},
): Promise<number> {
  const image = await db
    .selectFrom('images')
    .select(['contentId', 'accountId'])
    .where('id', '=', imageId)
    .executeTakeFirstOrThrow()
  const { modelId = 'bria:10@1', sha256 = 'a'.repeat(64), ...asked } = changes
  const model = await db
    .selectFrom('models')
    .select(['providerId', 'tierId', 'releaseId'])
    .where('id', '=', modelId)
    .executeTakeFirstOrThrow()
  if (status === 'succeeded') {
    await db
      .insertInto('pictures')
      .values({ sha256, format: 'webp', width: 1344, height: 768, bytes: 1000 })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  const generation = await db
    .insertInto('generations')
    .values({
      ...image,
      imageId,
      status,
      releaseId: model.releaseId,
      tierId: model.tierId ?? '',
      modelId,
      providerId: model.providerId,
      styleId: 'photorealistic',
      prompt: 'A garden',
      negativePrompt: null,
      width: 1344,
      height: 768,
      format: 'webp',
      seed: null,
      requestedBy: 'test',
      maxAttempts: 3,
      taskId: null,
      sentAt: null,
      answeredAt: null,
      providerMode: status === 'succeeded' ? 'sandbox' : null,
      workerId: status === 'running' ? 'worker' : null,
      leaseUntil: status === 'running' ? new Date(Date.now() + 60_000) : null,
      sha256: status === 'succeeded' ? sha256 : null,
      costUsd: status === 'succeeded' ? 0.04 : 0,
      errorClass: status === 'failed' ? 'moderation' : null,
      finishedAt: status === 'queued' || status === 'running' ? null : new Date(),
      ...asked,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (status === 'succeeded')
    await db.updateTable('images').set({ currentGenerationId: generation.id }).where('id', '=', imageId).execute()
  return generation.id
}
