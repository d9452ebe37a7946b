import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../api/contract/operations.ts'
import type { CmsArticle, CmsArticlePage, CmsImages, Problem } from '../../api/contract/types.gen.ts'
import type { Scope } from '../../api/domain/access-token.ts'
import { type TestApi, jsonOf, startTestApi } from '../support/api.ts'
import { promptsFor, seedContent, seedGeneration } from '../support/records.ts'

const source = '# Rooftop gardens\n\nGardens grow on the flat roofs of the old harbour.\n'
const all: Scope[] = ['contents:read', 'contents:write', 'images:make']

let api: TestApi
let cookie: string
let own: { accountId: number; siteId: number; contentId: number }
let other: { accountId: number; siteId: number; contentId: number }
let token: string
let keys = 0

const make = async (accountId: number, scopes = all, expiresAt: Date | null = null) =>
  api.stores.accessTokens.create({ accountId, name: 'CMS', scopes, expiresAt, createdBy: 'test' })

interface Call {
  as?: string
  body?: unknown
  headers?: Record<string, string>
}
const call = (method: string, path: string, { as = token, body, headers = {} }: Call = {}) =>
  api.send(method, path, {
    headers: { authorization: `Bearer ${as}`, ...headers },
    ...(body === undefined ? {} : { body }),
  })
const articlePath = (externalId: string, siteId = own.siteId) =>
  `/api/cms/sites/${siteId}/articles/${encodeURIComponent(externalId)}`
const put = (externalId: string, changes: object = {}) =>
  call('PUT', articlePath(externalId), { body: { sourceFormat: 'markdown', source, ...changes } })
const newKey = () => ({ 'idempotency-key': `key ${(keys += 1)}` })

beforeAll(async () => {
  api = await startTestApi()
  cookie = await api.signIn()
  own = await seedContent(api.database.db, { name: 'Own' })
  other = await seedContent(api.database.db, { name: 'Other' })
  token = (await make(own.accountId)).token
  await put('shared')
  await call('PUT', articlePath('shared', other.siteId), {
    as: (await make(other.accountId)).token,
    body: { sourceFormat: 'markdown', source },
  })
})
afterAll(() => api.close())

/** A path of an operation with real ids in it: articles and sites of the other account, where a path names any. */
const pathOf = (path: string, siteId = other.siteId): string =>
  path
    .replace('{siteId}', String(siteId))
    .replace('{externalId}', 'shared')
    .replace('{name}', `${'c'.repeat(64)}.webp`)
    .replace('{width}', '320')
    .replace('{id}', '1')

const bodyFor = (id: string): unknown => {
  if (id === 'cmsPutArticle') return { sourceFormat: 'markdown', source }
  return id === 'cmsAskForImages' ? { which: 'missing' } : undefined
}

