import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Content, Keyword, Plan, Problem, Schedule, Tier } from '../../api/contract/types.gen.ts'
import { type TestApi, jsonOf, startTestApi } from '../support/api.ts'
import { promptsFor, seedContent, seedGeneration } from '../support/records.ts'

let api: TestApi
let admin: string
let editor: string
let keyNumber = 0

beforeAll(async () => {
  api = await startTestApi()
  admin = await api.signIn('admin')
  editor = await api.signIn('editor')
})
afterAll(() => api.close())

const get = <T>(path: string) => jsonOf<T>(api.send('GET', path, { cookie: admin }))
const post = (path: string, body: unknown, cookie = admin) => api.send('POST', path, { cookie, body })
const patch = (path: string, body: unknown, cookie = admin) => api.send('PATCH', path, { cookie, body })
const spend = (path: string, body: unknown, key = `key ${(keyNumber += 1)}`) =>
  api.send('POST', path, { cookie: admin, body, headers: { 'idempotency-key': key } })

describe('bodies', () => {
  it('are refused with a message for every field', async () => {
    const answer = await post('/api/accounts', { name: ' ', imagesPerArticle: 9, colour: 'red' })
    expect(answer.status).toBe(422)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({
      type: '/problems/invalid',
      title: 'Not valid',
      status: 422,
      requestId: answer.headers.get('x-request-id'),
      errors: {
        planId: 'Is required.',
        colour: 'Is not a field of this request.',
        name: 'Must not be empty.',
        imagesPerArticle: 'Must be a whole number from 1 to 8, and within the plan.',
      },
    })
  })

  it('are refused where they name ids that no record can have', async () => {
    const { siteId, contentId } = await seedContent(api.database.db, { name: 'Ids' })
    const source = { sourceFormat: 'markdown', source: '# A\n\nText.' }
    const tooLarge = 2 ** 31
    const largest = 'Must be at most 9007199254740991.'
    const refusals: [Promise<Response>, string, string][] = [
      [post('/api/sites', { accountId: tooLarge, name: 'A' }), 'accountId', 'Must be at most 2147483647.'],
      [post('/api/keywords', { siteId: tooLarge, term: 'a' }), 'siteId', 'Must be at most 2147483647.'],
      [post('/api/contents', { siteId: tooLarge, ...source }), 'siteId', 'Must be at most 2147483647.'],
      [post('/api/contents', { siteId, keywordId: tooLarge, ...source }), 'keywordId', 'Must be at most 2147483647.'],
      [patch(`/api/contents/${contentId}`, { keywordId: tooLarge }), 'keywordId', 'Must be at most 2147483647.'],
      [post('/api/estimate', { contentId: tooLarge, which: 'all' }), 'contentId', 'Must be at most 2147483647.'],
      [spend('/api/images/actions/generate', { imageIds: [1e17] }), 'imageIds.0', largest],
      [patch('/api/images/1', { currentGenerationId: 1e17 }), 'currentGenerationId', largest],
    ]
    for (const [answer, field, message] of refusals)
      expect((await jsonOf<Problem>(answer)).errors).toEqual({ [field]: message })
  })

  it('are refused where they hold what no database keeps, field by field', async () => {
    const { siteId } = await seedContent(api.database.db, { name: 'NUL' })
    const refused = post('/api/schedules', { siteId, cron: '\0 * * * *', timeZone: '\ud800' })
    const message = 'Must not hold NUL characters or halves of characters.'
    expect((await jsonOf<Problem>(refused)).errors).toEqual({ cron: message, timeZone: message })
  })

  it('are refused where a limit is less than the smallest amount of money', async () => {
    const { siteId } = await seedContent(api.database.db, { name: 'Cents' })
    const least = { usdMax: 'Must be at least 0.000001.' }
    const start = spend(`/api/sites/${siteId}/actions/start-run`, { usdMax: 4e-7 })
    expect((await jsonOf<Problem>(start)).errors).toEqual(least)
    const schedule = { siteId, cron: '0 4 * * *', timeZone: 'UTC' }
    expect((await jsonOf<Problem>(post('/api/schedules', { ...schedule, usdMax: 4e-7 }))).errors).toEqual(least)
  })

  it('are refused where a schedule could not be read, switched off or not, and one that became so is shown', async () => {
    const { siteId } = await seedContent(api.database.db, { name: 'Times' })
    const off = { siteId, cron: '0 4 * * *', timeZone: 'UTC', isEnabled: false }
    const { id } = await jsonOf<Schedule>(post('/api/schedules', off))
    for (const wrong of [{ cron: 'now and then' }, { timeZone: 'Europe/Atlantis' }, { cron: '0 4 30 2 *' }])
      expect((await jsonOf<Problem>(patch(`/api/schedules/${id}`, wrong))).errors).toHaveProperty(Object.keys(wrong))
    await jsonOf(patch(`/api/schedules/${id}`, { isEnabled: true }))
    await sql`update run_schedules set time_zone = 'Europe/Atlantis' where id = ${id}`.execute(api.database.db)
    expect(await get(`/api/schedules/${id}`)).toMatchObject({ timeZone: 'Europe/Atlantis', nextTimes: [] })
    expect(await jsonOf(patch(`/api/schedules/${id}`, { isEnabled: false }))).toMatchObject({ isEnabled: false })
  })

  it('are refused where they name a tier or style by nothing', async () => {
    const { accountId, siteId, contentId } = await seedContent(api.database.db, { name: 'Nothing' })
    const { id: keywordId } = await jsonOf<Keyword>(post('/api/keywords', { siteId, term: 'nothing' }))
    const nothing = { tierId: '', styleId: '' }
    for (const answer of [
      post('/api/accounts', { name: 'A', planId: 'studio', ...nothing }),
      post('/api/sites', { accountId, name: 'A', ...nothing }),
      post('/api/keywords', { siteId, term: 'a', ...nothing }),
      post('/api/contents', { siteId, sourceFormat: 'markdown', source: '# A\n\nText.', ...nothing }),
      patch(`/api/accounts/${accountId}`, nothing),
      patch(`/api/sites/${siteId}`, nothing),
      patch(`/api/keywords/${keywordId}`, nothing),
      patch(`/api/contents/${contentId}`, nothing),
    ])
      expect((await jsonOf<Problem>(answer)).errors).toEqual({
        tierId: 'Must not be empty.',
        styleId: 'Must not be empty.',
      })
  })

  it('are refused by name, whatever the name', async () => {
    const answer = await post('/api/accounts', '{"name":"A","planId":"free","__proto__":{"role":"admin"}}')
    expect(await answer.text()).toContain('"errors":{"__proto__":"Is not a field of this request."}')
  })

  it('that are no JSON, or hold what a database cannot, are refused', async () => {
    expect((await post('/api/accounts', '{"name":')).status).toBe(400)
    expect((await post('/api/accounts', { name: 'a\0b', planId: 'free' })).status).toBe(422)
    expect((await post('/api/accounts', [])).status).toBe(422)
    const tooLarge = await post('/api/accounts', { name: 'x'.repeat(1_000_000), planId: 'free' })
    expect([tooLarge.status, tooLarge.headers.get('connection')]).toEqual([413, 'close'])
  })
})

