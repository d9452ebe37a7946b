import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiServer } from '../../api/api-server.ts'
import type { TestAtelier } from '../support/atelier.ts'
import { findBrowser } from '../support/browser.ts'
import { type ConsoleInBrowser, openConsole } from '../support/console.ts'
import { applyChanged, insertRelease, setFieldByHand, withFields } from '../support/releases.ts'

const executablePath = findBrowser()

describe.runIf(executablePath)('the console in a browser', { timeout: 180_000 }, () => {
  let opened: ConsoleInBrowser | undefined
  let test: TestAtelier
  let server: ApiServer
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let open: ConsoleInBrowser['open']
  let axeViolations: ConsoleInBrowser['axeViolations']
  let signIn: ConsoleInBrowser['signIn']

  beforeAll(async () => {
    opened = await openConsole(executablePath ?? '')
    ;({ test, server, browser, context, page, open, axeViolations, signIn } = opened)
  }, 180_000)

  afterAll(() => opened?.close())

  it('asks for a name and a password, and says when they are wrong', async () => {
    await page.getByLabel(/name/i).fill('admin')
    await page.getByLabel(/password/i).fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('The name or the password is wrong.').waitFor()
    await signIn()
  })

  it('says on its first page that pictures are drawn by the sandbox', async () => {
    await page.getByText('Pictures are drawn by the sandbox').waitFor()
  })

  it('makes all images of an article after one click, and shows them as they come', async () => {
    await open('/contents')
    await page
      .getByRole('link', { name: /street that slowed down/i })
      .first()
      .click()
    await page
      .getByRole('button', { name: /make images/i })
      .first()
      .click()
    await page.getByRole('dialog').getByRole('button', { name: /make/i }).last().click()
    // Text, not functions: the types of a browser stay out of the server's program.
    await page.waitForFunction(
      `new Set([...document.querySelectorAll('main img')]
      .filter((image) => image.src.includes('/api/files/') && image.complete && image.naturalWidth > 0)
      .map((image) => /[0-9a-f]{64}/.exec(image.src)?.[0])).size >= 5`,
      undefined,
      { timeout: 60_000 },
    )
    await page.getByText('Complete').first().waitFor()
    await page.getByRole('button', { name: 'What prompts cost' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('$0.00 for 1 writing, none of which asked a text model.').waitFor()
    await dialog.getByText('the sandbox stands in for its provider').waitFor()
    await dialog.getByText(/just now, asked for by admin/).waitFor()
    expect(await axeViolations()).toEqual([])
    await dialog.getByRole('button', { name: 'Close' }).click()
  })

  it('remakes an image as another version and keeps the first', async () => {
    const { data } = await test.atelier.stores.images.list({ page: 1, perPage: 1, filter: { type: 'featured' } })
    const imageId = data[0]?.id ?? 0
    await open(`/images/${imageId}/show`)
    await page
      .getByRole('button', { name: /remake/i })
      .first()
      .click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /make|remake/i })
      .last()
      .click()
    const statuses = async () => {
      const { data } = await test.atelier.stores.generations.list({ page: 1, perPage: 5, filter: { imageId } })
      return data.map(({ status }) => status)
    }
    await expect.poll(statuses, { timeout: 30_000 }).toEqual(['succeeded', 'succeeded'])
    await expect.poll(() => page.getByLabel('Versions').getByRole('button').count(), { timeout: 15_000 }).toBe(2)
  })

  it('refuses to edit what is managed in Git, and says where it is', async () => {
    await open('/models')
    await page
      .getByRole('link', { name: /Bria 3\.2/ })
      .first()
      .click()
    await page.getByText('config/models/runware/bria-3.2.yaml').first().waitFor()
    expect(await page.getByRole('button', { name: /^(edit|save|delete)$/i }).count()).toBe(0)
  })

  it('says beside a form what holds, in it what leaving a setting empty comes to, and at a field why it is refused', async () => {
    const { accounts, sites } = test.atelier.stores
    const { planId } = (await accounts.get(1)) ?? {}
    await accounts.update(1, { planId: 'pro', styleId: 'line_art', negativePrompt: 'rain' })
    await open('/sites/1')
    const form = page.locator('form')
    await form.getByText('Line art, from the account').waitFor()
    const panel = page.locator('section', { hasText: 'In effect' })
    await panel.getByText('from its account').first().waitFor()
    expect(await form.getByLabel('Not to be shown').getAttribute('placeholder')).toBe('rain, from the account')
    await form.getByLabel('Rule nothing out here').check()
    await form.getByLabel('In-article images').fill('8')
    await page.getByRole('button', { name: 'Save' }).click()
    await form.getByText('Plan "pro" allows 1 to 6 in-article images, not 8.').waitFor()
    expect(opened?.complaints.splice(-1)).toEqual([expect.stringContaining('422')])
    await form.getByLabel('In-article images').fill('')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(/sites\/1\/show/)
    await open('/sites')
    await page.getByRole('cell', { name: 'nothing ruled out' }).waitFor()
    expect(await sites.get(1)).toMatchObject({ negativePrompt: '', imagesPerArticle: null, styleId: null })
    await sites.update(1, { negativePrompt: null })
    await accounts.update(1, { planId: planId ?? '', styleId: null, negativePrompt: null })
  })

  it('shows where a release came from, whom it hit, and what it was applied with', async () => {
    const id = await insertRelease(test.atelier.database.db, {
      environment: 'staging',
      rollbackOf: 1,
      overlay: JSON.stringify({
        environment: 'staging',
        file: 'config/environments/staging.yaml',
        settings: [{ kind: 'settings', id: 'system', path: 'images_per_article', value: 2 }],
      }),
      plan: JSON.stringify([
        { kind: 'styles', id: 'line_art', action: 'reorder', fields: [{ path: 'order', before: 5, after: 1 }] },
      ]),
      findings: JSON.stringify([
        { rule: 'price/odd', severity: 'warning', file: 'config/a.yaml', line: 3, column: 5, message: 'It is odd.' },
      ]),
      impact: JSON.stringify([
        {
          concerns: 'tier premium',
          name: 'tier/premium',
          before: null,
          after: null,
          accounts: 2,
          sites: 3,
          contents: 41,
          queued: 0,
          stranded: true,
          why: 'No model is left.',
          names: ['Northwind', 'Contoso'],
        },
      ]),
      approvals: JSON.stringify(['tier/premium']),
      skipped: JSON.stringify([{ kind: 'plans', id: 'free', why: 'Two accounts are on it.' }]),
    })
    await open(`/releases/${id}/show`)
    const main = page.locator('main')
    await main.getByText('No model is left.').waitFor()
    const text = await main.innerText()
    for (const words of [
      'config/environments/staging.yaml',
      'settings system images_per_article: 2',
      'tier premium',
      '2 accounts, 3 sites, 41 articles',
      'Northwind, Contoso',
      'approved by name',
      'price/odd',
      'It is odd.',
      'Two accounts are on it.',
      'in another order',
    ])
      expect(text).toContain(words)
    await main.getByRole('link', { name: 'release #1' }).click()
    await page.getByRole('heading', { name: 'Release #1' }).waitFor()
  })

  it('says that the database is what the last release says, until somebody edits it by hand', async () => {
    const { db } = test.atelier.database
    await open('/releases')
    await page.getByText(/The database is what release #\d+ says/).waitFor()
    await page.getByText('brings back #1').last().waitFor()
    await setFieldByHand(db, 'models', 'bria:10@1', ['price', 'usd_per_image'], 0.09)
    await page.reload()
    await page.getByText('changed by hand').waitFor()
    const drift = await page.locator('section', { hasText: 'changed by hand' }).innerText()
    expect(drift).toMatch(/price\.usd_per_image: [\d.]+ → 0\.09/)
    expect(drift).toMatch(/by \w+ just now/)
  })

  it('says when drift could not be looked for, and looks again when asked', async () => {
    // A page of its own: a browser complains of every answer that is an error.
    const other = await context.newPage()
    await other.route('**/api/drift', (route) =>
      route.fulfill({ status: 409, contentType: 'application/problem+json', body: '{"detail":"Not now."}' }),
    )
    await other.goto(`${server.url}/#/releases`)
    await other.getByText('Drift could not be looked for').waitFor()
    await other.getByText('Not now.').waitFor()
    await other.unrouteAll({ behavior: 'ignoreErrors' })
    await other.getByRole('button', { name: 'Try again' }).click()
    await other.getByText('changed by hand').waitFor()
    await other.close()
  })

  it('says what to do where a part of it cannot be fetched any more, as after an update', async () => {
    const other = await context.newPage()
    await other.route('**/assets/webhook-list-*.js', (route) => route.abort())
    await other.goto(`${server.url}/#/webhooks`)
    await other.getByText('Atelier was updated, or does not answer').waitFor()
    await other.unrouteAll({ behavior: 'ignoreErrors' })
    await other.getByRole('button', { name: 'Load the console again' }).click()
    await other.getByText('Nobody is told yet').waitFor()
    await other.close()
  })

  it('follows the releases and kill switches of others without being reloaded', async () => {
    const { database, stores } = test.atelier
    const dearer = (price: number) =>
      applyChanged(database.db, (entries) =>
        withFields(entries, 'models', 'bria:10@1', { price: { usd_per_image: price } }),
      )
    const id = await dearer(0.5)
    await page.getByText(`The database is what release #${id} says`).waitFor()
    await page
      .getByRole('table')
      .getByRole('link', { name: `#${id}`, exact: true })
      .click()
    await page.getByText(/after an edit by hand, by \w+ on/).waitFor()
    await open('/releases')
    await stores.catalogs.kill('google:4@2', 'Six fingers', 'grace')
    await page.getByText(/by grace just now: Six fingers/).waitFor()
    await stores.catalogs.restore('google:4@2')
    await page.getByText('Six fingers').waitFor({ state: 'detached' })
    await open(`/models/${encodeURIComponent('bria:10@1')}/show`)
    await page.getByText('$0.50 an image').waitFor()
    await dearer(0.7)
    await page.getByText('$0.70 an image').waitFor()
  })

  it('says which config made a picture, and what is declared otherwise since', async () => {
    await open('/generations/1/show')
    const config = page.locator('section', { hasText: 'Config that made it' })
    await config.getByText('Declared otherwise since').waitFor()
    const text = await config.innerText()
    expect(text).toContain('Bria 3.2')
    expect(text).toMatch(/price\.usd_per_image: [\d.]+ → 0\.7/)
    await config.locator('summary', { hasText: 'model bria:10@1' }).click()
    await config.getByText('config/models/runware/bria-3.2.yaml:1').waitFor()
  })

  it('tells what changed between two versions of an image, whichever are chosen', async () => {
    const { data } = await test.atelier.stores.images.list({ page: 1, perPage: 1, filter: { type: 'featured' } })
    const imageId = data[0]?.id ?? 0
    await open(`/images/${imageId}/show`)
    await page.getByRole('button', { name: 'Remake' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/^1 image · about \$0\.70 · 4 credits/).waitFor()
    await dialog.getByLabel('Prompt').fill('A tram in the rain')
    await dialog.getByRole('combobox', { name: /^Model/ }).click()
    await page.getByRole('option', { name: /^Seedream 4\.5/ }).click()
    await dialog.getByText('Drawn by Seedream 4.5, 2560 × 1440').waitFor()
    await dialog.getByRole('combobox', { name: /^Model/ }).click()
    await page.getByRole('option', { name: /^Bria 3\.2/ }).click()
    await dialog.getByText('Drawn by Bria 3.2, 1344 × 768').waitFor()
    expect(await axeViolations()).toEqual([])
    await dialog.getByRole('button', { name: 'Make it' }).click()
    await expect.poll(() => page.getByLabel('Versions').getByRole('button').count(), { timeout: 15_000 }).toBe(3)
    await test.settled()
    const { data: versions } = await test.atelier.stores.generations.list({ page: 1, perPage: 5, filter: { imageId } })
    await open(`/generations/${versions[0]?.id}/show`)
    const comparison = page.locator('section', { hasText: 'What changed between these two?' })
    await comparison.getByText('Version 2').first().waitFor()
    await comparison.locator('ins', { hasText: 'A tram in the rain' }).waitFor()
    await comparison.getByText(/price\.usd_per_image: [\d.]+ → 0\.7/).waitFor()
    await comparison.getByRole('row', { name: 'Model Bria 3.2 Bria 3.2' }).waitFor()
    await comparison.getByRole('row', { name: /^Cost \$[\d.]+, 4 credits \$[\d.]+, 4 credits$/ }).waitFor()
    await comparison.getByLabel('Compare with').getByRole('button').last().click()
    await comparison.getByText('Version 1').first().waitFor()
    expect(await comparison.getByText('Version 2').count()).toBe(0)
    await open(`/images/${imageId}/show`)
    await page.getByText('Version 3, in use', { exact: true }).waitFor()
    await page.getByLabel('Versions').getByRole('button').last().click()
    await page.getByRole('button', { name: 'Use version 1' }).click()
    await page.getByText('Version 1, in use', { exact: true }).waitFor()
    await page.getByLabel('Versions').getByRole('button').first().click()
    await page.getByRole('button', { name: 'Delete' }).click()
    await dialog.getByText(/cannot be brought back.*its model and the \$[\d.]+ that it cost stay on record/).waitFor()
    await dialog.getByRole('button', { name: 'Delete the picture' }).click()
    await page.getByText('Version 3, picture deleted', { exact: true }).waitFor()
    await page
      .getByRole('definition')
      .filter({ hasText: /^A tram in the rain Style/ })
      .waitFor()
    await page.getByText(/^\$[\d.]+ \(as told by the provider/).waitFor()
    expect(await page.getByRole('button', { name: /^Use version/ }).count()).toBe(0)
  })

  const pages = [
    '/',
    '/contents',
    '/contents/1/show',
    '/contents/create',
    '/images',
    '/generations',
    '/models',
    `/models/${encodeURIComponent('bria:10@1')}/show`,
    '/tiers',
    '/providers',
    '/plans',
    '/styles',
    '/accounts',
    '/accounts/1/show',
    '/workers',
    '/providers/runware/show',
    '/sites',
    '/sites/1',
    '/keywords',
    '/releases',
    '/releases/2/show',
    '/generations/1/show',
    '/images/1/show',
  ]
  it.each(pages)('has no accessibility violation on %s, wide and narrow', async (path) => {
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await open(path)
      await page.waitForLoadState('domcontentloaded')
      await page.locator('main h1, main [role="heading"]').first().waitFor()
      await page.waitForTimeout(700)
      expect(await axeViolations(), `${path} at ${width}`).toEqual([])
      const overflow = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      )
      expect(overflow, `${path} at ${width} scrolls sideways`).toBeLessThanOrEqual(0)
    }
    await page.setViewportSize({ width: 1440, height: 900 })
  })

  it('names what it shows while an answer is late', async () => {
    let release = () => {}
    const released = new Promise<void>((resolve) => (release = resolve))
    await page.route('**/api/generations?**', async (route) => {
      await released
      await route.continue()
    })
    await open('/')
    await open('/generations')
    await page.getByRole('progressbar').first().waitFor()
    expect(await axeViolations()).toEqual([])
    release()
    await page.getByRole('progressbar').first().waitFor({ state: 'detached' })
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })

  it('works under the policy the server sends, which allows nothing from elsewhere', async () => {
    const strict = await browser.newContext({ storageState: await context.storageState() })
    const strictPage = await strict.newPage()
    const violations: string[] = []
    strictPage.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) violations.push(message.text())
    })
    const response = await strictPage.goto(server.url)
    expect(response?.headers()['content-security-policy']).toContain("default-src 'self'")
    await strictPage.getByRole('heading', { name: 'Overview' }).waitFor()
    expect(violations).toEqual([])
    await strict.close()
  })

  it('asked no other host for anything, and nothing went wrong on any page', () => {
    expect(opened?.foreignRequests).toEqual([])
    expect(opened?.complaints).toEqual([])
  })
})
