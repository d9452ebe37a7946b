import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccountStore } from '../../api/db/account-store.ts'
import { createCatalogListStore } from '../../api/db/catalog-list-store.ts'
import type { Database } from '../../api/db/database.ts'
import { createKeywordStore } from '../../api/db/keyword-store.ts'
import type { ListQuery } from '../../api/db/list-query.ts'
import { createReleaseStore } from '../../api/db/release-store.ts'
import { createSiteStore } from '../../api/db/site-store.ts'
import { openTestDatabase, seedCatalog } from '../support/database.ts'

const all: ListQuery = { page: 1, perPage: 25, filter: {} }
let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
  await seedCatalog(database.db)
})
afterAll(() => database.close())

describe('lists', () => {
  it('refuse an unknown filter and an unknown sort, naming what is allowed', async () => {
    const accounts = createAccountStore(database.db)
    await expect(accounts.list({ ...all, filter: { password: 1 } })).rejects.toThrow(
      'Cannot filter by "password". Filters: id, planId, q.',
    )
    await expect(accounts.list({ ...all, filter: { constructor: 1 } })).rejects.toMatchObject({ code: 'invalid' })
    await expect(accounts.list({ ...all, sort: 'password_hash' })).rejects.toThrow(
      'Sorts: id, name, planId, createdAt, updatedAt.',
    )
  })

  it('give at most 100 records a page, and a thousand by id', async () => {
    const accounts = createAccountStore(database.db)
    await expect(accounts.list({ ...all, perPage: 101 })).rejects.toThrow('perPage may be at most 100')
    await expect(accounts.list({ ...all, perPage: 1000, filter: { id: [1, 2] } })).resolves.toMatchObject({ data: [] })
  })

  it('take ids that no column can hold for ids that nobody has', async () => {
    const accounts = createAccountStore(database.db)
    await expect(accounts.list({ ...all, filter: { id: [99_999_999_999] } })).resolves.toEqual({ data: [], total: 0 })
    await expect(accounts.list({ ...all, filter: { id: 'x' } })).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('accounts, sites and keywords', () => {
  it('are made, changed, sorted, searched and counted', async () => {
    const accounts = createAccountStore(database.db)
    const beta = await accounts.create({ name: 'Beta 100%', planId: 'free' })
    const alpha = await accounts.create({ name: 'alpha', planId: 'pro', tierId: 'quality', format: 'png' })
    expect(alpha).toMatchObject({
      name: 'alpha',
      tierId: 'quality',
      styleId: null,
      format: 'png',
      createdAt: expect.any(Date),
    })
    await accounts.update(beta.id, { imagesPerArticle: 2 })
    const page = await accounts.list({ ...all, perPage: 1, page: 2, sort: 'id', order: 'asc' })
    expect(page).toMatchObject({ data: [{ id: alpha.id }], total: 2 })
    expect((await accounts.list({ ...all, filter: { q: '100%' } })).data).toMatchObject([
      { id: beta.id, imagesPerArticle: 2 },
    ])
    expect((await accounts.list({ ...all, filter: { q: '0_' } })).data).toEqual([])
  })

  it('refuse a name that is taken, by field', async () => {
    const accounts = createAccountStore(database.db)
    const { id } = await accounts.create({ name: 'Taken', planId: 'free' })
    const refusal = { code: 'conflict', fields: { name: 'There is already an account named "Taken".' } }
    await expect(accounts.create({ name: 'Taken', planId: 'pro' })).rejects.toMatchObject(refusal)
    const sites = createSiteStore(database.db)
    const site = await sites.create({ accountId: id, name: 'Blog' })
    await expect(sites.create({ accountId: id, name: 'Blog' })).rejects.toMatchObject({ code: 'conflict' })
    const keywords = createKeywordStore(database.db)
    await keywords.create({ siteId: site.id, term: 'gardens' })
    await expect(keywords.create({ siteId: site.id, term: 'gardens' })).rejects.toMatchObject({
      fields: { term: expect.any(String) },
    })
    await expect(accounts.update(999_999, { name: 'x' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('say what is set below an account', async () => {
    const accounts = createAccountStore(database.db)
    const { id } = await accounts.create({ name: 'Levels', planId: 'studio' })
    const sites = createSiteStore(database.db)
    const site = await sites.create({ accountId: id, name: 'One', tierId: 'premium' })
    await sites.create({ accountId: id, name: 'Two', tierId: 'premium' })
    await sites.create({ accountId: id, name: 'Three' })
    await createKeywordStore(database.db).create({ siteId: site.id, term: 'a', imagesPerArticle: 8 })
    expect((await accounts.levelsInUse(id)).toSorted((one, other) => one.level.localeCompare(other.level))).toEqual([
      { level: 'keyword', tierId: null, imagesPerArticle: 8, count: 1 },
      { level: 'site', tierId: 'premium', imagesPerArticle: null, count: 2 },
    ])
  })
})

describe('catalog rows', () => {
  it('are found by kind, word, tier and state; what left the catalog only on request', async () => {
    const lists = createCatalogListStore(database.db)
    const models = await lists.listModels({ ...all, filter: { tierId: 'quality', isActive: true } })
    expect(models.data.every((row) => row.tierId === 'quality' && row.isActive)).toBe(true)
    expect(models.total).toBe(models.data.length)
    expect((await lists.listModels({ ...all, filter: { q: 'bria' } })).data).toMatchObject([
      { id: 'bria:10@1', sourceLine: 1, providerId: 'runware' },
    ])
    expect((await lists.list('tiers', { ...all })).data.map((row) => row.position)).toEqual([0, 1, 2, 3])
    await database.db.updateTable('styles').set({ archivedAt: new Date() }).where('id', '=', 'line_art').execute()
    const isListed = async (filter: Record<string, unknown>) =>
      (await lists.list('styles', { ...all, filter })).data.some((row) => row.id === 'line_art')
    expect([await isListed({}), await isListed({ archived: true }), await isListed({ id: ['line_art'] })]).toEqual([
      false,
      true,
      true,
    ])
    expect(await lists.get('parameterSets', 'runware-bria')).toMatchObject({ id: 'runware-bria' })
    expect(await lists.get('settings', 'none')).toBeUndefined()
  })

  it('name the release they came with', async () => {
    const releases = createReleaseStore(database.db)
    const latest = await releases.latest()
    expect((await releases.list(all)).data[0]).toMatchObject({ id: latest?.id, actor: 'test', plan: expect.any(Array) })
  })
})
