import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cancelGeneration, retryGeneration } from '../../api/actions/change-generation.ts'
import { planGeneration } from '../../api/actions/plan-generation.ts'
import { previewRun } from '../../api/actions/runs/preview-run.ts'
import { advanceRun } from '../../api/actions/runs/advance-run.ts'
import type { Conductor, ConductorOptions } from '../../api/automation/conductor.ts'
import { ProviderError } from '../../api/domain/provider-error.ts'
import { noLimits } from '../../api/domain/run.ts'
import { conductRuns } from '../../api/run-conductor.ts'
import { useEngine } from '../support/engine.ts'
import { runsOf } from '../support/runs.ts'
import { addSite, drawSmall } from '../support/site.ts'

const engine = useEngine()
const scheduleOf = (siteId: number) => ({
  ...noLimits,
  siteId,
  cron: '0 4 * * *',
  timeZone: 'UTC',
  isEnabled: true,
  lastStage: 'images' as const,
  createdBy: 'ada',
})
const conductors: Conductor[] = []

function conduct(options: ConductorOptions = {}): Conductor {
  const conductor = conductRuns(engine.atelier, { pollMs: 100, stepMs: 50, ...options })
  conductors.push(conductor)
  return conductor
}

beforeEach(() => drawSmall(engine))
afterEach(async () => {
  await Promise.all(conductors.splice(0).map((conductor) => conductor.stop()))
})

const { run, start, over, logOf } = runsOf(engine)
const runs = () => engine.atelier.stores.runs
/** Every picture takes a while, so that there is a between. */
const slowly = (ms = 60) => engine.sandbox.faults.add({ kind: 'slow', ms, times: null })
/** Takes a run step by step, as a conductor that nothing else disturbs. */
async function stepsOf(runId: number): Promise<() => Promise<string>> {
  await engine.atelier.stores.runLeases.claim('one', 60)
  const baton = { runId, conductor: 'one', signal: new AbortController().signal }
  return () => advanceRun(engine.atelier.studio, baton)
}
const made = async (id: number): Promise<number> => (await run(id)).progress.made