describe('the status of articles', () => {
  it('is ready at first, and leaves what is archived out of lists that do not ask for it', async () => {
    const { siteId, contentId } = await seedContent(api.database.db, { name: 'Shelves' })
    const listed = async (filter: object) =>
      (await get<{ data: Content[] }>(`/api/contents?filter=${encodeURIComponent(JSON.stringify(filter))}`)).data.map(
        ({ id }) => id,
      )
    const draft = await jsonOf<Content>(
      post('/api/contents', { siteId, sourceFormat: 'markdown', source: '# B\n\nSome text.', status: 'draft' }),
    )
    expect(draft).toMatchObject({ status: 'draft', externalId: null })
    expect(await get<Content>(`/api/contents/${contentId}`)).toMatchObject({ status: 'ready' })
    await patch(`/api/contents/${contentId}`, { status: 'archived' })
    expect(await listed({ siteId })).toEqual([draft.id])
    expect(await listed({ siteId, status: 'archived' })).toEqual([contentId])
    expect(await listed({ siteId, status: ['draft', 'archived'] })).toEqual([draft.id, contentId])
    expect(await listed({ id: [contentId] })).toEqual([contentId])
    const refused = await patch(`/api/contents/${contentId}`, { status: 'gone' })
    expect((await jsonOf<Problem>(refused)).errors?.['status']).toContain('draft')
  })
})

