import { randomUUID } from 'node:crypto'
import type { Engine } from './engine.ts'

export interface SiteWish {
  articles: number
  drafts?: number
  imagesPerArticle?: number
  planId?: string
  name?: string
}

export interface TestSite {
  siteId: number
  accountId: number
}

const articleOf = (index: number): string => `# Rooftop garden ${index}

Gardens grow on the flat roofs of the old harbour, where bees have come back.

## Soil

The soil is light and made of crushed brick, so that the beams can carry it.

## Water

Rain is kept in tanks that once held olive oil, and every plant gets its share.
`

/** The model of the tier that `addSite` chooses, in the smallest sizes that its protocol has: drawing is what costs time. */
export const drawSmall = (engine: Pick<Engine, 'change'>): Promise<void> =>
  engine.change('models', { 'runware:97@1': { square_size: '128x128', landscape_size: '192x128' } })

/** A site of an account of its own, with articles that have no prompts yet. */
export async function addSite(
  { atelier: { stores } }: Pick<Engine, 'atelier'>,
  { articles, drafts = 0, imagesPerArticle = 1, planId = 'studio', name = 'Harbour' }: SiteWish,
): Promise<TestSite> {
  const { id: accountId } = await stores.accounts.create({
    name: `${name} ${randomUUID()}`,
    planId,
    imagesPerArticle,
    tierId: 'basic',
  })
  const { id: siteId } = await stores.sites.create({ accountId, name })
  for (let index = 0; index < articles + drafts; index += 1)
    await stores.contents.create({
      accountId,
      siteId,
      title: `Rooftop garden ${index}`,
      sourceFormat: 'markdown',
      source: articleOf(index),
      language: 'en',
      words: 60,
      status: index < articles ? 'ready' : 'draft',
    })
  return { siteId, accountId }
}