describe('a run', () => {
  it('does what its preview said: writes prompts, makes images, leaves drafts alone, and adds up', async () => {
    const site = await addSite(engine, { articles: 3, drafts: 1, imagesPerArticle: 2 })
    const preview = await previewRun(engine.atelier.studio, site.siteId, { lastStage: 'images', limits: noLimits })
    expect(preview).toMatchObject({
      articles: 4,
      articlesToDo: 3,
      prompts: 3,
      images: 9,
      left: 0,
      skipped: [{ reason: 'It is a draft.', articles: 1 }],
    })
    engine.work()
    conduct()
    const id = await start(site)
    const ended = await over(id)
    expect(ended).toMatchObject({
      status: 'completed',
      endReason: 'done',
      progress: {
        articles: 4,
        articlesDone: 3,
        articlesSkipped: 1,
        promptsWritten: 3,
        imagesWanted: 9,
        made: 9,
        failed: 0,
      },
      costUsd: preview.costUsd,
      credits: preview.credits,
    })
    expect(ended.lastPictures).toHaveLength(6)
    expect(engine.bills()).toHaveLength(9)
    expect((await logOf(id)).at(1)).toBe('Planned: 3 articles of 4 to do, 3 without prompts, 9 images missing.')
    expect((await logOf(id)).at(-1)).toBe('Ended: Nothing more is missing. 9 images made, 0 failed, for $0.08.')
  })

  it('touches nothing that is there, and a second one finds nothing to do', async () => {
    const site = await addSite(engine, { articles: 2 })
    engine.work()
    conduct()
    await over(await start(site))
    const bills = engine.bills().length
    // Neither does what was decided before the pictures came.
    const { data } = await engine.atelier.stores.generations.list({ page: 1, perPage: 1, filter: {} })
    const [target] = await engine.atelier.stores.intake.targets({ imageIds: [data[0]?.imageId ?? 0] })
    const catalog = await engine.atelier.stores.catalogs.current()
    if (!target) throw new Error('The image is gone.')
    const late = planGeneration(target, { requestedBy: 'ada' }, catalog, engine.atelier.studio)
    expect(await engine.atelier.stores.intake.enqueueMissing([late])).toEqual([])
    const again = await over(await start(site))
    expect(again).toMatchObject({ status: 'completed', progress: { articlesSkipped: 2, imagesWanted: 0, made: 0 } })
    expect(engine.bills()).toHaveLength(bills)
  })

  it('writes prompts alone where that is wanted', async () => {
    const site = await addSite(engine, { articles: 2 })
    conduct()
    const ended = await over(await start(site, {}, 'prompts'))
    expect(ended).toMatchObject({ status: 'completed', progress: { promptsWritten: 2, articlesDone: 2, made: 0 } })
    expect(engine.bills()).toHaveLength(0)
  })

  it.each([
    ['images', { imagesMax: 4 }, 'images_limit', 4],
    ['credits', { creditsMax: 3 }, 'credits_limit', 3],
    ['US dollars', { usdMax: 0.03 }, 'usd_limit', 3],
  ])('stops at its limit of %s, says so, and leaves the rest for another', async (_, limits, endReason, images) => {
    const site = await addSite(engine, { articles: 4 })
    engine.work()
    conduct()
    const ended = await over(await start(site, limits))
    expect(ended).toMatchObject({ status: 'completed', endReason, progress: { made: images } })
    expect(engine.bills()).toHaveLength(images)
    const items = await runs().items(ended.id, { page: 1, perPage: 10, filter: { state: 'skipped' } })
    expect(items.data.map(({ reason }) => reason)).toEqual(items.data.map(() => ended.endNote))
    const rest = await over(await start(site))
    expect(rest).toMatchObject({ endReason: 'done', progress: { made: 8 - images } })
  })

  it('stops when its time is over, and takes back what was not sent', async () => {
    const site = await addSite(engine, { articles: 3 })
    conduct()
    const id = await start(site, { minutesMax: 1 })
    await engine.until(async () => (await run(id)).progress.queued > 0)
    await engine.run(`update runs set active_seconds = 60`)
    const ended = await over(id)
    expect(ended).toMatchObject({ status: 'completed', endReason: 'time_limit', progress: { queued: 0, made: 0 } })
    expect(engine.bills()).toHaveLength(0)
  })

  it('stops where the account has nothing left, before anything fails', async () => {
    await engine.change('plans', { free: { credits_per_month: 5 } })
    const site = await addSite(engine, { articles: 4, planId: 'free', imagesPerArticle: 2 })
    engine.work()
    conduct()
    const ended = await over(await start(site))
    expect(ended).toMatchObject({ status: 'completed', endReason: 'account_budget', progress: { failed: 0 } })
    expect(ended.endNote).toMatch(/plan "free"/)
    expect(ended.credits).toBe(5)
  })

  it('ends where its account moves to a plan that cannot pay for what waits, instead of waiting for the next month', async () => {
    await engine.change('plans', { free: { credits_per_month: 1 } })
    const site = await addSite(engine, { articles: 2 })
    conduct()
    const id = await start(site)
    await engine.until(async () => (await run(id)).progress.queued === 4)
    await engine.run(
      `insert into account_months (account_id, month, spent_credits) values (${site.accountId}, month_of(utc_today()), 1)`,
    )
    await engine.atelier.stores.accounts.update(site.accountId, { planId: 'free' })
    const ended = await over(id)
    expect(ended).toMatchObject({
      status: 'completed',
      endReason: 'account_budget',
      progress: { queued: 0, failed: 0 },
    })
    expect(ended.endNote).toMatch(/plan "free".*give the account a larger plan/)
    await engine.run(`delete from account_months`)
  })

  it('says that it waits for the day of its provider', async () => {
    await engine.change('providers', { runware: { usd_per_day: 0.01 } })
    const site = await addSite(engine, { articles: 1 })
    engine.work()
    conduct()
    const id = await start(site)
    await engine.until(async () => (await run(id)).waitReason !== null)
    expect(await run(id)).toMatchObject({
      progress: { made: 1, queued: 1 },
      waitReason: 'What provider runware may cost a day is used up. Raise usd_per_day, or wait for the next day.',
    })
  })

  it.each([
    ['does not fall back to a model that its limit does not pay for', 0.02, { made: 0, failed: 1 }, 0],
    ['falls back where its limit pays for the dearer model too', 0.03, { made: 1, failed: 0 }, 1],
  ])('%s', async (_, usdMax, progress, dearBills) => {
    const spare = { quality_tier: 'basic', priority: 2, square_size: '128x128', landscape_size: '192x128' }
    const size_rules = { min_side: 16, max_side: 3840, step: 16 }
    await engine.change('models', { 'gpt-image-2.5-flare': { ...spare, size_rules, price: { usd_per_image: 0.025 } } })
    await engine.change('tiers', { basic: { fallback: true } })
    engine.sandbox.faults.add({ kind: 'fail', route: 'runware', times: null })
    const site = await addSite(engine, { articles: 1 })
    engine.work()
    conduct()
    const ended = await over(await start(site, { usdMax, imagesMax: 1 }))
    expect(ended.progress).toMatchObject(progress)
    expect(engine.bills().filter(({ costUsd }) => costUsd > 0)).toHaveLength(dearBills)
  })

  it('keeps to its limit where a price rises while images wait, and reserves the new price', async () => {
    const site = await addSite(engine, { articles: 2 })
    conduct()
    const id = await start(site, { usdMax: 0.04 })
    await engine.until(async () => (await run(id)).progress.queued === 4)
    await engine.change('models', { 'runware:97@1': { price: { usd_per_image: 0.015 } } })
    engine.work()
    const ended = await over(id)
    expect(ended.costUsd).toBeLessThanOrEqual(0.04)
    expect(ended).toMatchObject({ endReason: 'usd_limit', progress: { made: 2, failed: 0 } })
    expect(engine.bills()).toHaveLength(2)
    const made = await engine.atelier.stores.generations.list({ page: 1, perPage: 9, filter: { status: 'succeeded' } })
    expect(made.data.map(({ estimateUsd }) => estimateUsd)).toEqual([0.015, 0.015])
  })

  it('lets no two images that fall back at once take the same rest of its limit', async () => {
    const site = await addSite(engine, { articles: 1 })
    conduct()
    const id = await start(site, { usdMax: 0.05 })
    await engine.until(async () => (await run(id)).progress.queued === 2)
    const claimed = await engine.claim(2)
    const change = { providerId: 'openai', modelId: 'gpt-image-2.5-flare', estimateUsd: 0.035, estimateCredits: 1 }
    const changed = await Promise.all(
      claimed.map((one) => {
        const { releaseId, prompt, width, height } = { ...one, releaseId: 1 }
        const made = { releaseId, prompt, width, height, negativePrompt: null, seed: null, generationParams: {} }
        return engine.atelier.stores.queue.changeModel(
          one,
          { ...made, ...change, maxAttempts: 3, notes: [] },
          { modelId: one.modelId, errorClass: 'upstream', message: 'gone' },
          new ProviderError({ class: 'upstream', code: null, message: 'gone' }),
          null,
        )
      }),
    )
    expect(changed.toSorted()).toEqual(['changed', 'too_dear'])
  })

  it('leaves alone what became a draft or was archived after it was planned, and says that', async () => {
    const site = await addSite(engine, { articles: 3 })
    const { contents, runLeases } = engine.atelier.stores
    const [first, second] = await contents.ofSite(site.siteId)
    const id = await start(site)
    const step = await stepsOf(id)
    await step()
    await contents.update(first?.contentId ?? 0, { status: 'draft' })
    await step()
    await contents.update(second?.contentId ?? 0, { status: 'archived' })
    await runLeases.endLeases()
    engine.work()
    conduct()
    expect((await over(id)).progress).toMatchObject({ made: 2, promptsWritten: 2, articlesSkipped: 2 })
    const items = await runs().items(id, { page: 1, perPage: 10, filter: { state: 'skipped' } })
    expect(items.data.map(({ reason }) => reason)).toEqual(['It is a draft.', 'It is archived.'])
  })

  it('goes on past what fails and what is refused, buys neither twice, and says why', async () => {
    const site = await addSite(engine, { articles: 3 })
    const { contents } = engine.atelier.stores
    const [first, second] = await contents.ofSite(site.siteId)
    // A plan that shrank: the tier is no longer allowed.
    await engine.run(`update contents set tier_id = 'premium' where id = ${first?.contentId}`)
    await engine.atelier.stores.accounts.update(site.accountId, { planId: 'pro' })
    engine.sandbox.faults.add({ kind: 'blocked', prompt: 'garden 1', times: 2 })
    engine.work()
    conduct()
    const ended = await over(await start(site))
    expect(ended).toMatchObject({ status: 'completed', endReason: 'done', progress: { articlesSkipped: 1 } })
    expect(ended.progress.made + ended.progress.failed).toBe(4)
    const items = await runs().items(ended.id, { page: 1, perPage: 10, filter: {} })
    expect(items.data[0]).toMatchObject({ state: 'skipped', reason: expect.stringContaining('premium') })
    expect(items.data[1]?.id).toBe(second?.contentId)
  })

  it('settles articles each in its own way, and only for who holds it', async () => {
    const site = await addSite(engine, { articles: 3 })
    const { runLeases, runItems, contents } = engine.atelier.stores
    const id = await start(site)
    await runLeases.claim('one', 60)
    const [first = 0, second = 0, third = 0] = (await contents.ofSite(site.siteId)).map(({ contentId }) => contentId)
    const planned = { needsPrompts: false, imagesWanted: 2, skipReason: null }
    await runItems.savePlan(
      id,
      'one',
      [first, second, third].map((contentId) => ({ contentId, ...planned })),
      [],
    )
    const settled = [
      { contentId: first, skipReason: null },
      { contentId: second, skipReason: 'Nothing is missing any more.' },
    ]
    const states = async () =>
      (await runs().items(id, { page: 1, perPage: 10, filter: {} })).data.map(({ state, reason }) => [state, reason])
    await runItems.settleItems(id, 'another', settled, [])
    expect(await states()).toEqual([1, 2, 3].map(() => ['waiting', null]))
    await runItems.settleItems(id, 'one', settled, [])
    expect(await states()).toEqual([
      ['done', null],
      ['skipped', 'Nothing is missing any more.'],
      ['waiting', null],
    ])
  })
})

