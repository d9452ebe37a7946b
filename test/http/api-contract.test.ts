import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../api/contract/operations.ts'
import { openApiDocument } from '../../api/contract/openapi.ts'
import { schemas } from '../../api/contract/schemas.ts'
import type { Problem } from '../../api/contract/types.gen.ts'
import { noLimits } from '../../api/domain/run.ts'
import { type TestApi, jsonOf, startTestApi } from '../support/api.ts'
import { promptsFor, seedContent, seedGeneration } from '../support/records.ts'

interface Documented {
  paths: Record<
    string,
    Record<
      string,
      {
        operationId: string
        parameters?: { name: string; description: string; required?: boolean }[]
        responses: Record<string, { content?: Record<string, { schema?: object }> }>
      }
    >
  >
  components: { schemas: Record<string, object>; responses: object }
}

const document = openApiDocument('0.0.0', 'atelier_session') as unknown as Documented
let api: TestApi
let cookie: string
let bearer: Record<string, string>
const ids: Record<string, string> = {}

beforeAll(async () => {
  api = await startTestApi()
  cookie = await api.signIn()
  const { db } = api.database
  const { accountId, siteId, contentId } = await seedContent(db)
  const keyword = await api.stores.keywords.create({ siteId, term: 'gardens' })
  await api.stores.contents.update(contentId, { keywordId: keyword.id, tierId: 'quality' })
  await api.stores.images.savePrompts(
    contentId,
    promptsFor(2),
    { writer: 'extractive', costUsd: 0, notes: ['A note.'] },
    { overwrite: false },
  )
  const [image, other] = await api.stores.images.ofContent(contentId)
  const generationId = await seedGeneration(db, image?.id ?? 0, 'succeeded')
  await seedGeneration(db, other?.id ?? 0, 'failed')
  await db
    .insertInto('ledgerEntries')
    .values({ accountId, providerId: 'runware', generationId, kind: 'settle', spentUsd: 0.04, bookedFor: '2026-01-31' })
    .execute()
  const cms = await api.stores.accessTokens.create({
    accountId,
    name: 'CMS',
    scopes: ['contents:read'],
    expiresAt: null,
    createdBy: 'test',
  })
  bearer = { authorization: `Bearer ${cms.token}` }
  await db.updateTable('contents').set({ externalId: 'post-1' }).where('id', '=', contentId).execute()
  const webhook = await api.stores.webhooks.create({
    accountId,
    url: 'https://cms.example/hook',
    events: ['images.ready'],
    createdBy: 'test',
  })
  const deliveryId = await api.stores.webhooks.sendTest(webhook.id, accountId)
  await api.stores.workers.beat({ id: 'host:1:a', host: 'host', processId: 1, slots: 16, inHand: 1 })
  api.pictures.set('a'.repeat(64), new Uint8Array([1]))
  const runOf = { ...noLimits, siteId, lastStage: 'images' as const }
  const runId = await api.stores.runs.start({
    siteId,
    accountId,
    lastStage: 'images',
    limits: noLimits,
    startedBy: 'ada',
    scheduleId: null,
    correlationId: null,
  })
  await db.insertInto('runItems').values({ runId, contentId, position: 0, imagesWanted: 3 }).execute()
  await db.updateTable('generations').set({ runId }).where('id', '=', generationId).execute()
  const scheduleId = await api.stores.schedules.create({
    ...runOf,
    cron: '0 4 * * *',
    timeZone: 'UTC',
    isEnabled: true,
    createdBy: 'ada',
    nextAt: new Date('2100-01-01T00:00:00Z'),
  })
  Object.assign(ids, {
    '/api/contents': contentId,
    '/api/images': image?.id,
    '/api/generations': generationId,
    '/api/accounts': accountId,
    '/api/sites': siteId,
    '/api/keywords': keyword.id,
    '/api/models': encodeURIComponent('bria:10@1'),
    '/api/tiers': 'quality',
    '/api/plans': 'studio',
    '/api/styles': 'photorealistic',
    '/api/providers': 'runware',
    '/api/parameter-sets': 'runware-bria',
    '/api/settings': 'system',
    '/api/releases': 1,
    '/api/runs': runId,
    '/api/schedules': scheduleId,
    '/api/access-tokens': cms.id,
    '/api/webhooks': webhook.id,
    '/api/webhook-deliveries': deliveryId,
    siteId,
  })
})
afterAll(() => api.close())

