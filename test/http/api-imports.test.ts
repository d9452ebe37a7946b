import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importArticles } from '../../api/article-import.ts'
import type { Content, ImportAnswer, Problem } from '../../api/contract/types.gen.ts'
import { downloadFeed } from '../../api/feed-download.ts'
import { readFeed } from '../../api/imports/feed.ts'
import { type TestApi, jsonOf, startTestApi } from '../support/api.ts'
import { seedContent } from '../support/records.ts'

let api: TestApi
let cookie: string
let sites = 0

beforeAll(async () => {
  api = await startTestApi()
  cookie = await api.signIn('editor')
})
afterAll(() => api.close())

const text = (name: string) => readFileSync(`test/fixtures/imports/${name}`, 'utf8')
const newSite = async () => (await seedContent(api.database.db, { name: `Imports ${(sites += 1)}` })).siteId
const post = (siteId: number, body: object) => api.send('POST', `/api/sites/${siteId}/actions/import`, { cookie, body })
const importFile = async (siteId: number, name: string, source = text(name), more: object = {}) =>
  jsonOf<ImportAnswer>(post(siteId, { files: [{ name, text: source }], ...more }))
const listed = async (siteId: number) =>
  (
    await jsonOf<{ data: Content[] }>(
      api.send('GET', `/api/contents?sort=id&filter=${encodeURIComponent(JSON.stringify({ siteId }))}`, { cookie }),
    )
  ).data.filter(({ externalId }) => externalId !== null)