// The audited system had six bugs here, and mended all of them on one day.
describe('steering a run', () => {
  it('1: cancelling frees the site at once, and keeps what is paid for', async () => {
    const site = await addSite(engine, { articles: 6 })
    slowly()
    engine.work({ slots: 2 })
    conduct()
    const id = await start(site)
    await engine.until(async () => (await made(id)) > 0)
    await runs().operate(id, 'cancel', 'ada')
    expect(await run(id)).toMatchObject({ status: 'cancelled', endNote: 'Cancelled by ada.', progress: { queued: 0 } })
    const next = await start(site)
    await engine.settled()
    const ended = await over(next)
    expect((await made(id)) + ended.progress.made).toBe(12)
    expect(engine.bills()).toHaveLength(12)
  })

  it('2: a schedule that comes due while a run is paused starts no second one, and says so', async () => {
    const site = await addSite(engine, { articles: 2 })
    const { schedules } = engine.atelier.stores
    const scheduleId = await schedules.create({ ...scheduleOf(site.siteId), nextAt: new Date(Date.now() - 1000) })
    const id = await start(site)
    await runs().operate(id, 'pause', 'ada')
    conduct()
    await engine.until(async () => (await schedules.get(scheduleId))?.lastOutcome !== null)
    expect(await schedules.get(scheduleId)).toMatchObject({
      lastOutcome: `Nothing was started: run ${id} of the site is still paused.`,
    })
    expect((await runs().list({ page: 1, perPage: 10, filter: {} })).total).toBe(1)
  })

  it('3: a resumed run is the one of its site: no other can begin', async () => {
    const site = await addSite(engine, { articles: 1 })
    const id = await start(site)
    await runs().operate(id, 'pause', 'ada')
    await expect(start(site)).rejects.toThrow('has a run that is not over. Resume it, or cancel it.')
    await runs().operate(id, 'resume', 'ada')
    await expect(start(site)).rejects.toThrow('has a run that is not over')
    engine.work()
    conduct()
    expect(await over(id)).toMatchObject({ status: 'completed', progress: { made: 2 } })
  })

  it('4: pausing and cancelling hold again after resuming, between images', async () => {
    const site = await addSite(engine, { articles: 8 })
    slowly()
    engine.work({ slots: 2 })
    conduct()
    const id = await start(site)
    for (const operation of ['pause', 'cancel'] as const) {
      const before = await made(id)
      await engine.until(async () => (await made(id)) > before)
      await runs().operate(id, operation, 'ada')
      await engine.settled()
      const bills = engine.bills().length
      // Long enough for several more steps and images, if there were any.
      await new Promise((resolve) => setTimeout(resolve, 300))
      expect(engine.bills()).toHaveLength(bills)
      expect(await run(id)).toMatchObject({ progress: { queued: 0, running: 0 } })
      if (operation === 'pause') await runs().operate(id, 'resume', 'ada')
    }
    expect((await run(id)).status).toBe('cancelled')
    expect(await made(id)).toBeLessThan(16)
  })

  it('5: pausing and resuming are in the log, with who did it', async () => {
    const id = await start(await addSite(engine, { articles: 1 }))
    await runs().operate(id, 'pause', 'ada')
    await runs().operate(id, 'resume', 'grace')
    await runs().operate(id, 'cancel', 'ada')
    expect(await logOf(id)).toEqual([
      'Started by ada, with no limits.',
      'Paused by ada.',
      'Resumed by grace.',
      'Cancelled by ada.',
    ])
    await expect(runs().operate(id, 'pause', 'ada')).rejects.toThrow(`Run ${id} is cancelled, so it cannot be paused.`)
  })

  describe('what a worker has in hand and has not sent', () => {
    /** A run that was stopped while a worker had one of its images in hand. */
    const stopped = async (operation: 'pause' | 'cancel', limits = {}) => {
      const site = await addSite(engine, { articles: 1 })
      conduct()
      const id = await start(site, limits)
      await engine.until(async () => (await run(id)).progress.queued === 2)
      const claimed = await engine.claimAndDie()
      await runs().operate(id, operation, 'ada')
      expect((await run(id)).progress).toMatchObject({ queued: 0, running: 1 })
      return { id, claimed }
    }
    const requeued = { delayMs: 0, error: null, end: null, countsAsTry: true }

    it.each([
      ['a worker hands it back', 'pause'],
      ['its provider asks to wait', 'cancel'],
    ] as const)('is not bought any more where %s', async (how, operation) => {
      const { id, claimed } = await stopped(operation)
      const { queue } = engine.atelier.stores
      await (operation === 'pause' ? queue.handBack(claimed) : queue.requeue(claimed, requeued))
      expect((await engine.generation(claimed.id)).status, how).toBe('cancelled')
      expect((await run(id)).progress).toMatchObject({ queued: 0, running: 0 })
      const [spending] = await engine.atelier.stores.spending.ofAccounts([claimed.accountId])
      expect(spending).toMatchObject({ reservedUsd: 0, reservedCredits: 0 })
    })

    it('is not bought any more where its worker died', async () => {
      const { claimed } = await stopped('cancel')
      engine.work()
      await engine.settled()
      expect((await engine.generation(claimed.id)).status).toBe('cancelled')
      expect(engine.bills()).toHaveLength(0)
    })

    it('is asked for again by a run that is resumed', async () => {
      const { id, claimed } = await stopped('pause')
      await engine.atelier.stores.queue.handBack(claimed)
      await runs().operate(id, 'resume', 'ada')
      engine.work()
      expect(await over(id)).toMatchObject({ status: 'completed', progress: { made: 2 } })
    })

    it('is made where a person tries it again after the run', async () => {
      const { claimed } = await stopped('cancel')
      await engine.atelier.stores.queue.handBack(claimed)
      await retryGeneration(engine.atelier.studio, claimed.id)
      const [again] = await engine.claim(1)
      expect(again?.id).toBe(claimed.id)
      if (again) await engine.atelier.stores.queue.handBack(again)
      expect((await engine.generation(claimed.id)).status).toBe('queued')
    })
  })

  it('an image that a person cancels is not asked for again by the run', async () => {
    const site = await addSite(engine, { articles: 1 })
    conduct()
    const id = await start(site)
    await engine.until(async () => (await run(id)).progress.queued === 2)
    const { data } = await engine.atelier.stores.generations.list({ page: 1, perPage: 10, filter: {} })
    await cancelGeneration(engine.atelier.studio, data[0]?.id ?? 0)
    engine.work()
    expect(await over(id)).toMatchObject({ endReason: 'done', progress: { made: 1, articlesDone: 1 } })
    expect(await logOf(id)).toContainEqual(expect.stringContaining('1 of 2 images made, 1 cancelled.'))
  })

  it('cancelling says of every article that was not begun that it was left out', async () => {
    const id = await start(await addSite(engine, { articles: 2 }))
    const step = await stepsOf(id)
    await step()
    await runs().operate(id, 'cancel', 'ada')
    const items = await runs().items(id, { page: 1, perPage: 10, filter: {} })
    expect(items.data.map(({ state, reason }) => [state, reason])).toEqual([
      ['skipped', 'Cancelled by ada.'],
      ['skipped', 'Cancelled by ada.'],
    ])
  })

  it('pausing tells no webhook of what was taken back', async () => {
    const site = await addSite(engine, { articles: 1 })
    const { webhooks } = engine.atelier.stores
    await webhooks.create({
      accountId: site.accountId,
      url: 'https://cms.example/hook',
      events: ['images.failed'],
      createdBy: 'ada',
    })
    conduct()
    const id = await start(site)
    await engine.until(async () => (await run(id)).progress.queued > 0)
    await runs().operate(id, 'pause', 'ada')
    const { db } = engine.atelier.database
    expect(await db.selectFrom('generations').select('status').execute()).toEqual([
      { status: 'cancelled' },
      { status: 'cancelled' },
    ])
    expect(await db.selectFrom('endedGenerations').select('id').execute()).toEqual([])
  })

  it('pausing after its limit loses nothing: what was taken back is asked for again', async () => {
    const site = await addSite(engine, { articles: 2 })
    conduct()
    const id = await start(site, { imagesMax: 3 })
    await engine.until(async () => (await run(id)).endReason === 'images_limit')
    await runs().operate(id, 'pause', 'ada')
    await runs().operate(id, 'resume', 'ada')
    engine.work()
    expect(await over(id)).toMatchObject({ endReason: 'images_limit', progress: { made: 3 } })
  })

  it('6: a run that cannot go on after resuming says why, and can be paused, cancelled or mended', async () => {
    const site = await addSite(engine, { articles: 1 })
    const id = await start(site)
    await runs().operate(id, 'pause', 'ada')
    await runs().operate(id, 'resume', 'ada')
    await engine.run('alter table contents rename to contents_away')
    try {
      conduct()
      await engine.until(async () => {
        const { rows } = (await engine.run(`select wait_reason from runs where id = ${id}`)) as { rows: object[] }
        return Object.values(rows[0] ?? {})[0] !== null
      })
      await runs().operate(id, 'pause', 'ada')
    } finally {
      await engine.run('alter table contents_away rename to contents')
    }
    await runs().operate(id, 'resume', 'ada')
    engine.work()
    expect(await over(id)).toMatchObject({ status: 'completed', waitReason: null, progress: { made: 2 } })
  })
})