describe('accounts', () => {
  it('take only what their plan allows', async () => {
    const answer = await post('/api/accounts', {
      name: 'Small',
      planId: 'free',
      tierId: 'premium',
      imagesPerArticle: 5,
      styleId: 'cubism',
    })
    expect(await answer.json()).toMatchObject({
      errors: {
        tierId: 'Plan "free" does not allow tier "premium". Plan "free" allows: basic.',
        imagesPerArticle: 'Plan "free" allows 1 to 2 in-article images, not 5.',
        styleId: expect.stringContaining('There is no style "cubism".'),
      },
    })
  })

  it('are not for editors to change', async () => {
    expect((await post('/api/accounts', { name: 'Mine', planId: 'free' }, editor)).status).toBe(403)
    expect((await api.send('GET', '/api/accounts', { cookie: editor })).status).toBe(200)
  })
})

describe('contents', () => {
  it('are read when they come, and again when their source changes', async () => {
    const { siteId } = await seedContent(api.database.db, { name: 'Reading' })
    const created = await post('/api/contents', {
      siteId,
      sourceFormat: 'markdown',
      source: '# Bees\n\nBees make honey all summer.\n\n## Hives\n\nThey live in hives.\n',
    })
    expect(created.status).toBe(201)
    const content = await jsonOf<Content>(created)
    expect(content).toMatchObject({ title: 'Bees', words: 11, keywordId: null, imageCounts: { expected: 5, slots: 0 } })
    expect(content).not.toHaveProperty('source')
    expect(await get(`/api/contents/${content.id}`)).toEqual(content)
    expect(await get(`/api/contents/${content.id}/article`)).toMatchObject({
      title: 'Bees',
      sections: [{ paragraphs: ['Bees make honey all summer.'] }, { heading: 'Hives', level: 2 }],
    })
    const changed = await (
      await patch(`/api/contents/${content.id}`, { source: '# Wasps\n\nWasps sting.', title: 'Wasps' })
    ).json()
    expect(changed).toMatchObject({ title: 'Wasps', words: 3 })
  })

  it('refuse a site or keyword that is not there', async () => {
    const { siteId } = await seedContent(api.database.db, { name: 'One' })
    const other = await seedContent(api.database.db, { name: 'Other' })
    const keyword = await jsonOf<Keyword>(post('/api/keywords', { siteId: other.siteId, term: 'wasps' }))
    const source = { sourceFormat: 'markdown', source: '# A\n\nText.' }
    expect((await jsonOf<Problem>(post('/api/contents', { ...source, siteId: 999_999 }))).errors).toEqual({
      siteId: 'There is no site 999999.',
    })
    expect((await jsonOf<Problem>(post('/api/contents', { ...source, siteId, keywordId: keyword.id }))).errors).toEqual(
      { keywordId: `Site ${siteId} has no keyword ${keyword.id}.` },
    )
  })

  it('are refused with the words of the command line where there is nothing to illustrate or too much', async () => {
    const { siteId, contentId } = await seedContent(api.database.db, { name: 'Limits' })
    const send = (source: string) => post('/api/contents', { siteId, sourceFormat: 'markdown', source })
    const change = (source: string) => patch(`/api/contents/${contentId}`, { source })
    for (const [source, errors] of [
      [
        '# Only a title\n\n```\ncode\n```\n',
        {
          source:
            'The article has no text to illustrate. An article needs at least one sentence of prose outside code, tables and lists of links.',
        },
      ],
      [
        `# 橋\n\n${'橋'.repeat(1_100_000)}`,
        { source: 'The article is 3.2 MB; the limit is 2 MB. Cut it into several articles.' },
      ],
    ] as const) {
      expect((await jsonOf<Problem>(send(source))).errors).toEqual(errors)
      expect((await jsonOf<Problem>(change(source))).errors).toEqual(errors)
    }
    expect((await jsonOf<Problem>(send(`# ${'x'.repeat(501)}\n\nBoats leave early.`))).errors).toEqual({
      title: 'The article has a title of 501 characters; the limit is 500. Shorten it.',
    })
    expect((await send(`# 橋\n\n${'橋'.repeat(690_000)}`)).status).toBe(201)
    const escaped = String.raw`\u6a4b`.repeat(690_000)
    const body = `{"siteId":${siteId},"sourceFormat":"markdown","source":"# A\\n\\n${escaped}"}`
    expect((await post('/api/contents', body)).status).toBe(201)
    expect((await send('x'.repeat(14_000_000))).status).toBe(413)
  })

  it('keep a language only where it is one', async () => {
    const { siteId } = await seedContent(api.database.db, { name: 'Tongues' })
    const { db } = api.database
    for (const [written, kept] of [
      ['en_gb', 'en-GB'],
      ['x'.repeat(300), null],
      [`en-x-${'abcdefgh-'.repeat(33)}z`, null],
      ['English, mostly', null],
    ] as const) {
      const source = `<html lang="${written}"><body><h1>Bridges</h1><p>橋は長い。</p></body></html>`
      const { id } = await jsonOf<Content>(post('/api/contents', { siteId, sourceFormat: 'html', source }))
      const row = await db.selectFrom('contents').select('language').where('id', '=', id).executeTakeFirst()
      expect(row).toEqual({ language: kept })
    }
  })

  it('are not found by ids that nobody has or can have', async () => {
    for (const id of ['999999', '0', 'x', '99999999999999', '1e3', '-1', '%00']) {
      expect([id, (await api.send('GET', `/api/contents/${id}`, { cookie: admin })).status]).toEqual([id, 404])
    }
  })
})

