import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type ApiServer, startApiServer } from '../../api/api-server.ts'
import { addSample, ensureAdmin } from '../../api/first-start.ts'
import { conductRuns } from '../../api/run-conductor.ts'
import type { Worker } from '../../api/worker/loop.ts'
import { ensureBuilt } from '../../scripts/build.mjs'
import { type TestAtelier, openTestAtelier } from './atelier.ts'
import { launchBrowser } from './browser.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export const consolePassword = 'correct-horse-battery'

/** The console in a real browser, with the sample articles, a worker, a conductor and the sandbox behind it. */
export interface ConsoleInBrowser {
  test: TestAtelier
  server: ApiServer
  worker: Worker
  browser: Browser
  context: BrowserContext
  page: Page
  /** Requests to any other host than Atelier's. */
  foreignRequests: string[]
  /** What the page threw or wrote to the browser's log as an error. */
  complaints: string[]
  /** Goes to a page by its path within the console. */
  open: (path: string) => Promise<unknown>
  signIn: () => Promise<void>
  axeViolations: () => Promise<string[]>
  close(): Promise<void>
}

/** Opens the console at its sign-in page. */
export async function openConsole(executablePath: string): Promise<ConsoleInBrowser> {
  await ensureBuilt()
  const test = await openTestAtelier({ ATELIER_PORT: '0' })
  await ensureAdmin(test.atelier.stores, consolePassword)
  await addSample(test.atelier.stores)
  const worker = test.atelier.startWorker({ pollMs: 100 })
  const conductor = conductRuns(test.atelier, { pollMs: 200, stepMs: 100 })
  const server = await startApiServer(test.atelier, worker)
  const browser = await launchBrowser(executablePath)
  // Axe is injected, which the page's own policy forbids; that policy is tested on its own.
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    bypassCSP: true,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  // Where processors are shared, a page may take long.
  page.setDefaultTimeout(100_000)
  const foreignRequests: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !/^(data|blob):/.test(request.url()))
      foreignRequests.push(request.url())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text())
  })
  await page.goto(server.url)
  return {
    test,
    server,
    worker,
    browser,
    context,
    page,
    foreignRequests,
    complaints,
    open: (path) => page.goto(`${server.url}/#${path}`),
    signIn: async () => {
      await page.getByLabel(/name/i).fill('admin')
      await page.getByLabel(/password/i).fill(consolePassword)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('heading', { name: 'Overview' }).waitFor()
    },
    axeViolations: async () => {
      await page.evaluate(axeSource)
      return page.evaluate<string[]>(`axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] })
      .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).join(', ')))`)
    },
    async close() {
      await browser.close()
      await server.close()
      await conductor.stop()
      await worker.stop()
      await test.close()
    },
  }
}