describe('importing', () => {
  it('says what would be, then makes it, with status and keyword', async () => {
    const siteId = await newSite()
    const dry = await importFile(siteId, 'wordpress.xml', text('wordpress.xml'), { dryRun: true })
    expect([dry.dryRun, dry.counts]).toEqual([true, { made: 3, updated: 0, unchanged: 0, skipped: 2 }])
    expect(await listed(siteId)).toEqual([])
    const { counts, items } = await importFile(siteId, 'wordpress.xml')
    expect(counts).toEqual(dry.counts)
    const articles = await listed(siteId)
    expect(articles.map(({ externalId, status, language }) => [externalId, status, language])).toEqual([
      ['wp:7', 'ready', 'en-US'],
      ['wp:8', 'draft', 'en-US'],
      ['wp:9', 'ready', 'en-US'],
    ])
    expect(items.slice(0, 3).map(({ contentId }) => contentId)).toEqual(articles.map(({ id }) => id))
    expect((await api.stores.keywords.get(articles[0]?.keywordId ?? 0))?.term).toBe('urban bees')
    expect((await api.stores.contents.get(articles[0]?.id ?? 0))?.source).not.toMatch(/script|wp:|\[gallery/)
  })

  it('again changes nothing, and a text that changed there follows, with all else as it is here', async () => {
    const siteId = await newSite()
    await importFile(siteId, 'rss2.xml')
    const [ferry] = await listed(siteId)
    const id = ferry?.id ?? 0
    await api.stores.contents.update(id, { status: 'archived', tierId: 'premium' })
    expect((await importFile(siteId, 'rss2.xml')).counts).toEqual({ made: 0, updated: 0, unchanged: 3, skipped: 2 })
    const changed = text('rss2.xml').replace('knows each rock by name', 'knows each rock and each gull by name')
    const { counts, items } = await importFile(siteId, 'rss2.xml', changed)
    expect(counts).toMatchObject({ made: 0, updated: 1, unchanged: 2 })
    expect(items[0]).toMatchObject({ outcome: 'updated', contentId: id })
    expect(await api.stores.contents.get(id)).toMatchObject({
      status: 'archived',
      tierId: 'premium',
      source: expect.stringContaining('each gull'),
    })
    expect((await importFile(siteId, 'rss2.xml', changed)).counts).toMatchObject({ unchanged: 3 })
  })

  it('never writes over a text that was edited here', async () => {
    const siteId = await newSite()
    await importFile(siteId, 'rss2.xml')
    const id = (await listed(siteId))[0]?.id ?? 0
    await api.send('PATCH', `/api/contents/${id}`, { cookie, body: { source: '<p>Edited here by a person.</p>' } })
    expect((await importFile(siteId, 'rss2.xml')).counts).toMatchObject({ unchanged: 3 })
    const changed = text('rss2.xml').replace('since the war', 'since the storm')
    const { items } = await importFile(siteId, 'rss2.xml', changed)
    expect(items[0]).toMatchObject({
      outcome: 'skipped',
      contentId: id,
      isProblem: true,
      reason: 'It was edited here since it was imported, and has changed where it comes from too. Edit it by hand.',
    })
    expect((await api.stores.contents.get(id))?.source).toBe('<p>Edited here by a person.</p>')
  })

  describe('carries a status', () => {
    const post8 = (status: string, words = 'white clothes') =>
      text('wordpress.xml').replace('<![CDATA[private]]>', `<![CDATA[${status}]]>`).replace('white clothes', words)
    const importPost = async (siteId: number, source: string, more: object = {}) => {
      const { items } = await importFile(siteId, 'wordpress.xml', source, more)
      const { outcome, contentId } = items.find(({ externalId }) => externalId === 'wp:8') ?? {}
      return [outcome, contentId ? (await api.stores.contents.get(contentId))?.status : undefined]
    }
    const idIn = async (siteId: number) =>
      (await listed(siteId)).find(({ externalId }) => externalId === 'wp:8')?.id ?? 0

    it('from draft to ready, with a text that changed or without, and never back', async () => {
      const siteId = await newSite()
      expect(await importPost(siteId, post8('draft'))).toEqual(['made', 'draft'])
      expect(await importPost(siteId, post8('pending', 'grey clothes'))).toEqual(['updated', 'draft'])
      expect(await importPost(siteId, post8('publish', 'grey clothes'), { dryRun: true })).toEqual(['updated', 'draft'])
      expect(await importPost(siteId, post8('publish', 'grey clothes'))).toEqual(['updated', 'ready'])
      expect(await importPost(siteId, post8('draft', 'grey clothes'))).toEqual(['unchanged', 'ready'])
      await importPost(siteId, post8('draft'))
      expect(await importPost(siteId, post8('publish'))).toEqual(['unchanged', 'ready'])
    })

    it('not where somebody set it here, nor to what was archived here', async () => {
      const siteId = await newSite()
      await importPost(siteId, post8('draft'))
      const id = await idIn(siteId)
      await api.send('PATCH', `/api/contents/${id}`, { cookie, body: { status: 'archived' } })
      expect(await importPost(siteId, post8('publish'))).toEqual(['unchanged', 'archived'])
      expect(await importPost(siteId, post8('publish', 'grey clothes'))).toEqual(['updated', 'archived'])
      const other = await newSite()
      await importPost(other, post8('publish'))
      await api.send('PATCH', `/api/contents/${await idIn(other)}`, { cookie, body: { status: 'draft' } })
      expect(await importPost(other, post8('publish', 'grey clothes'))).toEqual(['updated', 'draft'])
      expect(await importPost(other, post8('publish'))).toEqual(['updated', 'draft'])
    })

    it('of a post whose text was edited only here, and of none that changed on both sides', async () => {
      const siteId = await newSite()
      await importPost(siteId, post8('draft'))
      const id = await idIn(siteId)
      const edited = '<p>Edited here by a person.</p>'
      await api.send('PATCH', `/api/contents/${id}`, { cookie, body: { source: edited } })
      expect(await importPost(siteId, post8('publish', 'grey clothes'))).toEqual(['skipped', 'draft'])
      expect(await importPost(siteId, post8('publish'))).toEqual(['updated', 'ready'])
      expect((await api.stores.contents.get(id))?.source).toBe(edited)
    })

    it('only where the article says one, whatever new articles are to be', async () => {
      const siteId = await newSite()
      const file = (source: string) => importFile(siteId, 'rss2.xml', source, {})
      await importFile(siteId, 'rss2.xml', text('rss2.xml'), { status: 'draft' })
      await file(text('rss2.xml').replace('since the war', 'since the storm'))
      expect((await listed(siteId)).map(({ status }) => status)).toEqual(['draft', 'draft', 'draft'])
    })

    it('of what was imported before statuses were kept, once an import agreed with it', async () => {
      const siteId = await newSite()
      await importPost(siteId, post8('draft'))
      const id = await idIn(siteId)
      const { title = '', sourceFormat, source } = (await api.stores.contents.get(id)) ?? {}
      const importedSha256 = createHash('sha256')
        .update(JSON.stringify([title, sourceFormat, source]))
        .digest('hex')
      const forget = () =>
        api.database.db.updateTable('contents').set({ importedSha256 }).where('id', '=', id).execute()
      await forget()
      expect(await importPost(siteId, post8('publish'))).toEqual(['unchanged', 'draft'])
      await forget()
      expect(await importPost(siteId, post8('draft'))).toEqual(['unchanged', 'draft'])
      expect(await importPost(siteId, post8('publish'))).toEqual(['updated', 'ready'])
    })
  })

  it('forgets that a text was edited here once it is the same there', async () => {
    const siteId = await newSite()
    const article = (words: string) => importFile(siteId, 'a.md', `# Kiln\n\nThe kiln is fired ${words} a year.\n`)
    await article('twice')
    const id = (await listed(siteId))[0]?.id ?? 0
    await api.send('PATCH', `/api/contents/${id}`, {
      cookie,
      body: { source: '# Kiln\n\nThe kiln is fired thrice a year.\n' },
    })
    expect((await article('thrice')).counts.unchanged).toBe(1)
    expect((await article('four times')).counts.updated).toBe(1)
  })

  it('by two at once makes one of each, and one of each keyword', async () => {
    const siteId = await newSite()
    const answers = await Promise.all([1, 2, 3].map(() => importFile(siteId, 'wordpress.xml')))
    expect(answers.reduce((sum, { counts }) => sum + counts.made, 0)).toBe(3)
    expect(answers.reduce((sum, { counts }) => sum + counts.unchanged, 0)).toBe(6)
    expect((await listed(siteId)).map(({ externalId }) => externalId)).toEqual(['wp:7', 'wp:8', 'wp:9'])
    const { data } = await api.stores.keywords.list({ page: 1, perPage: 10, filter: { siteId } })
    expect(data.map(({ term }) => term).toSorted()).toEqual(['Hives', 'urban bees'])
  })

  it('beside a CMS that puts the same new article with the same new keyword makes one of each', async () => {
    const { siteId, accountId } = await seedContent(api.database.db, { name: `Imports ${(sites += 1)}` })
    const article = {
      title: 'Kiln',
      sourceFormat: 'markdown',
      source: 'The kiln is fired.',
      language: null,
      words: 4,
    } as const
    for (let round = 0; round < 20; round += 1) {
      const [externalId, keyword] = [`both ${round}`, `term ${round}`]
      const imported = {
        ...article,
        accountId,
        siteId,
        externalId,
        keyword,
        status: 'draft',
        saidStatus: null,
      } as const
      await Promise.all([
        api.stores.cmsArticles.put({ siteId, externalId }, accountId, { ...article, keyword }),
        api.stores.imports.put(imported),
      ])
    }
    expect(await listed(siteId)).toHaveLength(20)
  })

  it('of several files says of each what is wrong with it, and takes the others', async () => {
    const siteId = await newSite()
    const files = [
      { name: 'kiln.md', text: text('folder/kiln.md') },
      { name: 'guides/glaze.markdown', base64: Buffer.from(text('folder/guides/glaze.markdown')).toString('base64') },
      { name: 'empty.md', text: '' },
      { name: 'copy.md', text: '---\nexternal_id: glaze-1\n---\n\nSomething else altogether is written here.' },
      { name: 'broken.xml', text: '<rss><channel>' },
    ]
    const { items } = await jsonOf<ImportAnswer>(post(siteId, { files, status: 'draft' }))
    expect(items.map(({ outcome, externalId, reason }) => [outcome, externalId, reason?.slice(0, 40) ?? null])).toEqual(
      [
        ['made', 'file:kiln.md', null],
        ['made', 'glaze-1', null],
        ['skipped', 'glaze-1', 'Another article before it is known by th'],
        ['skipped', null, 'empty.md has no text to illustrate: it i'],
        ['skipped', null, 'broken.xml cannot be read: line 1, colum'],
      ],
    )
    expect((await listed(siteId)).map(({ status }) => status)).toEqual(['ready', 'draft'])
  })

  it('of a zipped folder is that of the folder, and says of each file what is wrong with it', async () => {
    const siteId = await newSite()
    const files = ['kiln.md', 'guides/glaze.markdown'].map((name) => ({ name, text: text(`folder/${name}`) }))
    await jsonOf<ImportAnswer>(post(siteId, { files }))
    const zip = zipSync({
      'blog/kiln.md': strToU8(text('folder/kiln.md')),
      'blog/guides/glaze.markdown': strToU8(text('folder/guides/glaze.markdown').replace('\n\n', '\n\nOnce more. ')),
      'blog/caf\u00e9.md': strToU8('The cup is glazed inside and left raw outside.'),
      'blog/cafe\u0301.md': strToU8('The cup is glazed inside and left raw outside.'),
      'blog/empty.md': strToU8(''),
      '../evil.md': strToU8('Words of prose.'),
    })
    const zipped = (bytes: Uint8Array, name = 'blog.zip') =>
      post(siteId, { files: [{ name, base64: Buffer.from(bytes).toString('base64') }] })
    const { items } = await jsonOf<ImportAnswer>(zipped(zip))
    expect(
      items.map(({ outcome, title, externalId, reason }) => [
        outcome,
        externalId ?? title,
        reason?.slice(0, 26) ?? null,
      ]),
    ).toEqual([
      ['unchanged', 'file:kiln.md', null],
      ['updated', 'glaze-1', null],
      ['made', 'file:caf\u00e9.md', null],
      ['skipped', 'file:caf\u00e9.md', 'Another article before it '],
      ['skipped', '../evil.md', 'Its name leads out of the '],
      ['skipped', 'empty.md', 'empty.md has no text to il'],
    ])
    const refused = await zipped(zip.slice(0, 200))
    expect([refused.status, (await jsonOf<Problem>(refused)).detail]).toEqual([
      422,
      'blog.zip cannot be read: it is not a zip file, or its end is missing.',
    ])
  })

  it('of many articles lets the process do something else now and then', async () => {
    const siteId = await newSite()
    const files = Array.from({ length: 600 }, (_, index) => ({
      name: `${index}.md`,
      bytes: strToU8(`# Kiln ${index}\n\n${'The kiln is fired twice a year.\n\n'.repeat(50)}`),
    }))
    let turns = 0
    let isOver = false
    const turn = (): void => {
      turns += 1
      if (!isOver) setImmediate(turn)
    }
    setImmediate(turn)
    const options = { siteId, status: 'draft', isDryRun: true } as const
    await importArticles(api.stores, { kind: 'files', files }, options, { allowsPrivate: false })
    expect(turns).toBeGreaterThan(2)
    turns = 0
    const items = files.map(
      (_, index) =>
        `<item><guid>${index}</guid><description>${'The kiln is fired &lt;b>twice&lt;/b> a year. '.repeat(50)}</description></item>`,
    )
    await readFeed(`<rss><channel>${items.join('')}</channel></rss>`, 'feed')
    isOver = true
    expect(turns).toBeGreaterThan(2)
  })

  it('is refused with what is wrong, before anything is made', async () => {
    const siteId = await newSite()
    const problem = async (body: object) => {
      const answer = await post(siteId, body)
      return [answer.status, (await jsonOf<Problem>(answer)).detail]
    }
    expect(await problem({})).toEqual([422, 'Give exactly one of url, for a feed, and files.'])
    expect(await problem({ files: [{ name: 'a.md' }] })).toEqual([422, 'a.md needs exactly one of text and base64.'])
    expect(await problem({ files: [{ name: 'a.xml', text: '<rss><channel></rss>' }] })).toEqual([
      422,
      expect.stringMatching(/^a\.xml cannot be read: line 1, column \d+: /),
    ])
    expect((await problem({ url: 'http://127.0.0.1:9/feed' }))[1]).toMatch(/127\.0\.0\.1 is an address of this machine/)
    expect((await post(999_999, { url: 'https://a.example' })).status).toBe(404)
    const large = { files: [{ name: 'a.md', text: 'word '.repeat(1_000_000) }] }
    expect((await problem(large))[1]).toMatch(/^a\.md is 4\.8 MB; the limit is 2 MB/)
  })
})

describe('a feed by its address', () => {
  let url: string
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x')
    const at: Record<string, () => void> = {
      '/feed': () => response.setHeader('content-encoding', 'gzip').end(gzipSync(text('atom.xml'))),
      '/moved': () => response.writeHead(301, { location: '/feed' }).end(),
      '/loop': () => response.writeHead(302, { location: '/loop' }).end(),
      '/file': () => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      '/bomb': () => response.setHeader('content-encoding', 'gzip').end(gzipSync(Buffer.alloc(3_000_000))),
      '/slow': () => void response.write('<rss>'),
      '/bare': () => response.writeHead(302, { location: '/blog/feed' }).end(),
      '/blog/feed': () =>
        response.end(
          '<rss><channel><item><guid>1</guid><title>One</title><description>&lt;p>Words of prose. &lt;img src="a.png"></description></item></channel></rss>',
        ),
      '/page': () => response.end('<!doctype html><p>Hello'),
    }
    const answer = at[pathname] ?? (() => response.writeHead(404).end())
    answer()
  })
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  it('is fetched, unpacked, and followed where it moved', async () => {
    const siteId = await newSite()
    const options = { siteId, status: 'draft', isDryRun: false } as const
    const results = await importArticles(api.stores, { kind: 'feed', url: `${url}/moved` }, options, {
      allowsPrivate: true,
    })
    expect(results.map(({ outcome }) => outcome)).toEqual(['made', 'made', 'made', 'made'])
    expect((await listed(siteId)).map(({ status, language }) => [status, language])[0]).toEqual(['draft', 'de'])
    const bare = { kind: 'feed', url: `${url}/bare` } as const
    const [made] = await importArticles(api.stores, bare, options, { allowsPrivate: true })
    expect((await api.stores.contents.get(made?.contentId ?? 0))?.source).toContain(`src="${url}/blog/a.png"`)
    const page = importArticles(api.stores, { kind: 'feed', url: `${url}/page` }, options, { allowsPrivate: true })
    await expect(page).rejects.toThrow(/it is a web page, not a feed/)
  })

  it('is refused where it is internal, endless, too large, too slow or not there', async () => {
    const options = { allowsPrivate: true, bytesMax: 1_000_000, timeoutMs: 1000 }
    const fetched = (path: string, changes: object = {}) => downloadFeed(`${url}${path}`, { ...options, ...changes })
    await expect(fetched('/loop')).rejects.toThrow('redirects more than 5 times')
    await expect(fetched('/bomb')).rejects.toThrow('is larger than 0 MB')
    await expect(fetched('/slow')).rejects.toThrow('did not come within 1 seconds')
    await expect(fetched('/gone')).rejects.toThrow('answered 404 instead of a feed')
    await expect(fetched('/file')).rejects.toThrow('is not the address of a feed')
    await expect(fetched('/feed', { allowsPrivate: false })).rejects.toThrow(
      'an address of this machine or its networks',
    )
    const named = {
      allowsPrivate: false,
      bytesMax: 1,
      lookup: ((_: string, __: object, done: (e: null, a: object[]) => void) =>
        done(null, [{ address: '10.0.0.7', family: 4 }])) as never,
    }
    await expect(downloadFeed('https://feed.example/', named)).rejects.toThrow('feed.example is at 10.0.0.7')
    for (const address of [
      'ftp://a.example',
      'feed',
      'https://user:word@a.example/',
      'http://[::ffff:7f00:1]/',
      'http://localhost./',
    ])
      await expect(downloadFeed(address, { ...options, allowsPrivate: false })).rejects.toMatchObject({
        code: 'invalid',
      })
  })
})