describe('lists', () => {
  it('refuse what they do not understand, by field', async () => {
    for (const [query, field] of [
      ['page=0', 'page'],
      ['perPage=101', 'perPage'],
      ['filter=[1]', 'filter'],
      ['filter={', 'filter'],
      ['order=up', 'order'],
      ['colour=red', 'colour'],
    ] as const) {
      const answer = await api.send('GET', `/api/contents?${query}`, { cookie: admin })
      expect([query, answer.status, Object.keys((await jsonOf<Problem>(answer)).errors ?? {})]).toEqual([
        query,
        422,
        [field],
      ])
    }
  })

  it('search for one text, not for several', async () => {
    const answer = await api.send('GET', '/api/contents?filter={"q":["a","b"]}', { cookie: admin })
    expect((await jsonOf<Problem>(answer)).errors).toEqual({ filter: 'Filter "q" takes a text.' })
  })

  it('say what is wrong in words', async () => {
    const { detail } = await get<Problem>('/api/contents?perPage=many&page=-1')
    expect(detail).toBe(
      'The query is not valid. page: Must be a whole number from 1 to 9999999. perPage: Must be a whole number from 1 to 100, or to 1000 with a filter of ids.',
    )
    const site = await jsonOf<Problem>(post('/api/sites', { accountId: 1, name: ' ', url: 'example.org' }))
    expect(site.errors).toEqual({
      name: 'Must not be empty.',
      url: 'Must be an address that begins with https:// or http://, without spaces.',
    })
  })
})

