import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../api/db/database.ts'
import { readLevelsAt, readSettingLevels } from '../../api/db/setting-levels.ts'
import { plainBox } from '../../api/db/secret-box.ts'
import { type Stores, createStores } from '../../api/db/stores.ts'
import { type SettingLevel, effectiveSettings } from '../../api/domain/effective-settings.ts'
import { openTestDatabase, seedCatalog } from '../support/database.ts'
import { applyChanged, withFields } from '../support/releases.ts'
import { type Column, type PlanId, expectedOf, planIds, saidBy, sayings, settings } from '../support/settings-table.ts'

let database: Database
let stores: Stores

/** Records by the row of the table that they stand for. */
const placed: { level: SettingLevel; id: number; row: string; planId: PlanId }[] = []

const silent = { imagesPerArticle: null, tierId: null, styleId: null, format: null }
/** All that a level says, in the rows in which it says anything; in the others, nothing. */
const said = (row: string, index: number, column: Column) => (row[index] === 'x' ? saidBy(column) : silent)

/** Accounts that say something and such that do not, under each plan; the same of sites in each, of keywords, and of articles. */
async function seedTable(): Promise<void> {
  const place = (level: SettingLevel, id: number, row: string, planId: PlanId) =>
    placed.push({ level, id, row, planId })
  const marks = ['-', 'x']
  for (const planId of planIds)
    for (const a of marks) {
      const name = `${planId} ${a}`
      const account = await stores.accounts.create({ name, planId, ...said(`----${a}`, 4, 'account') })
      place('account', account.id, `----${a}`, planId)
      for (const s of marks) {
        const ofSite = said(`---${s}`, 3, 'site')
        const site = await stores.sites.create({ accountId: account.id, name: `${name}${s}`, ...ofSite })
        place('site', site.id, `---${s}${a}`, planId)
        for (const k of [undefined, ...marks]) {
          const ofKeyword = said(`--${k}`, 2, 'keyword')
          const keyword = k && (await stores.keywords.create({ siteId: site.id, term: k, ...ofKeyword }))
          if (keyword) place('keyword', keyword.id, `--${k}${s}${a}`, planId)
          for (const c of marks) {
            const id = await stores.contents.create({
              accountId: account.id,
              siteId: site.id,
              keywordId: keyword ? keyword.id : null,
              title: name,
              sourceFormat: 'markdown',
              source: '# A\n\nText.',
              language: 'en',
              words: 1,
              ...said(`-${c}`, 1, 'content'),
            })
            place('content', id, `-${c}${k ?? '-'}${s}${a}`, planId)
          }
        }
      }
    }
}

beforeAll(async () => {
  database = await openTestDatabase()
  await seedCatalog(database.db)
  await applyChanged(database.db, (entries) =>
    withFields(entries, 'settings', 'system', {
      images_per_article: sayings.imagesPerArticle.system,
      style: sayings.styleId.system,
      format: sayings.format.system,
      negative_prompt: sayings.negativePrompt.system,
      prompt_writer: sayings.promptWriter.system,
    }),
  )
  stores = createStores(database.db, plainBox)
  await seedTable()
})
afterAll(() => database.close())

describe('the table of resolution, from the database', () => {
  it('holds at articles, keywords, sites and accounts, for every setting and every row', async () => {
    const catalog = await stores.catalogs.current()
    const wrong: string[] = []
    for (const { level, id, row, planId } of placed) {
      const found = await readLevelsAt(database.db, level, id)
      const held = effectiveSettings(found?.levels ?? {}, found?.planId ?? '', catalog)
      for (const setting of settings) {
        const expected = expectedOf(setting, row, planId)
        if (held[setting].value !== expected.value || held[setting].origin !== expected.origin)
          wrong.push(`${level} ${row} ${planId} ${setting}: ${JSON.stringify([held[setting], expected])}`)
      }
    }
    // 16 rows of articles with a keyword, and 8 of those without one.
    expect(placed.filter(({ level }) => level === 'content').length).toBe((16 + 8) * 3)
    expect(new Set(placed.map(({ row }) => row)).size).toBe(16)
    expect(wrong).toEqual([])
  })

  it('counts the images of lists as the pure function does', async () => {
    const catalog = await stores.catalogs.current()
    const articles = placed.filter(({ level }) => level === 'content')
    const ids = articles.map(({ id }) => id)
    const levels = await readSettingLevels(database.db, ids)
    const { data } = await stores.contents.list({ page: 1, perPage: 1000, filter: { id: ids } })
    const counted = new Map(data.map(({ id, imageCounts }) => [id, imageCounts.expected]))
    const inMemory = ids.map((id) => {
      const found = levels.get(id)
      return found && effectiveSettings(found.levels, found.planId, catalog).imagesPerArticle.value + 1
    })
    expect(ids.map((id) => counted.get(id))).toEqual(inMemory)
    expect(inMemory).toEqual(
      articles.map(({ row, planId }) => Number(expectedOf('imagesPerArticle', row, planId).value) + 1),
    )
  })
})

describe('the database', () => {
  it('keeps no template without its prompt, and nobody who is no writer', async () => {
    const [account] = placed.filter(({ level }) => level === 'account')
    const id = account?.id ?? 0
    await expect(stores.accounts.update(id, { promptTemplate: '{title}' })).rejects.toThrow(/prompt_template/)
    await expect(stores.accounts.update(id, { negativePrompt: 'x'.repeat(1001) })).rejects.toThrow(/negative_prompt/)
    await expect(stores.accounts.update(id, { promptWriter: 'nobody' as 'model' })).rejects.toThrow(/prompt_writer/)
  })
})
