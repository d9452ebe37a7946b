import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Content, GenerateAnswer, Image } from '../../api/contract/types.gen.ts'
import { type TestAtelier, openTestAtelier } from '../support/atelier.ts'
import { type SignedIn, signIn } from '../support/signed-in.ts'

let test: TestAtelier
let api: SignedIn
let ids: Awaited<ReturnType<typeof finishedArticle>>
beforeAll(async () => {
  test = await openTestAtelier({ ATELIER_PORT: '0' })
  api = await signIn(test)
  ids = await finishedArticle()
})
afterAll(async () => {
  await api.server.close()
  await test.clear()
  await test.close()
})

const imagesOf = async (contentId: number): Promise<Image[]> =>
  (await api.ask<{ data: Image[] }>('GET', `/api/images?sort=id&order=ASC&filter={"contentId":${contentId}}`)).data
const content = (id: number) => api.ask<Content>('GET', `/api/contents/${id}`)
const generate = (id: number, which: string) =>
  api.ask<GenerateAnswer>('POST', `/api/contents/${id}/actions/generate`, { which })

/** An article with a keyword, four in-article images asked for by the system, and a picture in each slot. */
async function finishedArticle() {
  const { contentId } = await test.addArticle()
  const { siteId, accountId } = await content(contentId)
  const { id: keywordId } = await api.ask<{ id: number }>('POST', '/api/keywords', { siteId, term: 'bees' }, 201)
  await api.ask('PATCH', `/api/contents/${contentId}`, { keywordId })
  await generate(contentId, 'missing')
  const worker = test.atelier.startWorker({ pollMs: 20 })
  await test.settled()
  await worker.stop()
  return { contentId, keywordId, siteId, accountId }
}

describe('surplus slots', () => {
  it.each(['contents', 'keywords', 'sites', 'accounts', 'plan'] as const)(
    'are set aside with their pictures when %s lower the count, and come back unpaid when it is raised',
    async (level) => {
      const { contentId, accountId } = ids
      const before = await imagesOf(contentId)
      expect(before.map(({ isSetAside }) => isSetAside)).toStrictEqual([false, false, false, false, false])
      const bills = test.sandbox.bills().length
      const id = { contents: contentId, keywords: ids.keywordId, sites: ids.siteId, accounts: accountId }
      const set = (imagesPerArticle: number | null) =>
        level === 'plan'
          ? api.ask('PATCH', `/api/accounts/${accountId}`, { planId: imagesPerArticle === null ? 'studio' : 'free' })
          : api.ask('PATCH', `/api/${level}/${id[level]}`, { imagesPerArticle })

      await set(2)
      const lowered = await imagesOf(contentId)
      expect(lowered.map(({ isSetAside }) => isSetAside)).toStrictEqual([false, false, false, true, true])
      expect(lowered.map(({ currentGenerationId }) => currentGenerationId)).toStrictEqual(
        before.map(({ currentGenerationId }) => currentGenerationId),
      )
      expect((await content(contentId)).imageCounts).toMatchObject({ expected: 3, slots: 3, current: 3 })
      const surplus = lowered[4]?.id ?? 0
      await api.ask('POST', `/api/images/${surplus}/actions/remake`, {}, 409)
      // What is set aside keeps its own words when the others get new ones.
      await api.ask('POST', `/api/contents/${contentId}/actions/write-prompts`, { regenerate: true })
      expect((await imagesOf(contentId))[4]).toMatchObject({ prompt: before[4]?.prompt, isSetAside: true })

      await set(null)
      const raised = await imagesOf(contentId)
      expect(raised.map(({ isSetAside }) => isSetAside)).toStrictEqual([false, false, false, false, false])
      expect(raised.map(({ current }) => current?.picture?.sha256)).toStrictEqual(
        before.map(({ current }) => current?.picture?.sha256),
      )
      const writings = (await test.atelier.stores.promptWritings.ofContent(contentId)).length
      expect((await generate(contentId, 'missing')).generations).toHaveLength(0)
      expect(await test.atelier.stores.promptWritings.ofContent(contentId)).toHaveLength(writings)
      expect(test.sandbox.bills()).toHaveLength(bills)
      expect((await content(contentId)).imageCounts).toMatchObject({ expected: 5, slots: 5, current: 5 })
    },
  )
})