describe('the catalog', () => {
  it('says what can be used now, and why not', async () => {
    const model = await get(`/api/models/${encodeURIComponent('bria:10@1')}`)
    expect(model).toMatchObject({
      id: 'bria:10@1',
      tierId: 'quality',
      providerMode: 'sandbox',
      problem: null,
      usedByTier: true,
      spec: { display_name: 'Bria 3.2' },
    })
    const tier = await get('/api/tiers/quality')
    expect(tier).toMatchObject({ currentModelId: 'bria:10@1', problem: null, planIds: ['pro', 'studio'] })
    expect(await get('/api/providers/runware')).toMatchObject({
      mode: 'sandbox',
      modelIds: expect.arrayContaining(['bria:10@1']),
    })
    const { accountCount } = await get<Plan>('/api/plans/studio')
    expect(accountCount).toBeGreaterThan(0)
  })

  it('is not written here: the answer names the file', async () => {
    for (const method of ['PATCH', 'PUT', 'DELETE']) {
      const answer = await api.send(method, `/api/models/${encodeURIComponent('bria:10@1')}`, {
        cookie: admin,
        body: {},
      })
      expect(answer.status).toBe(409)
      expect((await jsonOf<Problem>(answer)).detail).toBe(
        'bria:10@1 is managed by config/models/runware/bria-3.2.yaml:1. Change it there.',
      )
    }
    expect((await post('/api/tiers', {})).status).toBe(409)
    expect((await patch('/api/tiers/nowhere', {})).status).toBe(404)
  })

  it('lets an operator switch a model off with a reason, and on again, but not an editor', async () => {
    const path = `/api/models/${encodeURIComponent('bria:10@1')}/actions`
    expect((await post(`${path}/kill`, { reason: 'Wrong colours' }, editor)).status).toBe(403)
    expect((await post(`${path}/kill`, {})).status).toBe(422)
    const killed = await (await post(`${path}/kill`, { reason: 'Wrong colours' })).json()
    expect(killed).toMatchObject({
      killReason: 'Wrong colours',
      killedBy: 'admin',
      problem: 'bria:10@1 was switched off by admin: Wrong colours',
      usedByTier: false,
    })
    expect((await get<Tier>('/api/tiers/quality')).currentModelId).not.toBe('bria:10@1')
    expect(await (await post(`${path}/restore`, {})).json()).toMatchObject({
      killedAt: null,
      problem: null,
      usedByTier: true,
    })
  })
})

