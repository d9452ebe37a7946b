import { describe, expect, it } from 'vitest'
import { estimate } from '../../api/actions/estimate.ts'
import { queueForContent, remakeImage } from '../../api/actions/queue-generations.ts'
import { cancelGeneration } from '../../api/actions/change-generation.ts'
import { useEngine } from '../support/engine.ts'

const engine = useEngine()

const spending = async () => {
  const accounts = await engine.atelier.database.db.selectFrom('accounts').select('id').execute()
  return engine.atelier.stores.spending.ofAccounts(accounts.map(({ id }) => id))
}
const provider = async () =>
  (await engine.atelier.stores.spending.ofProviders()).find(({ providerId }) => providerId === 'runware')
const kinds = async () =>
  (await engine.atelier.database.db.selectFrom('ledgerEntries').select('kind').orderBy('id').execute()).map(
    ({ kind }) => kind,
  )

describe("an account's month", () => {
  it('refuses a batch that it cannot pay for as a whole, says what is left, and queues nothing', async () => {
    await engine.change('plans', { studio: { usd_per_month: 0.1 } })
    const { contentId } = await engine.addArticle('Northwind')
    const wish = { requestedBy: 'ada' }
    await expect(queueForContent(engine.atelier.studio, contentId, 'all', wish)).rejects.toThrow(
      /^5 images for an estimated \$0\.20 are more than Northwind \(plan "studio"\) may still spend in \w+ \d+: of \$0\.10, \$0\.00 are spent and \$0\.00 are held/,
    )
    expect((await estimate(engine.atelier.studio, { contentId, which: 'all' }, wish)).problem).toMatch(/^5 images/)
    expect(await engine.claim(5)).toEqual([])
  })

  it('counts what waits, so that two batches cannot both have what is left', async () => {
    await engine.change('plans', { studio: { usd_per_month: 0.1 } })
    const { imageIds } = await engine.addArticle('Northwind')
    const make = (index: number) => remakeImage(engine.atelier.studio, imageIds[index] ?? 0, { requestedBy: 'ada' })
    await make(0)
    await make(1)
    await expect(make(2)).rejects.toThrow('$0.08 are held for images that wait or are being made')
  })

  it('in credits is kept to as well', async () => {
    await engine.change('plans', { studio: { credits_per_month: 5 } })
    const { contentId } = await engine.addArticle('Northwind')
    await expect(queueForContent(engine.atelier.studio, contentId, 'all', { requestedBy: 'ada' })).rejects.toThrow(
      /^5 images for 20 credits are more than/,
    )
  })

  it('is never exceeded by a claim, whatever is queued and however many claim at once', async () => {
    await engine.queueArticle('Northwind')
    await engine.change('plans', { studio: { usd_per_month: 0.12 } })
    const claims = await Promise.all(Array.from({ length: 6 }, () => engine.claim(2)))
    expect(claims.flat()).toHaveLength(3)
    expect(await spending()).toMatchObject([{ reservedUsd: 0.12, waitingUsd: 0.08, spentUsd: 0 }])
    for (const claimed of claims.flat()) await engine.atelier.stores.queue.handBack(claimed)
    expect(await spending()).toMatchObject([{ reservedUsd: 0, waitingUsd: 0.2 }])
  })

  it('that is used up leaves the rest waiting, and other accounts go on', async () => {
    await engine.queueArticle('Poor')
    await engine.run("update accounts set plan_id = 'free'")
    await engine.change('plans', { free: { usd_per_month: 0.05 } })
    await engine.queueArticle('Rich')
    engine.work()
    await engine.until(() => engine.bills().length >= 6)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(engine.bills()).toHaveLength(6)
    await engine.until(async () => (await spending()).every(({ reservedUsd }) => reservedUsd === 0))
    expect(await spending()).toMatchObject([
      { accountName: 'Poor', spentUsd: 0.04, reservedUsd: 0, waitingUsd: 0.16 },
      { accountName: 'Rich', spentUsd: 0.2, reservedUsd: 0, waitingUsd: 0 },
    ])
    await engine.change('plans', { free: { usd_per_month: 5 } })
    await engine.settled()
    expect(engine.bills()).toHaveLength(10)
  })
})

