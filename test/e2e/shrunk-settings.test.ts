import { describe, expect, it } from 'vitest'
import { settingsAt } from '../../api/actions/effective-settings.ts'
import { estimate } from '../../api/actions/estimate.ts'
import { queueForContent, queueImages, remakeImage } from '../../api/actions/queue-generations.ts'
import { writePrompts } from '../../api/actions/write-prompts.ts'
import type { AccountOverrides } from '../../api/domain/effective-settings.ts'
import { useEngine } from '../support/engine.ts'

const engine = useEngine()
const wish = { requestedBy: 'ada' }

/** An article with prompts whose site is set to something, on plan "pro". What is set is not checked, as if it had been allowed then. */
async function seed(ofSite: AccountOverrides, ofAccount: AccountOverrides = {}) {
  const { contentId, imageIds } = await engine.addArticle('Shrinking')
  const { accounts, sites, contents } = engine.atelier.stores
  const { accountId = 0, siteId = 0 } = (await contents.get(contentId)) ?? {}
  await accounts.update(accountId, { planId: 'pro', ...ofAccount })
  if (Object.keys(ofSite).length > 0) await sites.update(siteId, ofSite)
  return { accountId, siteId, contentId, imageId: imageIds[0] ?? 0 }
}

/** What each way of making pictures answers: the refusal, or nothing. */
async function refusalsOf(
  { contentId, imageId }: { contentId: number; imageId: number },
  more: { tierId?: string; styleId?: string } = {},
): Promise<unknown[]> {
  const { studio } = engine.atelier
  const wish = { requestedBy: 'ada', ...more }
  const ways = [
    () => estimate(studio, { contentId, which: 'missing' }, wish),
    () => queueForContent(studio, contentId, 'missing', wish),
    () => queueImages(studio, [imageId], wish),
    () => remakeImage(studio, imageId, wish),
  ]
  const answers: unknown[] = []
  for (const way of ways)
    answers.push(
      await way().then(
        () => undefined,
        (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
      ),
    )
  return answers
}

/** The sentence that the article's settings tell, as a refusal four times. */
const toldFourTimes = async (contentId: number) => {
  const { problem, remedy } = await settingsAt(engine.atelier.studio, 'content', contentId)
  return Array.from({ length: 4 }, () => `refused: ${problem} ${remedy}`)
}

describe('when plan or catalog shrink', () => {
  it('the article says which level asks for the tier and what to set there, and so does every refusal', async () => {
    await engine.change('plans', { pro: { tiers: ['basic', 'quality_option2'] } })
    const made = await seed({ tierId: 'quality' })
    const { studio, stores } = engine.atelier
    const told = {
      model: null,
      problem: 'Plan "pro" does not allow tier "quality". The site is set to it.',
      remedy: "Set the site's tier to one of: basic, quality_option2.",
    }
    expect(await settingsAt(studio, 'content', made.contentId)).toMatchObject(told)
    expect(await settingsAt(studio, 'site', made.siteId)).toMatchObject(told)
    expect(await refusalsOf(made)).toEqual(await toldFourTimes(made.contentId))
    const { below } = await settingsAt(studio, 'account', made.accountId)
    expect(below).toEqual([
      {
        level: 'site',
        count: 1,
        problem: 'Plan "pro" does not allow tier "quality". Plan "pro" allows: basic, quality_option2.',
      },
    ])
    await stores.sites.update(made.siteId, { tierId: 'basic' })
    expect(await settingsAt(studio, 'content', made.contentId)).toMatchObject({ problem: null, remedy: null })
    expect((await queueForContent(studio, made.contentId, 'missing', wish)).generations).toHaveLength(5)
  })

  it('a default that the plan does not allow is said to be the system’s', async () => {
    await engine.change('plans', { pro: { tiers: ['basic'] } })
    const made = await seed({})
    expect(await settingsAt(engine.atelier.studio, 'content', made.contentId)).toMatchObject({
      problem: 'Plan "pro" does not allow tier "quality". It is the system\'s default, and no level sets another.',
      remedy: 'Set a tier for the article, or for its account: basic.',
    })
    expect(await refusalsOf(made)).toEqual(await toldFourTimes(made.contentId))
  })

  it('a tier whose models were all switched off is left for one that has some', async () => {
    const made = await seed({}, { tierId: 'quality_option2' })
    const { stores, studio } = engine.atelier
    const { models } = await stores.catalogs.current()
    const ofTier = models.filter((model) => model.quality_tier === 'quality_option2' && model.is_active)
    for (const { model_name: name } of ofTier) await stores.catalogs.kill(name, 'six fingers', 'ada')
    const { problem, remedy } = await settingsAt(studio, 'content', made.contentId)
    const refusals = await refusalsOf(made)
    for (const { model_name: name } of ofTier) await stores.catalogs.restore(name)
    expect(problem).toMatch(
      /^Tier "quality_option2" has no model that can be used: .* was switched off by ada: six fingers\. The account is set to it\.$/,
    )
    expect(remedy).toBe("Set the account's tier to one of: basic, quality.")
    expect(refusals).toEqual(Array.from({ length: 4 }, () => `refused: ${problem} ${remedy}`))
  })

  it('a count that is too high is bound, and refuses nothing', async () => {
    const made = await seed({ imagesPerArticle: 6 })
    await engine.change('plans', { pro: { images_per_article_max: 2 } })
    expect(await settingsAt(engine.atelier.studio, 'content', made.contentId)).toMatchObject({
      imagesPerArticle: { value: 2, origin: 'plan' },
      problem: null,
    })
    expect((await queueForContent(engine.atelier.studio, made.contentId, 'missing', wish)).generations).toHaveLength(3)
  })

  it('a template that leaves a model no room is told before a prompt is written', async () => {
    const made = await seed({}, { promptTemplate: `{prompt} ${'In ink. '.repeat(80)}` })
    const { models } = await engine.atelier.stores.catalogs.current()
    const inUse = models.find((model) => model.is_default && model.model_type === 'image')?.model_name ?? ''
    await engine.change('models', { [inUse]: { accepts: { prompt_chars_max: 660 } } })
    const { problem, remedy } = await settingsAt(engine.atelier.studio, 'content', made.contentId)
    expect(problem).toBe(
      `The account's prompt template and style "photorealistic" have to leave 50 characters for a prompt of ${inUse}, and leave 21.`,
    )
    expect(remedy).toBe(
      "Shorten the account's prompt template by at least 29 characters, or choose a style with fewer words.",
    )
    await expect(
      writePrompts(engine.atelier.studio, made.contentId, { requestedBy: 'ada', overwrite: true }),
    ).rejects.toThrow(`${problem} ${remedy}`)
  })
})

describe('what a request asks for over the settings', () => {
  it('is refused with what would do, in estimate, queue and remake', async () => {
    const { models } = await engine.atelier.stores.catalogs.current()
    const ofTier = models.filter((model) => model.quality_tier === 'quality').map((model) => model.model_name)
    const other = models.find((model) => model.quality_tier === 'basic' && model.is_active)?.model_name ?? ''
    // Another default, so that a tier without an active model is sound.
    await engine.change('models', {
      ...Object.fromEntries(ofTier.map((name) => [name, { is_active: false, is_default: false }])),
      [other]: { is_default: true },
    })
    const made = await seed({})
    for (const [more, words] of [
      [{ tierId: 'golden' }, 'There is no tier "golden". Ask for one of: basic, quality_option2.'],
      [{ tierId: 'quality' }, 'Tier "quality" has no active model. Ask for one of: basic, quality_option2.'],
      [{ tierId: 'premium' }, 'Plan "pro" does not allow tier "premium". Ask for one of: basic, quality_option2.'],
      [
        { styleId: 'cubism' },
        'There is no style "cubism". Ask for one of: photorealistic, illustration, watercolour, isometric, line_art.',
      ],
    ] as const)
      expect(await refusalsOf(made, more)).toEqual(Array.from({ length: 4 }, () => `refused: ${words}`))
  })
})

describe('what levels say about prompts', () => {
  const askedOf = async (imageId: number) => {
    const id = await remakeImage(engine.atelier.studio, imageId, { ...wish, modelId: 'bria:10@1' })
    return engine.generation(id)
  }

  it('is what a picture is asked for with: the template of the account, the nearest negative prompt, the style’s own', async () => {
    const { imageId, contentId } = await seed(
      { negativePrompt: 'cars' },
      { negativePrompt: 'rain', promptTemplate: 'An etching for "{title}": {prompt}' },
    )
    const generation = await askedOf(imageId)
    expect(generation.prompt).toMatch(/^An etching for "Rooftop gardens": /)
    const { styles } = await engine.atelier.stores.catalogs.current()
    const ofStyle = styles.find(({ id }) => id === 'photorealistic')?.negative_prompt
    expect(generation.negativePrompt).toBe(ofStyle ? `cars, ${ofStyle}` : 'cars')
    expect(await settingsAt(engine.atelier.studio, 'content', contentId)).toMatchObject({
      negativePrompt: { value: 'cars', origin: 'site' },
      promptTemplate: { value: 'An etching for "{title}": {prompt}', origin: 'account' },
    })
  })

  it('may be that nothing is ruled out but what the style rules out', async () => {
    const { imageId } = await seed({ negativePrompt: '' }, { negativePrompt: 'rain' })
    const { styles } = await engine.atelier.stores.catalogs.current()
    const ofStyle = styles.find(({ id }) => id === 'photorealistic')?.negative_prompt
    expect((await askedOf(imageId)).negativePrompt).toBe(ofStyle ?? null)
  })
})
