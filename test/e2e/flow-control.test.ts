import { describe, expect, it } from 'vitest'
import { queueImages } from '../../api/actions/queue-generations.ts'
import { useEngine } from '../support/engine.ts'
import { noteSent } from '../support/calls.ts'

const engine = useEngine()

const states = async (providerId = 'runware') => {
  const found = (await engine.atelier.stores.providerStates.list()).find((state) => state.providerId === providerId)
  return found ?? { openedAt: null, waitUntil: null, cooldownUntil: null, failures: 0 }
}
const queueArticles = async (count: number) => {
  for (let index = 0; index < count; index += 1) await engine.queueArticle(`Account ${index}`)
}

describe("a provider's concurrency", () => {
  it('holds however many workers claim at once, again and again', async () => {
    await engine.change('providers', { runware: { concurrency: 3 } })
    await queueArticles(4)
    let most = 0
    for (let round = 0; round < 5; round += 1) {
      const claims = await Promise.all(Array.from({ length: 8 }, () => engine.claim(5)))
      const running = claims.flat()
      most = Math.max(most, running.length)
      for (const claimed of running) await engine.atelier.stores.queue.handBack(claimed)
    }
    expect(most).toBe(3)
  })

  it('holds for a worker that renewed its leases late, and what is taken over needs no room of its own', async () => {
    await engine.change('providers', { runware: { concurrency: 3 } })
    await queueArticles(2)
    const { queue } = engine.atelier.stores
    const slow = await queue.claim('slow', 3, -1)
    expect(slow).toHaveLength(3)
    for (const claimed of slow) await noteSent(queue, claimed)
    const ids = slow.map(({ id }) => id)
    expect(await queue.claim('slow', 3, 60, { ids, hasSuspect: false, unserved: [] })).toEqual([])
    expect(new Set((await engine.claim(5)).map(({ id }) => id))).toEqual(new Set(ids))
    expect(await queue.renew('slow', ids, 60)).toEqual([])
  })
})

describe("a provider's requests per minute", () => {
  it('are begun and no more, by all workers together, and the rest waits', async () => {
    await engine.change('providers', { runware: { requests_per_minute: 7 } })
    await queueArticles(3)
    engine.work()
    engine.work()
    await engine.until(() => engine.bills().length >= 7)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(engine.bills()).toHaveLength(7)
    // A minute later there is room for as many again.
    await engine.run("update generation_attempts set sent_at = sent_at - interval '61 seconds'")
    await engine.until(() => engine.bills().length >= 14)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(engine.bills()).toHaveLength(14)
  })

  it('count what was claimed and is about to be sent', async () => {
    await engine.change('providers', { runware: { requests_per_minute: 4 } })
    await queueArticles(2)
    expect(await engine.claim(3)).toHaveLength(3)
    expect(await engine.claim(3)).toHaveLength(1)
    expect(await engine.claim(3)).toHaveLength(0)
  })
})

describe('Retry-After', () => {
  it('is kept by all workers for all generations of the provider, and by none of another', async () => {
    await queueArticles(2)
    await engine.queueOne({ modelId: 'gpt-image-2.5-flare' })
    engine.sandbox.faults.add({ kind: 'rate-limit', route: 'runware', retryAfterMs: 60_000 })
    await engine.change('providers', { runware: { concurrency: 1 } })
    engine.work()
    engine.work()
    await engine.until(async () => (await states()).waitUntil !== null && engine.bills().length === 1)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(engine.bills().map(({ adapter }) => adapter)).toEqual(['openai'])
    expect((await states()).waitUntil?.getTime()).toBeGreaterThan(Date.now() + 50_000)
    await engine.run('update provider_states set wait_until = now()')
    await engine.run("update generations set run_at = now() where status = 'queued'")
    await engine.settled()
    expect(engine.bills()).toHaveLength(11)
  })
})

