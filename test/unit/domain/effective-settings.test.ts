import { describe, expect, it } from 'vitest'
import type { Catalog } from '../../../api/domain/catalog.ts'
import { effectiveSettings } from '../../../api/domain/effective-settings.ts'
import { AppError } from '../../../api/domain/error.ts'
import { overrideProblems, settingsProblem } from '../../../api/domain/setting-check.ts'
import { chooseModel } from '../../../api/domain/tier.ts'

const model = (name: string, tier: string, priority: number, more: object = {}) => ({
  model_name: name,
  display_name: name,
  provider: 'lab',
  model_type: 'image' as const,
  quality_tier: tier,
  priority,
  is_active: true,
  is_default: false,
  accepts: { prompt_chars_max: 1000 },
  price: { usd_per_image: 0.01 },
  credits_per_image: 1,
  ...more,
})

const catalog: Catalog = {
  releaseId: 1,
  models: [
    model('first', 'good', 1, { is_default: true }),
    model('second', 'good', 2),
    model('off', 'empty', 1, { is_active: false }),
  ],
  tiers: ['good', 'empty', 'best'].map((id) => ({ id, display_name: id, description: id })),
  plans: [
    {
      id: 'small',
      display_name: 'Small',
      tiers: ['good'],
      images_per_article_max: 3,
      credits_per_month: 10,
      usd_per_month: 1,
    },
  ],
  styles: [{ id: 'ink', display_name: 'Ink', prompt_words: 'ink' }],
  providers: [
    {
      id: 'lab',
      display_name: 'Lab',
      adapter: 'runware',
      base_url: 'https://lab.test',
      key_env: 'LAB_KEY',
      concurrency: 1,
      timeout_seconds: 1,
      max_attempts: 1,
      unknown_outcome: 'park',
    },
  ],
  settings: { images_per_article: 4, style: 'ink', format: 'webp', prompt_template: '{prompt}' },
  parameterSets: [],
  kills: new Map(),
}
const live = new Map([['lab', 'live' as const]])
const today = '2026-11-22'

describe('effective settings', () => {
  it('come from the nearest level that says anything, each with its origin', () => {
    const settings = effectiveSettings(
      {
        content: { imagesPerArticle: 2 },
        keyword: { styleId: 'a' },
        site: { styleId: 'b', tierId: 'best' },
        account: { tierId: 'good', format: 'png' },
      },
      'small',
      catalog,
    )
    expect(settings).toMatchObject({
      imagesPerArticle: { value: 2, origin: 'content' },
      styleId: { value: 'a', origin: 'keyword' },
      tierId: { value: 'best', origin: 'site' },
      format: { value: 'png', origin: 'account' },
    })
  })

  it('fall to the system, whose tier is that of the default model', () => {
    expect(effectiveSettings({ content: { tierId: null } }, 'small', catalog).tierId).toEqual({
      value: 'good',
      origin: 'system',
    })
  })
})

describe('the plan', () => {
  it('bounds the count, whichever level says more, and says that it did', () => {
    for (const levels of [{}, { content: { imagesPerArticle: 8 } }, { account: { imagesPerArticle: 4 } }]) {
      expect(effectiveSettings(levels, 'small', catalog).imagesPerArticle).toEqual({ value: 3, origin: 'plan' })
    }
    expect(effectiveSettings({ site: { imagesPerArticle: 3 } }, 'small', catalog).imagesPerArticle.origin).toBe('site')
  })
})

describe('a setting that is saved', () => {
  it.each([
    [{ tierId: 'golden' }, { tierId: 'There is no tier "golden". Plan "small" allows: good.' }],
    [{ tierId: 'empty' }, { tierId: 'Tier "empty" has no active model. Plan "small" allows: good.' }],
    [{ imagesPerArticle: 4 }, { imagesPerArticle: 'Plan "small" allows 1 to 3 in-article images, not 4.' }],
    [{ imagesPerArticle: 9 }, { imagesPerArticle: 'Must be a whole number from 1 to 8. Plan "small" allows 1 to 3.' }],
    [{ styleId: 'oil' }, { styleId: 'There is no style "oil". Styles: ink.' }],
    [{ tierId: 'good', imagesPerArticle: 3, styleId: 'ink' }, {}],
    [{ tierId: null, imagesPerArticle: null }, {}],
  ])('is checked against catalog and plan: %j', (overrides, problems) => {
    expect(overrideProblems(overrides, 'small', catalog)).toEqual(problems)
  })

  it('is refused for a tier the plan leaves out', () => {
    const more = { ...catalog, models: [...catalog.models, model('top', 'best', 1)] }
    expect(overrideProblems({ tierId: 'best' }, 'small', more)).toEqual({
      tierId: 'Plan "small" does not allow tier "best". Plan "small" allows: good.',
    })
  })
})

describe('settings that were sound once', () => {
  const settings = effectiveSettings({ site: { styleId: 'oil' } }, 'small', catalog)

  it('say that a style is gone, where it is set, and which there are', () => {
    expect(settingsProblem(settings, 'small', catalog)).toEqual({
      problem: 'There is no style "oil". The site is set to it.',
      remedy: "Set the site's style to one of: ink.",
    })
  })

  it('say that the plan is gone, and which there are', () => {
    expect(settingsProblem(settings, 'large', catalog)).toEqual({
      problem: 'The account\'s plan "large" is no longer in the catalog.',
      remedy: "Set the account's plan to one of: small.",
    })
  })

  it('say that nothing can be chosen where no tier of the plan has a model that can be used', () => {
    const modes = new Map([['lab', 'not_configured' as const]])
    const sound = effectiveSettings({ account: { tierId: 'good' } }, 'small', catalog)
    expect(settingsProblem(sound, 'small', catalog)).toBeUndefined()
    expect(settingsProblem(sound, 'small', catalog, { modes: live, today })).toBeUndefined()
    expect(settingsProblem(sound, 'small', catalog, { modes, today })).toEqual({
      problem: expect.stringMatching(/^Tier "good" has no model that can be used: .*\. The account is set to it\.$/),
      remedy: 'No tier can be used now: the catalog or its providers have to change.',
    })
  })
})

describe('the model of a tier', () => {
  it('is its first by priority', () => {
    expect(chooseModel('good', catalog, live, today).model.model_name).toBe('first')
  })

  it('is the next one when the first was switched off, and says so', () => {
    const kills = new Map([['first', { reason: 'draws six fingers', by: 'ada', at: new Date() }]])
    const { model: chosen, skipped } = chooseModel('good', { ...catalog, kills }, live, today)
    expect(chosen.model_name).toBe('second')
    expect(skipped).toEqual(['first was switched off by ada: draws six fingers'])
  })

  it('is none, with every reason named, when none can be used', () => {
    const unconfigured = new Map([['lab', 'not_configured' as const]])
    expect(() => chooseModel('good', catalog, unconfigured, today)).toThrowError(
      new AppError(
        'refused',
        'Tier "good" has no model that can be used: first needs Lab, which is not configured (LAB_KEY is not set); second needs Lab, which is not configured (LAB_KEY is not set).',
      ),
    )
  })

  it('is never one past its retirement', () => {
    const models = [
      model('old', 'good', 1, { lifecycle: { retires_on: today, replaced_by: 'second' } }),
      model('second', 'good', 2),
    ]
    expect(chooseModel('good', { ...catalog, models }, live, today)).toMatchObject({
      model: { model_name: 'second' },
      skipped: ['old was retired on 2026-11-22; use second'],
    })
  })
})