/** A path of the document with real ids in it. */
const realPath = (path: string): string =>
  path
    .replace(/^(\/api\/[\w-]+)\/\{id\}/, (_, base: string) => `${base}/${ids[base]}`)
    .replace('{siteId}', String(ids['siteId']))
    .replace('{externalId}', 'post-1')
    .replace('{name}', `${'a'.repeat(64)}.webp`)
    .replace('{width}', '320')
    .replace(/\/differences$/, `$&?with=${ids['/api/generations']}`)
    .replace(/\/schedule-times$/, '$&?cron=0+4+*+*+*&timeZone=UTC')

describe('schemas', () => {
  it('are valid JSON Schema 2020-12, and describe every property', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
    formats.default(ajv)
    ajv.addVocabulary(['tsType', 'patternWords', 'rangeWords'])
    for (const schema of schemas.values()) ajv.addSchema(schema)
    const undescribed: string[] = []
    const look = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return
      const { properties } = value as { properties?: Record<string, { description?: string }> }
      for (const [name, property] of Object.entries(properties ?? {}))
        if (!property.description) undescribed.push(`${path}/${name}`)
      for (const [key, inner] of Object.entries(value)) look(inner, `${path}/${key}`)
    }
    for (const [name, schema] of schemas) {
      expect(() => ajv.getSchema(schema.$id)).not.toThrow()
      look(schema, name)
    }
    expect(undescribed).toEqual([])
  })

  it('say every pattern in words, which is what people read of it', () => {
    const speechless: string[] = []
    const look = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return
      if ('pattern' in value && typeof value.pattern === 'string' && !('patternWords' in value)) speechless.push(path)
      for (const [key, inner] of Object.entries(value)) look(inner, `${path}/${key}`)
    }
    for (const [name, schema] of schemas) look(schema, name)
    expect(speechless).toEqual([])
  })
})

