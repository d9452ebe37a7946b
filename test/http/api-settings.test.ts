import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Account, Content, Keyword, Problem, Site } from '../../api/contract/types.gen.ts'
import { type TestApi, jsonOf, startTestApi } from '../support/api.ts'
import { seedContent } from '../support/records.ts'
import { applyChanged, withFields } from '../support/releases.ts'

let api: TestApi
let cookie: string
/** The paths at which a record of each level is made, and those of one that is there, on plan "pro". */
const creates: Record<string, [path: string, body: object]> = {}
const paths: Record<string, string> = {}

const post = (path: string, body: object) => api.send('POST', path, { cookie, body })
const patch = (path: string, body: object) => api.send('PATCH', path, { cookie, body })
const errorsOf = async (answer: Promise<Response>) => (await jsonOf<Problem>(answer)).errors
const article = { sourceFormat: 'markdown', source: '# Bees\n\nBees make honey.' }

beforeAll(async () => {
  api = await startTestApi()
  cookie = await api.signIn()
  const { accountId, siteId, contentId } = await seedContent(api.database.db, { planId: 'pro' })
  const { id: keywordId } = await jsonOf<Keyword>(post('/api/keywords', { siteId, term: 'bees' }))
  Object.assign(creates, {
    account: ['/api/accounts', { name: 'Other', planId: 'pro' }],
    site: ['/api/sites', { accountId, name: 'Other' }],
    keyword: ['/api/keywords', { siteId, term: 'other' }],
    content: ['/api/contents', { siteId, ...article }],
  })
  Object.assign(paths, {
    account: `/api/accounts/${accountId}`,
    site: `/api/sites/${siteId}`,
    keyword: `/api/keywords/${keywordId}`,
    content: `/api/contents/${contentId}`,
  })
  // "basic" loses its models, and "premium" keeps its own but is not in the plan.
  await applyChanged(api.database.db, (entries) =>
    entries.map((entry) =>
      entry.kind === 'models' && entry.spec['quality_tier'] === 'basic'
        ? { ...entry, spec: { ...entry.spec, is_active: false } }
        : entry,
    ),
  )
})
afterAll(() => api.close())

const range = 'Must be a whole number from 1 to 8, and within the plan.'
const allows = 'Plan "pro" allows: quality, quality_option2.'
const placeholders = 'Placeholders: {prompt}, {style}, {title}.'
const refusals: [said: Record<string, unknown>, errors: Record<string, unknown>, levels?: string[]][] = [
  [{ tierId: 'golden' }, { tierId: `There is no tier "golden". ${allows}` }],
  [{ tierId: 'basic' }, { tierId: `Tier "basic" has no active model. ${allows}` }],
  [{ tierId: 'premium' }, { tierId: `Plan "pro" does not allow tier "premium". ${allows}` }],
  [{ styleId: 'cubism' }, { styleId: expect.stringMatching(/^There is no style "cubism"\. Styles: photorealistic, /) }],
  [{ imagesPerArticle: 0 }, { imagesPerArticle: range }],
  [{ imagesPerArticle: 9 }, { imagesPerArticle: range }],
  [{ imagesPerArticle: 1.5 }, { imagesPerArticle: range }],
  [{ imagesPerArticle: '3' }, { imagesPerArticle: range }],
  [{ imagesPerArticle: 7 }, { imagesPerArticle: 'Plan "pro" allows 1 to 6 in-article images, not 7.' }],
  [{ format: 'gif' }, { format: 'Must be one of: webp, png, jpeg, null.' }],
  [{ promptWriter: 'poet' }, { promptWriter: 'Must be one of: model, extractive, null.' }],
  [{ negativePrompt: 'no '.repeat(334) }, { negativePrompt: 'Must have at most 1000 characters.' }],
  [{ negativePrompt: '  ' }, { negativePrompt: 'Must say something, or be empty for nothing at all.' }],
  [
    { promptTemplate: '{prompt} {mood}' },
    { promptTemplate: `{mood} is not a placeholder. ${placeholders}` },
    ['account'],
  ],
  [
    { promptTemplate: 'In {style}' },
    { promptTemplate: `It lacks {prompt}, so every picture would show the same. ${placeholders}` },
    ['account'],
  ],
  [
    { promptTemplate: '{prompt}' },
    { promptTemplate: 'Is not a field of this request.' },
    ['site', 'keyword', 'content'],
  ],
]