describe('a run whose process dies', () => {
  it('goes on in another where it stood, once the lease is over', async () => {
    const site = await addSite(engine, { articles: 6 })
    slowly()
    engine.work({ slots: 2 })
    const id = await start(site)
    // A conductor that is gone without a word: what it holds stays held.
    const { runLeases } = engine.atelier.stores
    expect(await runLeases.claim('dead:1', 1)).toEqual([{ id, tookOver: false }])
    conduct()
    const ended = await over(id)
    expect(ended.progress).toMatchObject({ made: 12, failed: 0 })
    expect(engine.bills()).toHaveLength(12)
    expect(await logOf(id)).toContain('Went on in another process: the one before stopped without a word.')
  })

  it('is not charged for the time in which nothing ran', async () => {
    const site = await addSite(engine, { articles: 1 })
    const { runLeases } = engine.atelier.stores
    const id = await start(site, { minutesMax: 10 })
    await runLeases.claim('dead:1', 30)
    // A night without a server.
    await engine.run(`update runs set resumed_at = resumed_at - interval '8 hours',
      lease_until = lease_until - interval '8 hours'`)
    engine.work()
    conduct()
    const ended = await over(id)
    expect(ended).toMatchObject({ endReason: 'done', progress: { made: 2 } })
    expect(ended.activeSeconds).toBeLessThan(600)
  })

  it('that cannot go on takes back what it queued', async () => {
    const site = await addSite(engine, { articles: 1 })
    const { runLeases, runWork } = engine.atelier.stores
    const conductor = conduct()
    const id = await start(site)
    await engine.until(async () => (await run(id)).progress.queued === 2)
    await conductor.stop()
    await runLeases.claim('one', 60)
    await runWork.finish(id, 'one', 'failed', 'error', 'It cannot go on.')
    expect(await run(id)).toMatchObject({ status: 'failed', progress: { queued: 0 } })
  })

  it('is conducted by one of several at a time, and every image is bought once', async () => {
    const site = await addSite(engine, { articles: 8 })
    engine.work()
    conduct()
    conduct()
    conduct()
    const ended = await over(await start(site))
    expect(ended).toMatchObject({ status: 'completed', progress: { made: 16, promptsWritten: 8 } })
    expect(engine.bills()).toHaveLength(16)
    const lines = await logOf(ended.id)
    expect(lines.filter((line) => line.startsWith('Planned'))).toHaveLength(1)
    expect(lines.filter((line) => line.startsWith('Prompts of'))).toHaveLength(8)
  })
})