describe('an access token', () => {
  it('is shown once, and only its hash is kept', async () => {
    const body = { accountId: own.accountId, name: 'Blog', scopes: ['contents:read'] }
    const made = await jsonOf<{ token: string; accessToken: { id: number; hint: string } }>(
      api.send('POST', '/api/access-tokens', { cookie, body }),
    )
    expect(made.token).toMatch(/^atelier_cms_[\w-]{43}$/)
    expect(made.token.startsWith(made.accessToken.hint)).toBe(true)
    const kept = JSON.stringify(await api.database.db.selectFrom('accessTokens').selectAll().execute())
    expect(kept).not.toContain(made.token)
    expect((await call('GET', '/api/cms/sites', { as: made.token })).status).toBe(200)
    const revoked = await api.send('POST', `/api/access-tokens/${made.accessToken.id}/actions/revoke`, {
      cookie,
      body: {},
    })
    expect(await revoked.json()).toMatchObject({ isOver: true, revokedBy: 'admin' })
    const after = await call('GET', '/api/cms/sites', { as: made.token })
    expect(after.status).toBe(401)
    expect((await jsonOf<Problem>(after)).detail).toContain('was revoked')
  })

  it('is made and revoked by those who run things, and not by editors', async () => {
    const editor = await api.signIn('editor')
    expect((await api.send('GET', '/api/access-tokens', { cookie: editor })).status).toBe(403)
    expect((await api.send('POST', '/api/access-tokens', { cookie: editor, body: {} })).status).toBe(403)
    expect((await api.send('GET', '/api/webhooks', { cookie: editor })).status).toBe(403)
    expect((await api.send('GET', '/api/webhook-deliveries', { cookie: editor })).status).toBe(403)
  })

  it('that is missing, wrong, expired or garbage is answered alike, and says how to sign in', async () => {
    const { token: expired } = await make(own.accountId, all, new Date(Date.now() - 1000))
    const garbage = [
      '',
      'Bearer',
      'Bearer ',
      'Basic YTpi',
      `Bearer ${'x'.repeat(500)}`,
      'Bearer \u00e4',
      `Bearer ${token}x`,
    ]
    for (const authorization of [...garbage, `Bearer ${expired}`, `Bearer ${token.slice(0, -1)}_`].slice(0, 9)) {
      const answer = await api.send('GET', '/api/cms/sites', { headers: { authorization }, from: '10.1.0.1' })
      expect([authorization.slice(0, 30), answer.status]).toEqual([authorization.slice(0, 30), 401])
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="atelier", error="invalid_token"')
    }
    const none = await api.send('GET', '/api/cms/sites', { cookie })
    expect([none.status, none.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="atelier"'])
  })

  it('that opens nothing is slowed down by address, and a right one is not', async () => {
    const ask = (as: string) =>
      api.send('GET', '/api/cms/sites', { headers: { authorization: `Bearer ${as}` }, from: '10.1.0.2' })
    for (let time = 0; time < 10; time += 1) expect((await ask('wrong')).status).toBe(401)
    expect((await ask('wrong')).status).toBe(429)
    expect((await ask(token)).status).toBe(200)
  })

  it('without the scope is refused, naming it', async () => {
    const wanted = operations.filter((operation) => operation.path.startsWith('/api/cms') && operation.scope)
    expect(wanted).toHaveLength(operations.filter((operation) => operation.path.startsWith('/api/cms')).length)
    for (const { id, method, path, scope } of wanted) {
      const { token: lesser } = await make(
        own.accountId,
        all.filter((each) => each !== scope),
      )
      const answer = await call(method.toUpperCase(), pathOf(path, own.siteId), {
        as: lesser,
        body: bodyFor(id),
        headers: newKey(),
      })
      expect([id, answer.status]).toEqual([id, 403])
      expect((await jsonOf<Problem>(answer)).detail).toContain(`lacks the scope ${scope}`)
    }
  })

  it("never reaches another account's records, by any operation", async () => {
    const before = await api.database.db.selectFrom('contents').selectAll().orderBy('id').execute()
    for (const { id, method, path } of operations.filter((operation) => operation.path.includes('{siteId}'))) {
      const answer = await call(method.toUpperCase(), pathOf(path), { body: bodyFor(id), headers: newKey() })
      expect([id, answer.status]).toEqual([id, 404])
    }
    expect(await api.database.db.selectFrom('contents').selectAll().orderBy('id').execute()).toEqual(before)
    const sites = await jsonOf<{ data: { id: number }[] }>(call('GET', '/api/cms/sites'))
    expect(sites.data.map(({ id }) => id)).toEqual([own.siteId])
  })

  it('opens nothing that is for people, whatever it may do', async () => {
    const forPeople = operations.filter(({ isPublic, scope, path }) => !isPublic && !scope && path.startsWith('/api/'))
    expect(forPeople.length).toBeGreaterThan(60)
    for (const { id, method, path } of forPeople) {
      const answer = await call(method.toUpperCase(), pathOf(path), method === 'get' ? {} : { body: {} })
      expect([id, answer.status]).toEqual([id, 401])
    }
  })

  it('and a session open each only their own operations', async () => {
    for (const { id, method, path } of operations.filter((operation) => operation.path.startsWith('/api/cms'))) {
      const answer = await api.send(method.toUpperCase(), pathOf(path, own.siteId), {
        cookie,
        body: method === 'get' ? undefined : {},
      })
      expect([id, answer.status]).toEqual([id, 401])
    }
  })

  it('is noted as used, at most once a minute', async () => {
    const { id, token: fresh } = await make(own.accountId)
    const usedAt = async () => (await api.stores.accessTokens.get(id))?.lastUsedAt?.getTime()
    expect(await usedAt()).toBeUndefined()
    await call('GET', '/api/cms/sites', { as: fresh })
    const first = await usedAt()
    await call('GET', '/api/cms/sites', { as: fresh })
    expect(first).toBeGreaterThan(0)
    expect(await usedAt()).toBe(first)
  })
})

describe('putting an article', () => {
  const eventsOf = async (articleId: number) =>
    (
      await api.database.db
        .selectFrom('events')
        .select('id')
        .where('topic', '=', 'contents')
        .where('recordId', '=', String(articleId))
        .execute()
    ).length

  it('makes it, changes what differs, and writes nothing where nothing does', async () => {
    const made = await put('post 1', { keyword: 'gardens', tierId: 'quality' })
    expect(made.status).toBe(201)
    const article = await jsonOf<CmsArticle>(made)
    expect(article).toMatchObject({
      externalId: 'post 1',
      title: 'Rooftop gardens',
      keyword: 'gardens',
      status: 'ready',
      words: 12,
    })
    const events = await eventsOf(article.articleId)
    const again = await put('post 1', { keyword: 'gardens', tierId: 'quality' })
    expect([again.status, await again.json()]).toEqual([200, article])
    expect(await eventsOf(article.articleId)).toBe(events)
    const changed = await jsonOf<CmsArticle>(put('post 1', { source: source.replace('flat', 'steep') }))
    expect(changed).toMatchObject({ articleId: article.articleId, keyword: 'gardens', tierId: 'quality' })
    expect(await eventsOf(article.articleId)).toBe(events + 1)
    const cleared = await jsonOf<CmsArticle>(put('post 1', { keyword: null, tierId: null, status: 'draft' }))
    expect(cleared).toMatchObject({ keyword: null, tierId: null, status: 'draft' })
    expect(await jsonOf<CmsArticle>(put('post 1'))).toMatchObject({ status: 'draft' })
  })

  it('makes one article of many requests at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => put('at once', { keyword: 'bees' })))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 200, 200, 200, 201])
    const ids = await Promise.all(answers.map(async (answer) => (await jsonOf<CmsArticle>(answer)).articleId))
    expect(new Set(ids).size).toBe(1)
  })

  it('takes any name that a CMS may have', async () => {
    for (const externalId of [
      'a/b?c#d',
      '100%',
      '%2F',
      'für-Gärten',
      '庭 🌿',
      `"'<>&`,
      '..a',
      '...',
      'x'.repeat(500),
      '🌿'.repeat(500),
    ]) {
      expect([externalId, (await put(externalId)).status]).toEqual([externalId, 201])
      expect(await jsonOf<CmsArticle>(call('GET', articlePath(externalId)))).toMatchObject({ externalId })
    }
    expect((await put('x'.repeat(501))).status).toBe(422)
    expect((await put('nul\0')).status).toBe(422)
  })

  it('says of a name that no address can hold what is wrong with it', async () => {
    for (const name of ['.', '..', '%2e', '%2E%2E', '%ff', '%'])
      for (const method of ['PUT', 'GET', 'DELETE']) {
        const body = method === 'PUT' ? { sourceFormat: 'markdown', source } : undefined
        const answer = await call(method, `/api/cms/sites/${own.siteId}/articles/${name}`, { body })
        expect([method, name, answer.status]).toEqual([method, name, 422])
        expect((await jsonOf<Problem>(answer)).errors).toHaveProperty('externalId', expect.stringMatching(/ext/))
      }
  })

  it('takes two spellings of one letter for two names, and neither for the other', async () => {
    const [composed, decomposed] = ['caf\u00e9', 'cafe\u0301']
    expect([(await put(composed)).status, (await put(decomposed)).status]).toEqual([201, 201])
    const read = async (name: string) => jsonOf<CmsArticle>(call('GET', articlePath(name)))
    expect([(await read(composed)).externalId, (await read(decomposed)).externalId]).toEqual([composed, decomposed])
  })

  it('refuses what people could not save either', async () => {
    const detailOf = async (changes: object) => (await jsonOf<Problem>(put('refused', changes))).errors
    expect(await detailOf({ source: '```\ncode\n```' })).toHaveProperty('source')
    expect(await detailOf({ tierId: 'nonsense' })).toHaveProperty('tierId')
    expect(await detailOf({ sourceFormat: 'word' })).toHaveProperty('sourceFormat')
    expect((await call('GET', articlePath('refused'))).status).toBe(404)
  })

  it('needs no same origin, and needs JSON', async () => {
    const headers = { origin: 'https://cms.example', 'sec-fetch-site': 'cross-site' }
    const path = articlePath('from afar')
    const body = { sourceFormat: 'markdown', source }
    expect((await call('PUT', path, { body, headers })).status).toBe(201)
    expect((await call('PUT', path, { body, headers: { 'content-type': 'text/plain' } })).status).toBe(415)
  })

  it('is undone by archiving, which keeps everything, and done again by putting', async () => {
    await put('gone')
    expect((await call('DELETE', articlePath('gone'))).status).toBe(204)
    expect((await call('DELETE', articlePath('gone'))).status).toBe(204)
    expect(await jsonOf(call('GET', articlePath('gone')))).toMatchObject({ status: 'archived' })
    const asked = await call('POST', `${articlePath('gone')}/images`, { body: { which: 'missing' }, headers: newKey() })
    expect(asked.status).toBe(409)
    expect(await jsonOf(put('gone'))).toMatchObject({ status: 'ready' })
    expect((await call('DELETE', articlePath('never'))).status).toBe(404)
  })

  it('can be followed page by page in the order of change', async () => {
    const { siteId } = await api.stores.sites
      .create({ accountId: own.accountId, name: 'Paged' })
      .then(({ id }) => ({ siteId: id }))
    const path = `/api/cms/sites/${siteId}/articles`
    for (const name of ['1', '2', '3', '4', '5'])
      await call('PUT', `${path}/${name}`, { body: { sourceFormat: 'markdown', source } })
    await call('PUT', `${path}/2`, { body: { sourceFormat: 'markdown', source, title: 'Changed' } })
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`
      const page: CmsArticlePage = await jsonOf(call('GET', `${path}?limit=2${more}`))
      seen.push(...page.data.map(({ externalId }) => externalId))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(['1', '3', '4', '5', '2'])
    const { updatedAt } = await jsonOf<CmsArticle>(call('GET', `${path}/2`))
    const late = await jsonOf<CmsArticlePage>(call('GET', `${path}?updatedSince=${updatedAt}`))
    expect(late.data.map(({ externalId }) => externalId)).toEqual(['2'])
    expect((await call('GET', `${path}?cursor=nonsense`)).status).toBe(422)
  })
})

describe('asking for images', () => {
  it('queues once for each key, and each token has keys of its own', async () => {
    const { articleId } = await jsonOf<CmsArticle>(put('asked'))
    await api.stores.images.savePrompts(
      articleId,
      promptsFor(2),
      { writer: 'x', costUsd: 0, notes: [] },
      { overwrite: true },
    )
    const before = api.calls.length
    const headers = newKey()
    const ask = () =>
      call('POST', `${articlePath('asked')}/images`, { body: { which: 'all', tierId: 'quality' }, headers })
    const first = await ask()
    expect(first.status).toBe(202)
    const answer = await first.json()
    expect(answer).toMatchObject({
      queued: [
        { type: 'featured', position: 0 },
        { type: 'in_article', position: 0 },
        { type: 'in_article', position: 1 },
      ],
      skipped: [],
      estimate: { images: 5, costUsd: 0.2, credits: 10, modelId: 'bria:10@1', isSandbox: true },
    })
    const second = await ask()
    expect([second.status, second.headers.get('idempotency-replayed'), await second.json()]).toEqual([
      202,
      'true',
      answer,
    ])
    expect(api.calls.slice(before).filter(([name]) => name === 'queueForContent')).toEqual([
      [
        'queueForContent',
        articleId,
        { which: 'all', tierId: 'quality', requestedBy: 'CMS', correlationId: expect.any(String) },
      ],
    ])
    const { token: another } = await make(own.accountId)
    await api.database.db.deleteFrom('generations').where('contentId', '=', articleId).execute()
    const third = await call('POST', `${articlePath('asked')}/images`, { as: another, body: { which: 'all' }, headers })
    expect([third.status, third.headers.get('idempotency-replayed')]).toEqual([202, null])
    expect((await call('POST', `${articlePath('asked')}/images`, { body: { which: 'all' } })).status).toBe(422)
  })
})

describe('results', () => {
  it('say how far each image is, and give its picture and smaller copies', async () => {
    const { articleId } = await jsonOf<CmsArticle>(put('results'))
    const { db } = api.database
    await api.stores.images.savePrompts(
      articleId,
      promptsFor(2),
      { writer: 'x', costUsd: 0, notes: [] },
      { overwrite: true },
    )
    const [featured, failing, cancelled] = await api.stores.images.ofContent(articleId)
    const sha256 = 'b'.repeat(64)
    await seedGeneration(db, featured?.id ?? 0, 'succeeded', { sha256 })
    await seedGeneration(db, failing?.id ?? 0, 'failed')
    await seedGeneration(db, cancelled?.id ?? 0, 'cancelled')
    const results = await jsonOf<CmsImages>(call('GET', `${articlePath('results')}/images`))
    expect(results).toMatchObject({ externalId: 'results', articleId, isFinal: true })
    expect(results.images.map(({ type, position, state }) => `${type} ${position}: ${state}`)).toEqual([
      'featured 0: succeeded',
      'in_article 0: failed',
      'in_article 1: none',
    ])
    expect(results.images[1]?.error).toEqual({ class: 'moderation', message: '' })
    expect(results.images[0]?.picture).toMatchObject({
      url: `/api/files/${sha256}.webp`,
      width: 1344,
      height: 768,
      isSandbox: true,
      costUsd: 0.04,
      thumbnails: [160, 320, 640, 1280].map((width) => ({
        url: `/api/files/${sha256}.webp/thumbnails/${width}`,
        width,
      })),
    })
  })

  it('are fetched with the token, by its own account and by nobody else', async () => {
    const url = `/api/files/${'b'.repeat(64)}.webp`
    api.pictures.set('b'.repeat(64), new Uint8Array([1, 2, 3]))
    for (const path of [url, `${url}/thumbnails/320`]) {
      expect((await call('GET', path)).status).toBe(200)
      expect((await call('GET', path, { as: (await make(other.accountId)).token })).status).toBe(404)
      expect((await call('GET', path, { as: (await make(own.accountId, ['images:make'])).token })).status).toBe(403)
      expect((await call('GET', path, { as: 'wrong' })).status).toBe(401)
      expect((await api.send('GET', path, { cookie })).status).toBe(200)
      expect((await api.send('GET', path, { cookie, headers: { authorization: 'Basic YTpi' } })).status).toBe(200)
      expect((await api.send('GET', path)).status).toBe(401)
    }
  })
})

describe('a webhook', () => {
  it('is sent to public https alone', async () => {
    const problemOf = async (url: string) =>
      (
        await jsonOf<Problem>(
          api.send('POST', '/api/webhooks', {
            cookie,
            body: { accountId: own.accountId, url, events: ['images.ready'] },
          }),
        )
      ).errors?.['url']
    for (const url of [
      'http://cms.example/',
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://169.254.169.254/latest',
      'https://localhost./',
      'https://10.0.0.1/',
      'https://[::ffff:10.0.0.1]/',
      // Spellings of 127.0.0.1, of this machine, and of cloud metadata.
      'https://2130706433/',
      'https://0x7f.1/',
      'https://127.0.0.1./',
      'https://①②⑦.0.0.1/',
      'https://[::ffff:7f00:1]/',
      'https://[::127.0.0.1]/',
      'https://[64:ff9b::a9fe:a9fe]/',
      'https://[fe80::1]/',
      'https://[fd00:ec2::254]/',
      'https://LOCALHOST%2e/',
      'https://db.localhost:8443/',
      'https://[::]/',
    ])
      expect([url, await problemOf(url)]).toEqual([url, expect.stringContaining('ATELIER_WEBHOOKS_ALLOW_PRIVATE')])
    expect(await problemOf('ftp://cms.example/')).toContain('is not an address')
    expect(await problemOf('https://user:secret@cms.example/')).toContain('user name')
    expect(await problemOf('https://secret@cms.example/')).toContain('user name')
    expect(await problemOf('https://[fe80::1%25eth0]/')).toContain('is not an address')
    for (const port of [22, 25, 53, 80, 1023])
      expect(await problemOf(`https://cms.example:${port}/`)).toContain(`Port ${port} is another service's`)
    expect(await problemOf('https://cms.example:8443/')).toBeUndefined()
  })

  it('tells its secret once, and a new one when it is rotated', async () => {
    const body = {
      accountId: own.accountId,
      url: 'https://cms.example/hook',
      events: ['images.ready', 'images.failed'],
    }
    const made = await jsonOf<{ secret: string; webhook: { id: number } }>(
      api.send('POST', '/api/webhooks', { cookie, body }),
    )
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const shown = await api.send('GET', `/api/webhooks/${made.webhook.id}`, { cookie })
    expect(await shown.text()).not.toContain(made.secret)
    const rotated = await jsonOf<{ secret: string; webhook: { previousSecretUntil: string } }>(
      api.send('POST', `/api/webhooks/${made.webhook.id}/actions/rotate-secret`, { cookie, body: {} }),
    )
    expect(rotated.secret).not.toBe(made.secret)
    expect(Date.parse(rotated.webhook.previousSecretUntil)).toBeGreaterThan(Date.now() + 23 * 3_600_000)
    const off = await api.send('PATCH', `/api/webhooks/${made.webhook.id}`, { cookie, body: { enabled: false } })
    expect(await off.json()).toMatchObject({ enabled: false })
    const test = await api.send('POST', `/api/webhooks/${made.webhook.id}/actions/test`, { cookie, body: {} })
    expect(test.status).toBe(409)
    expect((await api.send('DELETE', `/api/webhooks/${made.webhook.id}`, { cookie })).status).toBe(204)
    expect((await api.send('GET', `/api/webhooks/${made.webhook.id}`, { cookie })).status).toBe(404)
  })
})
