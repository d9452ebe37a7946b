import { describe, expect, it } from 'vitest'
import { useEngine } from '../support/engine.ts'

const engine = useEngine()

const tier = 'quality'
const first = 'bria:10@1'
const next = 'gpt-image-2.5-flare'
const fallingBack = () => engine.change('tiers', { [tier]: { fallback: true } })
const paused = async (providerId: string) =>
  (await engine.atelier.stores.providerStates.list()).find((state) => state.providerId === providerId)?.pausedReason ??
  null
const quickly = () => engine.run("update generations set run_at = now() where status = 'queued'")

describe('a provider without credits, or that refuses its key,', () => {
  it.each([
    ['credits', { kind: 'no-credits', times: 1, route: 'runware' }],
    ['auth', { kind: 'fail', times: 1, route: 'runware', status: 401, code: 'invalidApiKey' }],
  ] as const)(
    'is paused at the first word of it (%s): nothing fails, nothing more is sent',
    async (errorClass, fault) => {
      await engine.change('providers', { runware: { concurrency: 1 } })
      const ids = await engine.queueArticle('Northwind')
      engine.sandbox.faults.add(fault)
      engine.work()
      await engine.until(async () => (await paused('runware')) !== null)
      await new Promise((resolve) => setTimeout(resolve, 300))
      await quickly()
      await new Promise((resolve) => setTimeout(resolve, 200))
      expect(engine.sandbox.calls()['runware imageInference']).toBe(callsBefore + 1)
      const rows = await Promise.all(ids.map((id) => engine.generation(id)))
      expect(rows.map((row) => row.status)).toEqual(Array(5).fill('queued'))
      expect(rows.filter((row) => row.errorClass !== null)).toMatchObject([{ errorClass, attempts: 0 }])

      expect(await engine.atelier.stores.providerStates.resume('runware')).toBe(true)
      await quickly()
      await engine.settled()
      expect(engine.bills()).toHaveLength(5)
      callsBefore = engine.sandbox.calls()['runware imageInference'] ?? 0
    },
  )
  let callsBefore = 0
})