describe("a provider's day", () => {
  it('is never exceeded, and the rest waits until there is room', async () => {
    await engine.change('providers', { runware: { usd_per_day: 0.09 } })
    await engine.queueArticle('Northwind')
    await engine.queueArticle('Southwind')
    engine.work()
    engine.work()
    await engine.until(() => engine.bills().length >= 2)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(engine.bills()).toHaveLength(2)
    await engine.until(async () => (await provider())?.spentUsd === 0.08)
    expect(await provider()).toMatchObject({ reservedUsd: 0, limitUsd: 0.09 })
    await engine.change('providers', { runware: { usd_per_day: 100 } })
    await engine.settled()
    expect(engine.bills()).toHaveLength(10)
  })
})

describe('what is reserved', () => {
  it('is settled by what the provider charged, and credits are spent for a picture', async () => {
    const id = await engine.queueOne({ modelId: 'gpt-image-2.5-flare' })
    engine.work()
    await engine.settled()
    const { costUsd } = await engine.generation(id)
    // By usage times the rates, which is not the estimate.
    expect(costUsd).not.toBe(0.02)
    expect(await spending()).toMatchObject([{ spentUsd: costUsd, reservedUsd: 0, spentCredits: 2, reservedCredits: 0 }])
    expect(await kinds()).toEqual(['reserve', 'settle'])
  })

  it('is released when the provider refuses, for dollars and credits', async () => {
    await engine.queueOne({ prompt: 'A street at dawn [blocked]' })
    engine.work()
    await engine.settled()
    expect(await spending()).toMatchObject([{ spentUsd: 0, reservedUsd: 0, spentCredits: 0, reservedCredits: 0 }])
    expect(await kinds()).toEqual(['reserve', 'release'])
  })

  it('is released by a cancel and by deleting the article', async () => {
    const id = await engine.queueOne()
    await engine.claim(1)
    expect(await spending()).toMatchObject([{ reservedUsd: 0.04 }])
    await cancelGeneration(engine.atelier.studio, id)
    expect(await spending()).toMatchObject([{ reservedUsd: 0 }])
    await engine.queueOne()
    await engine.claim(1)
    await engine.run('delete from contents')
    expect((await spending()).map(({ reservedUsd }) => reservedUsd)).toEqual([0, 0])
  })

  it('counts as spent where nobody can say whether the call was billed, until its answer comes after all', async () => {
    const id = await engine.queueOne({ modelId: 'gpt-image-2.5-flare' })
    engine.sandbox.faults.add({ kind: 'drop' })
    engine.work()
    await engine.settled()
    expect(await engine.generation(id)).toMatchObject({ status: 'failed', errorCode: 'outcome_unknown', costUsd: 0.02 })
    expect(await spending()).toMatchObject([{ spentUsd: 0.02, reservedUsd: 0, spentCredits: 0 }])
    expect(await engine.calls(id)).toMatchObject([{ step: 'settled', outcome: 'unknown', costUsd: 0.02 }])
  })

  it('is charged once for a picture that was paid for, failed to be kept, and was fetched later', async () => {
    const id = await engine.queueOne()
    engine.sandbox.faults.add({ kind: 'broken' })
    engine.work()
    await engine.settled()
    expect(await spending()).toMatchObject([{ spentUsd: 0.04, spentCredits: 0 }])
    expect(await engine.generation(id)).toMatchObject({ status: 'failed', costUsd: 0.04 })
  })
})

it('a ledger entry is never changed or taken away', async () => {
  await engine.queueOne()
  engine.work()
  await engine.settled()
  await expect(engine.run('update ledger_entries set spent_usd = 0')).rejects.toThrow('never changed')
  await expect(engine.run('delete from ledger_entries')).rejects.toThrow('never changed')
})
