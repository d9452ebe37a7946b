import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../api/connection.ts'
import { seedContent } from '../support/records.ts'
import { type GitCatalog, type Outcome, createGitCatalog } from './git-catalog.ts'

let catalog: GitCatalog
const hidream = 'models/runware/hidream-i1-full.yaml'
const review = (...args: string[]): Promise<Outcome> => catalog.run('review-config', ['--today', '2026-11-22', ...args])

beforeAll(async () => {
  catalog = await createGitCatalog('review')
})
beforeEach(() => {
  catalog.git('checkout', '-qf', 'main')
  catalog.git('clean', '-qfd')
})
afterAll(() => rm(catalog.folder, { recursive: true, force: true }))

describe('review-config', { timeout: 60_000 }, () => {
  it('says when nothing changes', async () => {
    expect(await review('--base', 'main')).toEqual({
      code: 0,
      stderr: '',
      stdout: `## Catalog: fine

✅ 15 files, no findings.

Nothing in the catalog changes.

Every tier uses the models that it used before, in the same order.

A typical article costs what it did: 0.2 USD and 20 credits (5 images with bria:10&#64;1).
`,
    })
  })

  it('puts every changed field into words, and fails on what breaks', async () => {
    await catalog.edit(hidream, 'landscape_size: 1280x768', 'landscape_size: 1344x768')
    await catalog.edit('plans.yaml', '[basic]', '[basic, quality]')
    await catalog.edit('settings.yaml', 'images_per_article: 4', 'images_per_article: 3')
    await catalog.edit('models/runware/seedream-4.5.yaml', 'is_active: true', 'is_active: false')
    const { code, stdout } = await review('--base', 'main', '--link', 'https://forge.example/o/r/blob/abc')
    expect(code).toBe(1)
    for (const line of [
      '## Catalog: not yet',
      String.raw`| model runware:97&#64;1 | landscape\_size | 1280x768 -> 1344x768, +5 % pixels, price unchanged |`,
      '| plan free | tiers | + quality |',
      String.raw`| settings | images\_per\_article | 4 -> 3, −25 % |`,
      String.raw`| quality\_option2 | bytedance:seedream&#64;4.5, google:4&#64;1 | **google:4&#64;1** |`,
      'A typical article costs 0.16 USD and 16 credits (4 images with bria:10&#64;1); before 0.2 USD and 20 credits (5 images with bria:10&#64;1).',
      `](https://forge.example/o/r/blob/abc/config/${hidream}#L10)`,
      '[breaking/size-changed](https://forge.example/o/r/blob/abc/docs/rules/breaking-size-changed.md)',
      '[breaking/tier-default-changed]',
    ]) {
      expect(stdout).toContain(line)
    }
  })

  it('names who is hit where there is a database, and what a deploy would refuse', async () => {
    await catalog.run('sync-config', [])
    const database = await openDatabase({ databaseUrl: undefined, home: join(catalog.folder, '.atelier') })
    const { accountId } = await seedContent(database.db, { name: 'Northwind', planId: 'studio' })
    await database.db.updateTable('accounts').set({ tierId: 'premium' }).where('id', '=', accountId).execute()
    await database.close()
    expect((await review('--base', 'main')).stdout).toMatch(/Applied to .*database, this hits nobody\./)
    await catalog.edit('models/runware/nano-banana-pro.yaml', 'is_active: true', 'is_active: false')
    await catalog.edit('plans.yaml', 'tiers: [basic]', 'tiers: [basic, premium]')
    await catalog.edit('plans.yaml', 'quality_option2, premium]', 'quality_option2]')
    const { stdout } = await review('--base', 'main')
    expect(stdout).toMatch(
      /### Whom it hits[\s\S]*\| tier premium \| google:4&#64;2.* \| gpt-image-2\.6-sunburst.* \| 1 account \(Northwind\), 1 site, 1 article \|/,
    )
    expect(stdout).toMatch(/\| plan\/studio\/premium \| \| ⚠ without pictures, \*\*not approved\*\*\./)
    expect(stdout).toMatch(/### It would be refused\n\n- plan\/studio\/premium would leave/)
  })

  it('shows what it can of a catalog with errors, and lets no text become markup', async () => {
    await catalog.edit('styles.yaml', 'display_name: Watercolour', 'display_name: "@all <b>|x"')
    await catalog.edit(hidream, 'priority: 1', 'priority: one')
    const { code, stdout } = await review('--base', 'main')
    expect(code).toBe(1)
    expect(stdout).toContain(String.raw`| style watercolour | display\_name | Watercolour -> &#64;all &lt;b>\|x |`)
    expect(stdout).toContain('schema/wrong-type')
    expect(stdout).not.toContain('| priority |')
  })

  it('exits 2 with one line without a base, or with an unknown one', async () => {
    expect(await review()).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^--base is missing.*\n$/),
    })
    expect(await review('--base', 'nowhere')).toMatchObject({ code: 2, stdout: '' })
  })
})