describe("the tier's next model", () => {
  it('makes the picture where the tier says so, in its own size and for its own price, and both are told', async () => {
    await fallingBack()
    const id = await engine.queueOne()
    expect((await engine.generation(id)).modelId).toBe(first)
    engine.sandbox.faults.add({ kind: 'fail', status: 503, times: 4, route: 'runware' })
    engine.work()
    await engine.settled()
    const made = await engine.generation(id)
    const model = (await engine.atelier.stores.catalogs.current()).models.find(({ model_name }) => model_name === next)
    expect(made).toMatchObject({
      status: 'succeeded',
      modelId: next,
      providerId: 'openai',
      credits: model?.credits_per_image,
    })
    expect(`${made.width}x${made.height}`).toBe(model?.landscape_size)
    expect(made.picture).toMatchObject({ width: made.width, height: made.height })
    expect(made.notes).toContainEqual(`${first} could not make it, so the tier fell back to ${next}.`)
    const row = await engine.atelier.database.db.selectFrom('generations').select('fallbacks').executeTakeFirstOrThrow()
    expect(row.fallbacks).toMatchObject([{ modelId: first, errorClass: 'upstream' }])
    expect((await engine.calls(id)).map(({ modelId, outcome }) => [modelId, outcome])).toEqual([
      ...Array.from({ length: 4 }, () => [first, 'failed']),
      [next, 'succeeded'],
    ])
    expect(engine.bills()).toHaveLength(1)
  })

  it('takes over at once where the provider is out of credits', async () => {
    await fallingBack()
    const id = await engine.queueOne()
    engine.sandbox.faults.add({ kind: 'no-credits', route: 'runware' })
    engine.work()
    await engine.settled()
    expect(await engine.generation(id)).toMatchObject({ status: 'succeeded', modelId: next })
    expect(await paused('runware')).not.toBeNull()
  })

  it.each([
    ['the tier does not say so', false, {}],
    ['this very model was asked for', true, { modelId: first }],
    ['the prompt is refused', true, { prompt: 'A street at dawn [blocked]' }],
  ])('is left alone where %s', async (_, isFallingBack, wish) => {
    if (isFallingBack) await fallingBack()
    const id = await engine.queueOne(wish)
    if (!('prompt' in wish)) engine.sandbox.faults.add({ kind: 'fail', status: 503, times: 4, route: 'runware' })
    engine.work()
    await engine.settled()
    expect(await engine.generation(id)).toMatchObject({ status: 'failed', modelId: first })
    expect(engine.bills()).toHaveLength(0)
  })

  it('is left alone where the first one may have been paid: that one is asked for', async () => {
    await fallingBack()
    await engine.change('providers', { runware: { max_attempts: 1 } })
    const id = await engine.queueOne()
    engine.sandbox.faults.add({ kind: 'drop', route: 'runware' })
    engine.work()
    await engine.settled()
    expect(await engine.generation(id)).toMatchObject({ status: 'succeeded', modelId: first })
    expect(engine.bills()).toHaveLength(1)
  })

  it('takes what waits at a provider that is paused, before anything is sent there', async () => {
    await fallingBack()
    const ids = await engine.queueArticle('Northwind')
    await engine.atelier.stores.providerStates.pause('runware', 'credits', 'No credits left')
    engine.work()
    await engine.settled()
    const made = await Promise.all(ids.map((id) => engine.generation(id)))
    expect(made.map(({ status, modelId }) => [status, modelId])).toEqual(ids.map(() => ['succeeded', next]))
    expect(made[0]?.fallbacks).toEqual([
      { modelId: first, errorClass: 'credits', message: 'Runware is paused: No credits left', at: expect.any(String) },
    ])
    expect(made[0]?.attempts).toBe(2)
    expect(engine.bills()).toHaveLength(5)
  })

  it.each([
    ['the tier does not say so', false, {}],
    ['this very model was asked for', true, { modelId: first }],
  ])('leaves what waits at a paused provider where it is, if %s', async (_, isFallingBack, wish) => {
    if (isFallingBack) await fallingBack()
    const id = await engine.queueOne(wish)
    await engine.atelier.stores.providerStates.pause('runware', 'operator', 'Maintenance', 'grace')
    engine.work()
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await engine.generation(id)).toMatchObject({ status: 'queued', modelId: first, attempts: 0, fallbacks: [] })
  })

  it('is not one of a provider that is paused too', async () => {
    await fallingBack()
    await engine.change('providers', { runware: { max_attempts: 1 } })
    await engine.atelier.stores.providerStates.pause('openai', 'credits', 'No credits left')
    const failing = await engine.queueOne()
    engine.sandbox.faults.add({ kind: 'fail', status: 503, times: 1, route: 'runware' })
    engine.work()
    await engine.settled()
    expect(await engine.generation(failing)).toMatchObject({ status: 'failed', modelId: first })
    await engine.atelier.stores.providerStates.pause('runware', 'auth', 'Wrong key')
    const waiting = await engine.queueOne()
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await engine.generation(waiting)).toMatchObject({ status: 'queued', modelId: first, attempts: 0 })
    expect(engine.bills()).toHaveLength(0)
  })

  it('is looked for once a minute and not in a rush, where it turns out not to take the request', async () => {
    await fallingBack()
    const id = await engine.queueOne()
    await engine.change('models', { [next]: { accepts: { prompt_chars_max: 1 } } })
    await engine.atelier.stores.providerStates.pause('runware', 'credits', 'No credits left')
    engine.work()
    const claims = async () => (await engine.claimsOf(id)).claims
    await engine.until(async () => (await claims()) === 1 && (await engine.generation(id)).status === 'queued')
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(await engine.claimsOf(id)).toMatchObject({ claims: 1, attempts: 0, modelId: first })
  })

  it('is not tried again after all have failed', async () => {
    await fallingBack()
    const id = await engine.queueOne()
    engine.sandbox.faults.add({ kind: 'fail', status: 503, times: null })
    await engine.change('providers', { runware: { max_attempts: 1 }, openai: { max_attempts: 1 } })
    engine.work()
    await engine.settled()
    const row = await engine.atelier.database.db.selectFrom('generations').select('fallbacks').executeTakeFirstOrThrow()
    expect(await engine.generation(id)).toMatchObject({ status: 'failed', errorClass: 'upstream' })
    expect((row.fallbacks as { modelId: string }[]).map(({ modelId }) => modelId)).toContain(first)
    expect(engine.bills()).toHaveLength(0)
  })
})
