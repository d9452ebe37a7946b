import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiServer, startApiServer } from '../../api/api-server.ts'
import { addSample, ensureAdmin } from '../../api/first-start.ts'
import type { Worker } from '../../api/worker/loop.ts'
import { ensureBuilt } from '../../scripts/build.mjs'
import { type TestAtelier, openTestAtelier } from '../support/atelier.ts'
import { findBrowser, launchBrowser } from '../support/browser.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const executablePath = findBrowser()
const password = 'correct-horse-battery'

describe.runIf(executablePath)('the console in a browser', () => {
  let test: TestAtelier
  let server: ApiServer
  let worker: Worker
  let browser: Browser
  let context: BrowserContext
  let page: Page
  /** What must never happen, gathered over all pages. */
  const foreignRequests: string[] = []
  const complaints: string[] = []

  beforeAll(async () => {
    await ensureBuilt()
    test = await openTestAtelier({ ATELIER_PORT: '0' })
    await ensureAdmin(test.atelier.stores, password)
    await addSample(test.atelier.stores)
    worker = test.atelier.startWorker({ pollMs: 100 })
    server = await startApiServer(test.atelier, worker)
    browser = await launchBrowser(executablePath ?? '')
    // Axe is injected, which the page's own policy forbids; that policy is tested on its own.
    context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      bypassCSP: true,
      reducedMotion: 'reduce',
    })
    page = await context.newPage()
    page.setDefaultTimeout(15_000)
    page.on('request', (request) => {
      if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url()))
        foreignRequests.push(request.url())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text())
    })
  }, 180_000)

  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await worker?.stop()
    await test?.close()
  })

  const open = (path: string) => page.goto(`${server.url}/#${path}`)

  async function axeViolations(): Promise<string[]> {
    await page.evaluate(axeSource)
    return page.evaluate<string[]>(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
      .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).join(', ')))`)
  }

  it('asks for a name and a password, and says when they are wrong', async () => {
    await page.goto(server.url)
    await page.getByLabel(/name/i).fill('admin')
    await page.getByLabel(/password/i).fill('not the password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('The name or the password is wrong.').waitFor()
    await page.getByLabel(/password/i).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
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
    '/sites',
    '/keywords',
    '/releases',
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
    expect(foreignRequests).toEqual([])
    expect(complaints).toEqual([])
  })
})