describe('making pictures', () => {
  it('is asked in the name of who is signed in', async () => {
    const { contentId } = await seedContent(api.database.db, { name: 'Making' })
    const written = await spend(`/api/contents/${contentId}/actions/write-prompts`, { regenerate: true })
    expect(await written.json()).toMatchObject({
      content: { id: contentId, promptsWriter: 'extractive' },
      images: [{ type: 'featured' }, {}, {}],
    })
    const made = await spend(`/api/contents/${contentId}/actions/generate`, { which: 'missing', tierId: 'quality' })
    expect(await made.json()).toMatchObject({ generations: [{ status: 'queued', contentId }, {}, {}], skipped: [] })
    const correlationId = made.headers.get('x-request-id')
    expect(api.calls.slice(-2)).toEqual([
      [
        'writePrompts',
        contentId,
        { regenerate: true, remake: false, requestedBy: 'admin', correlationId: expect.any(String) },
      ],
      ['queueForContent', contentId, { which: 'missing', tierId: 'quality', requestedBy: 'admin', correlationId }],
    ])
    expect(await (await post('/api/estimate', { contentId, which: 'all' })).json()).toMatchObject({
      images: 5,
      costUsd: 0.2,
    })
  })

  const imageWithGeneration = async (name: string) => {
    const { contentId } = await seedContent(api.database.db, { name })
    await api.stores.images.savePrompts(
      contentId,
      promptsFor(0),
      { writer: 'extractive', costUsd: 0, notes: [] },
      { overwrite: false },
    )
    const [image] = await api.stores.images.ofContent(contentId)
    return image?.id ?? 0
  }

  it('is done once for a key, however often it is sent', async () => {
    const imageId = await imageWithGeneration('Once')
    const before = api.calls.length
    const path = `/api/images/${imageId}/actions/remake`
    const first = await spend(path, { seed: 7 }, 'same key')
    const second = await spend(path, { seed: 7 }, 'same key')
    expect([first.status, second.status]).toEqual([201, 201])
    expect(await second.json()).toEqual(await first.json())
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(api.calls.length - before).toBe(1)
    const other = await spend(path, { seed: 8 }, 'same key')
    expect([other.status, (await jsonOf<Problem>(other)).detail]).toEqual([
      422,
      'This Idempotency-Key was used for another request. Use a new key.',
    ])
    expect((await post(path, { seed: 7 })).status).toBe(422)
  })

  it('keeps neither a refusal nor a failure of ours for its key: the next attempt may do better', async () => {
    const imageId = await imageWithGeneration('Failing')
    const path = `/api/images/${imageId}/actions/remake`
    for (const [prompt, status] of [
      ['refused', 409],
      ['broken', 500],
    ] as const) {
      const before = api.calls.length
      for (let time = 0; time < 2; time += 1) {
        const answer = await spend(path, { prompt }, `${prompt} key`)
        expect([answer.status, answer.headers.get('idempotency-replayed')]).toEqual([status, null])
      }
      expect(api.calls.length - before).toBe(2)
    }
  })

  it('is refused, not broken, by an id or a text that no database could keep', async () => {
    const imageId = await imageWithGeneration('Unkeepable')
    expect((await spend('/api/contents/%00/actions/write-prompts', {})).status).toBe(404)
    expect((await spend('/api/generations/%00/actions/retry', {})).status).toBe(404)
    for (const prompt of [String.raw`"x\ud83d"`, String.raw`"x\u0000"`])
      expect((await spend(`/api/images/${imageId}/actions/remake`, `{"prompt":${prompt}}`)).status).toBe(422)
    expect((await spend(`/api/images/${imageId}/actions/remake`, { prompt: 'A garden 🌻' })).status).toBe(201)
  })

  it('says that the same request still runs, and when to ask again', async () => {
    const imageId = await imageWithGeneration('Running')
    const path = `/api/images/${imageId}/actions/remake`
    const answers = await Promise.all([1, 2, 3].map(() => spend(path, {}, 'at once')))
    const statuses = answers.map((answer) => answer.status)
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(1)
    expect(api.calls.filter((call) => call[0] === 'remake' && call[1] === imageId)).toHaveLength(1)
    for (const answer of answers) if (answer.status === 409) expect(answer.headers.get('retry-after')).toBe('2')
  })

  it('never tells what went wrong inside', async () => {
    const imageId = await imageWithGeneration('Inside')
    const answer = await spend(`/api/images/${imageId}/actions/remake`, { prompt: 'broken' })
    const problem = await jsonOf<Problem>(answer)
    expect(problem).toEqual({
      type: 'about:blank',
      title: 'Internal error',
      status: 500,
      detail: 'Internal error.',
      requestId: problem.requestId,
    })
    expect(api.errors.at(-1)).toMatchObject({ requestId: problem.requestId, err: { message: 'password=secret' } })
  })

  it('lets a person choose another version as the picture', async () => {
    const imageId = await imageWithGeneration('Choosing')
    const first = await seedGeneration(api.database.db, imageId, 'succeeded')
    await seedGeneration(api.database.db, imageId, 'succeeded', { sha256: 'c'.repeat(64) })
    const answer = await patch(`/api/images/${imageId}`, { currentGenerationId: first, prompt: 'Another garden' })
    expect(await answer.json()).toMatchObject({
      currentGenerationId: first,
      prompt: 'Another garden',
      current: { id: first },
    })
  })
})