describe('a provider that fails again and again', () => {
  it('is left alone, then tried by one call, and used again when that one succeeds', async () => {
    await engine.change('providers', { runware: { concurrency: 2, max_attempts: 10 } })
    await queueArticles(2)
    engine.sandbox.faults.add({ kind: 'fail', status: 503, times: null })
    engine.work()
    await engine.until(async () => (await states()).openedAt !== null)
    await engine.until(async () => (await engine.claim(0)).length === 0)
    const callsWhenOpened = engine.sandbox.calls()['runware imageInference'] ?? 0
    await new Promise((resolve) => setTimeout(resolve, 300))
    // One more may have been under way.
    expect(engine.sandbox.calls()['runware imageInference']).toBeLessThanOrEqual(callsWhenOpened + 1)
    expect(engine.bills()).toHaveLength(0)

    // The trial fails: one call, and a longer wait.
    const callsBefore = engine.sandbox.calls()['runware imageInference'] ?? 0
    const firstOpened = (await states()).openedAt
    await engine.run('update provider_states set cooldown_until = now()')
    await engine.run("update generations set run_at = now() where status = 'queued'")
    await engine.until(async () => ((await states()).cooldownUntil?.getTime() ?? 0) > Date.now() + 20_000)
    expect((engine.sandbox.calls()['runware imageInference'] ?? 0) - callsBefore).toBe(1)
    expect((await states()).openedAt).toEqual(firstOpened)

    engine.sandbox.faults.clear()
    await engine.run('update provider_states set cooldown_until = now()')
    await engine.run("update generations set run_at = now() where status = 'queued'")
    await engine.until(async () => (await states()).openedAt === null)
    await engine.run("update generations set run_at = now() where status = 'queued'")
    await engine.settled()
    expect(await states()).toMatchObject({ failures: 0, openedAt: null, cooldownUntil: null })
    expect(engine.bills()).toHaveLength(10)
  })

  it('lets what is paid for be fetched while no call goes out', async () => {
    const id = await engine.queueOne()
    const claimed = await engine.claimAndDie()
    const taskId = (await noteSent(engine.atelier.stores.queue, claimed)) ?? ''
    const url = `${engine.sandbox.url}/images/none.webp`
    const answer = { costUsd: 0.04, costSource: 'provider', seed: null, requestId: taskId, raw: null }
    await engine.atelier.stores.queue.recordAnswer({
      fence: claimed,
      taskId,
      answer: { ...answer, source: { kind: 'url', url } },
    })
    await engine.run("update provider_states set opened_at = now(), cooldown_until = now() + interval '1 hour'")
    expect((await engine.claim(5)).map((each) => each.id)).toEqual([id])
  })

  it('is no concern of a refused prompt', async () => {
    await engine.queueOne({ prompt: 'A street at dawn [blocked]' })
    engine.work()
    await engine.settled()
    expect(await states()).toMatchObject({ failures: 0, openedAt: null })
  })
})

describe('accounts', () => {
  it('take turns, so that one with much to do starves no other', async () => {
    await engine.change('providers', { runware: { concurrency: 4 } })
    const large = new Set<number>()
    for (let article = 0; article < 3; article += 1) {
      const { contentId } = await engine.addArticle(`Large ${article}`)
      await engine.run(`update contents set account_id = (select min(id) from accounts) where id = ${contentId}`)
      await engine.run(`update images set account_id = (select min(id) from accounts) where content_id = ${contentId}`)
    }
    // Three articles of one account before two of others.
    const images = await engine.atelier.database.db.selectFrom('images').select('id').execute()
    const { generations } = await queueImages(
      engine.atelier.studio,
      images.map(({ id }) => id),
      { requestedBy: 'ada' },
    )
    for (const id of generations) large.add(id)
    const small = [...(await engine.queueArticle('Small one')), ...(await engine.queueArticle('Small two'))]
    const first = await engine.claim(3)
    expect(first.filter(({ id }) => large.has(id))).toHaveLength(1)
    expect(new Set(first.map(({ accountId }) => accountId)).size).toBe(3)
    // One comes free at a time, and the turn goes on to who waited longest.
    const served: number[] = []
    for (let round = 0; round < 6; round += 1) {
      const [next] = await engine.claim(1)
      if (!next) throw new Error('Nothing was claimed.')
      served.push(next.accountId)
      await engine.run(`update generations set status = 'cancelled', lease_until = null where id = ${next.id}`)
    }
    expect(new Set(served.slice(0, 3)).size).toBe(3)
    expect(served.slice(3)).toEqual(served.slice(0, 3))
    expect(small).toHaveLength(10)
  })

  it('with people who wait at the console go before automation', async () => {
    await engine.queueArticle('Automation')
    const id = await engine.queueOne()
    expect((await engine.claim(1)).map((each) => each.id)).toEqual([id])
  })
})

describe('a row that kills its workers', () => {
  it('shares no hand with another suspect, and is given up after four', async () => {
    const ids = await engine.queueArticle('Suspects')
    await engine.run('update generations set rescues = 2')
    const first = await engine.claim(5)
    expect(first).toHaveLength(1)
    expect(await engine.claim(5, { hasSuspect: true })).toHaveLength(0)
    expect(await engine.claim(5)).toHaveLength(1)
    await engine.run("update generations set status = 'queued', lease_until = null, worker_id = null")
    await engine.run(`update generations set rescues = case when id = ${ids[0]} then 4 else 2 end`)
    engine.work()
    await engine.settled()
    const rows = await Promise.all(ids.map((id) => engine.generation(id)))
    expect(rows.map((row) => row.status)).toEqual(['failed', 'succeeded', 'succeeded', 'succeeded', 'succeeded'])
    expect(rows[0]?.errorMessage).toContain('4 workers')
    expect(engine.bills()).toHaveLength(4)
  })

  it('is counted at every lease that runs out', async () => {
    const id = await engine.queueOne()
    for (let death = 0; death < 3; death += 1) await engine.claimAndDie()
    const [row] = await engine.atelier.database.db
      .selectFrom('generations')
      .select('rescues')
      .where('id', '=', id)
      .execute()
    expect(row?.rescues).toBe(2)
  })
})

it('a lease may be a fraction of a second', async () => {
  await engine.queueOne()
  expect(await engine.atelier.stores.queue.claim('quick', 1, 0.5)).toHaveLength(1)
})