describe('a setting that is not allowed', () => {
  it.each(refusals)('is refused with what is allowed, at every level: %.60j', async (said, errors, levels) => {
    for (const level of levels ?? Object.keys(paths)) {
      const [path, body] = creates[level] ?? ['', {}]
      expect([level, await errorsOf(post(path, { ...body, ...said }))]).toEqual([level, errors])
      expect([level, await errorsOf(patch(paths[level] ?? '', said))]).toEqual([level, errors])
    }
  })

  it('is a template that leaves a model of the plan no room for a prompt', async () => {
    await applyChanged(api.database.db, (entries) =>
      withFields(entries, 'models', 'bria:10@1', { accepts: { prompt_chars_max: 400 } }),
    )
    const promptTemplate = `{prompt} ${'ink '.repeat(100)}`
    expect(await errorsOf(patch(paths['account'] ?? '', { promptTemplate }))).toEqual({
      promptTemplate:
        'It has to leave 50 characters for a prompt of bria:10@1, whatever the style, and leaves 1. Shorten it by at least 49.',
    })
  })
})

describe('a setting that is allowed', () => {
  it.each(['account', 'site', 'keyword', 'content'])('is kept, told, and taken back: %s', async (level) => {
    const path = paths[level] ?? ''
    const said = { negativePrompt: 'rain', promptWriter: 'extractive', tierId: 'quality', imagesPerArticle: 6 }
    expect(await jsonOf(patch(path, said))).toMatchObject(said)
    expect(await jsonOf(api.send('GET', path, { cookie }))).toMatchObject(said)
    expect(await jsonOf(patch(path, { negativePrompt: '' }))).toMatchObject({ negativePrompt: '' })
    const nothing = { negativePrompt: null, promptWriter: null, tierId: null, imagesPerArticle: null }
    expect(await jsonOf(patch(path, nothing))).toMatchObject(nothing)
  })

  it('is a template with its placeholders', async () => {
    const promptTemplate = '{prompt}, for "{title}". {style}'
    expect(await jsonOf(patch(paths['account'] ?? '', { promptTemplate }))).toMatchObject({ promptTemplate })
  })
})

describe('what was allowed once', () => {
  const seed = async (name: string) => {
    const account = await jsonOf<Account>(post('/api/accounts', { name, planId: 'studio' }))
    const site = await jsonOf<Site>(post('/api/sites', { accountId: account.id, name, tierId: 'premium' }))
    const content = { siteId: site.id, ...article, tierId: 'premium', imagesPerArticle: 8 }
    return { account, site, content: await jsonOf<Content>(post('/api/contents', content)) }
  }

  it('hinders no change of anything else, and can be taken back', async () => {
    const { account, site, content } = await seed('Shrunk')
    expect((await patch(`/api/accounts/${account.id}`, { planId: 'pro' })).status).toBe(200)
    for (const [path, other] of [
      [`/api/contents/${content.id}`, { title: 'Honey' }],
      [`/api/sites/${site.id}`, { name: 'Honey' }],
    ] as const) {
      expect(await jsonOf(patch(path, other))).toMatchObject({ ...other, tierId: 'premium' })
      expect((await patch(path, { tierId: 'premium' })).status).toBe(422)
      expect(await jsonOf(patch(path, { tierId: null }))).toMatchObject({ tierId: null })
    }
  })

  it('of its own keeps an account from a smaller plan until it is changed along', async () => {
    const { account } = await seed('Own')
    const path = `/api/accounts/${account.id}`
    await patch(path, { tierId: 'premium', imagesPerArticle: 7 })
    expect(await errorsOf(patch(path, { planId: 'pro' }))).toEqual({
      tierId: `Plan "pro" does not allow tier "premium". ${allows}`,
      imagesPerArticle: 'Plan "pro" allows 1 to 6 in-article images, not 7.',
    })
    const along = { planId: 'pro', tierId: 'quality', imagesPerArticle: null }
    expect(await jsonOf(patch(path, along))).toMatchObject(along)
    expect(await errorsOf(patch(path, { planId: 'gold' }))).toEqual({
      planId: 'There is no plan "gold". Plans: free, pro, studio.',
    })
  })

  it('does not keep an account from another plan where that one changes nothing about it', async () => {
    const { account } = await seed('Same')
    const path = `/api/accounts/${account.id}`
    await api.stores.accounts.update(account.id, { tierId: 'basic' })
    expect((await patch(path, { planId: 'pro' })).status).toBe(200)
  })
})