describe('the OpenAPI document', () => {
  it('describes every route, and nothing that is no route', () => {
    const routes = api.app.routes
      .filter((route) => route.method !== 'ALL')
      .map((route) => `${route.method.toLowerCase()} ${route.path.replaceAll(/:(\w+)/g, '{$1}')}`)
    const described = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    expect(described.toSorted()).toEqual([...new Set(routes)].toSorted())
  })

  it('refers only to schemas that it has, and says nothing of our generator', () => {
    const text = JSON.stringify(document)
    const names = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map((match) => match[1] ?? '')
    expect(names.filter((name) => !(name in document.components.schemas))).toEqual([])
    expect(text).not.toMatch(/tsType|patternWords|rangeWords/)
    expect(text).not.toContain('.schema.json')
  })

  it('names each operation once, as programs name things', () => {
    const names = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((operation) => operation.operationId),
    )
    expect(names.length).toBe(operations.length)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[a-z][A-Za-z]+$/)
    expect(names).toEqual(expect.arrayContaining(['listParameterSets', 'getContent', 'createSite', 'updateImage']))
  })

  it('tells of the answers and headers beside the usual ones', () => {
    const { '/api/events': events, '/readyz': readiness, '/api/files/{name}': files } = document.paths
    expect(events?.['get']?.parameters).toContainEqual(expect.objectContaining({ name: 'Last-Event-ID', in: 'header' }))
    expect(Object.keys(readiness?.['get']?.responses['503']?.content ?? {})).toEqual(['application/json'])
    expect(files?.['get']?.responses['304']).toEqual({ description: expect.any(String) })
    expect(document.components.responses).toMatchObject({ Problem: { headers: { 'Retry-After': {} } } })
  })

  it('says which part of a query must be there', () => {
    const requiredOf = (path: string) =>
      document.paths[path]?.['get']?.parameters?.filter(({ required }) => required).map(({ name }) => name)
    expect(requiredOf('/api/generations/{id}/differences')).toEqual(['id', 'with'])
    expect(requiredOf('/api/generations')).toEqual([])
  })

  it('is public, as JSON and as a page without scripts', async () => {
    const json = await api.send('GET', '/api/openapi.json')
    expect(await json.json()).toEqual(document)
    const page = await api.send('GET', '/api/docs')
    const html = await page.text()
    expect(page.headers.get('content-type')).toBe('text/html; charset=UTF-8')
    expect(html).not.toMatch(/<script|https?:\/\//)
    expect(html).toContain('/api/contents/{id}/actions/generate')
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/)
  })

  it('tells the truth about the answer of every route that can be read', async () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    formats.default(ajv)
    ajv.addSchema(document, 'openapi')
    const readable = operations.filter(
      (operation) =>
        operation.method === 'get' && (typeof operation.answer === 'string' || !('mediaType' in operation.answer)),
    )
    expect(readable.length).toBeGreaterThan(30)
    const problems: string[] = []
    for (const { path, status, scope } of readable) {
      const answer = await api.send('GET', realPath(path), scope ? { headers: bearer } : { cookie })
      const value = await jsonOf<{ data?: unknown }>(answer)
      if (answer.status !== status) problems.push(`${path}: ${answer.status} ${JSON.stringify(value)}`)
      const pointer = `openapi#/paths/${path.replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')}/get/responses/${status}/content/application~1json/schema`
      const validate = ajv.getSchema(pointer)
      if (!validate) problems.push(`${path} has no schema`)
      else if (!validate(value)) problems.push(`${path}: ${ajv.errorsText(validate.errors)}`)
      if (path.endsWith('{id}')) continue
      if (Array.isArray(value.data) && value.data.length === 0)
        problems.push(`${path} is empty, so nothing was checked`)
    }
    expect(problems).toEqual([])
  })

  it('foresees five times of a schedule that is not there yet, and refuses what cannot be read or never comes by its field', async () => {
    const foresee = (cron: string, timeZone: string) =>
      api.send('GET', `/api/schedule-times?${new URLSearchParams({ cron, timeZone }).toString()}`, { cookie })
    const { times } = await jsonOf<{ times: string[] }>(foresee('30 6 * * 1', 'Asia/Tokyo'))
    expect(times).toHaveLength(5)
    for (const at of times) expect(at).toMatch(/T21:30:00\.000Z$/)
    for (const [cron, timeZone, errors] of [
      ['99 6 * * *', 'UTC', { cron: expect.stringMatching(/^The minute "99" cannot be read\. Give 0 to 59/) }],
      ['', 'UTC', { cron: expect.stringMatching(/^Give five fields, not 0/) }],
      ['0 4 30 2 *', 'UTC', { cron: '"0 4 30 2 *" never comes. Give a time that does.' }],
      ['0 4 * * *', 'Mars/Base', { timeZone: expect.stringMatching(/^There is no time zone "Mars\/Base"/) }],
    ] as const) {
      const answer = await foresee(cron, timeZone)
      expect([answer.status, (await jsonOf<Problem>(answer)).errors]).toEqual([422, errors])
    }
  })

  it('names exactly the filters and sorts that each list takes', async () => {
    const lists = operations.filter((operation) => operation.filters)
    expect(lists.length).toBeGreaterThan(12)
    for (const { path, filters, sorts } of lists) {
      const noFilter = await jsonOf<Problem>(api.send('GET', `${realPath(path)}?filter={"nonsense":1}`, { cookie }))
      expect(noFilter.detail).toBe(`Cannot filter by "nonsense". Filters: ${filters?.join(', ')}.`)
      const noSort = await jsonOf<Problem>(api.send('GET', `${realPath(path)}?sort=nonsense`, { cookie }))
      expect(noSort.detail).toBe(`Cannot sort by "nonsense". Sorts: ${sorts?.join(', ')}.`)
      for (const sort of sorts ?? []) {
        const answer = await api.send('GET', `${realPath(path)}?sort=${sort}&order=DESC&perPage=1`, { cookie })
        expect([path, sort, answer.status]).toEqual([path, sort, 200])
      }
    }
  })

  it('asks for a session or a token wherever one is needed', async () => {
    const closed = operations.filter((operation) => !operation.isPublic && operation.path.startsWith('/api/'))
    for (const { method, path } of closed) {
      const answer = await api.send(method.toUpperCase(), realPath(path), method === 'get' ? {} : { body: {} })
      expect([path, answer.status]).toEqual([path, 401])
    }
  })
})
