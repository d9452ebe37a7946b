import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { remakeImage } from '../../api/actions/queue-generations.ts'
import type { TestAtelier } from '../support/atelier.ts'
import { findBrowser } from '../support/browser.ts'
import { type ConsoleInBrowser, openConsole } from '../support/console.ts'
import { applyChanged, withFields } from '../support/releases.ts'

const executablePath = findBrowser()
const openAiModel = 'gpt-image-2.5-flare'

describe.runIf(executablePath)('the console of an operator', { timeout: 180_000 }, () => {
  let opened: ConsoleInBrowser | undefined
  let test: TestAtelier
  let page: Page
  let open: ConsoleInBrowser['open']

  beforeAll(async () => {
    opened = await openConsole(executablePath ?? '')
    ;({ test, page, open } = opened)
    await opened.signIn()
  }, 180_000)

  afterAll(() => opened?.close())

  let accounts = 0
  /** Another version of the first image of an article, which by default is of an account of its own. */
  async function queueOne(wish: object = {}, imageIds?: number[]): Promise<number> {
    accounts += 1
    imageIds ??= (await test.addArticle(`Account ${accounts}`)).imageIds
    return remakeImage(test.atelier.studio, imageIds[0] ?? 0, { requestedBy: 'ada', ...wish })
  }
  const allow = (usdPerMonth: number) =>
    applyChanged(test.atelier.database.db, (entries) =>
      withFields(entries, 'plans', 'studio', { usd_per_month: usdPerMonth }),
    )
  const happened = () => page.locator('section', { hasText: 'What happened' })
  const statusOf = async (id: number) => (await test.atelier.stores.generations.get(id))?.status

  it('pauses a provider with a reason, which is said wherever it matters, and resumes it', async () => {
    await open('/providers')
    await page.getByRole('link', { name: 'OpenAI' }).first().click()
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    const dialog = page.getByRole('dialog')
    expect(await dialog.getByRole('button', { name: 'Pause', exact: true }).isDisabled()).toBe(true)
    await dialog.getByLabel('Reason').fill('Bills look wrong')
    await dialog.getByRole('button', { name: 'Pause', exact: true }).click()
    await page.getByText(/admin paused it just now: Bills look wrong/).waitFor()
    const id = await queueOne({ modelId: openAiModel })
    await open('/')
    await page.getByText(/OpenAI was paused by admin: Bills look wrong\. 1 generation waits for it\./).waitFor()
    await open(`/generations/${id}/show`)
    await happened()
      .getByText(/OpenAI is paused, and nothing is sent to it until a person resumes it/)
      .waitFor()
    await open('/')
    await page.getByRole('link', { name: 'The provider' }).click()
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByText('Takes calls').waitFor()
    await expect.poll(() => statusOf(id), { timeout: 30_000 }).toBe('succeeded')
  })

  it('follows what others do to a provider without being reloaded', async () => {
    await open('/providers/runware/show')
    await page.getByText('Takes calls').waitFor()
    await test.atelier.stores.providerStates.pause('runware', 'credits', 'No credits left')
    await page.getByText(/It paused itself \(Out of credits\) just now: No credits left/).waitFor()
    await test.atelier.stores.providerStates.resume('runware')
    await page.getByText('Takes calls').waitFor()
  })

  it('tells the story of a picture call by call, with its money and the model that took over', async () => {
    const original = await applyChanged(test.atelier.database.db, (entries) =>
      withFields(entries, 'tiers', 'quality', { fallback: true }),
    )
    expect(original).toBeGreaterThan(0)
    test.sandbox.faults.add({ kind: 'fail', status: 503, times: 4, route: 'runware' })
    const id = await queueOne()
    await expect.poll(() => statusOf(id), { timeout: 30_000 }).toBe('succeeded')
    await open(`/generations/${id}/show`)
    await happened().getByText('GPT Image 2.5 Flare takes the place of Bria 3.2').waitFor()
    const story = await happened().innerText()
    expect(story).toContain('Asked for by ada\nBria 3.2, up to $0.04, 4 credits')
    expect(story.match(/The call failed/g)).toHaveLength(4)
    expect(story.match(/Gave back \$0\.04, 4 credits/g)).toHaveLength(4)
    expect(story).toMatch(/Charged \$0\.0\d+, 2 credits/)
    const calls = page.locator('section', { hasText: '5 calls' })
    expect(await calls.locator('summary').allInnerTexts()).toMatchObject([
      ...Array.from({ length: 4 }, () => expect.stringMatching(/Bria 3\.2\s+failed/)),
      expect.stringMatching(/GPT Image 2\.5 Flare\s+done/),
    ])
    const facts = page.locator('main').getByText('could not: trouble at the provider')
    await facts.waitFor()
  })

  it('asks before it calls again where the last call may have been billed', async () => {
    test.sandbox.faults.add({ kind: 'drop', route: 'openai-images', times: 1 })
    const id = await queueOne({ modelId: openAiModel })
    await expect.poll(() => statusOf(id), { timeout: 30_000 }).toBe('failed')
    await open('/')
    await page.getByRole('link', { name: 'Look at them' }).click()
    await page.getByRole('link', { name: new RegExp(`^#${id} `) }).click()
    await happened().getByText('Nobody knows whether the call was billed').waitFor()
    await happened()
      .getByText(/Counted as spent: \$0\.02/)
      .waitFor()
    await page.getByRole('button', { name: 'Retry' }).click()
    await page.getByRole('dialog').getByText('This may pay twice').waitFor()
    expect(await statusOf(id)).toBe('failed')
    await page.getByRole('dialog').getByRole('button', { name: 'Call again' }).click()
    await expect.poll(() => statusOf(id), { timeout: 30_000 }).toBe('succeeded')
  })

  it('shows what an account has spent of its month, entry by entry, and older ones when asked', async () => {
    const { contentId, imageIds } = await test.addArticle('Northwind')
    for (let made = 0; made < 11; made += 1) {
      await queueOne({}, imageIds)
      await test.settled()
    }
    const accountId = (await test.atelier.stores.contents.get(contentId))?.accountId ?? 0
    await open('/accounts')
    await page.getByRole('link', { name: 'Northwind' }).first().click()
    await page.getByText(/left of \$500\.00/).waitFor()
    const ledger = page.locator('section', { hasText: 'Ledger' })
    const rows = ledger.locator('tbody tr')
    await expect.poll(() => rows.count()).toBe(20)
    await ledger.getByRole('button', { name: 'Older entries' }).click()
    await expect.poll(() => rows.count()).toBe(22)
    const [spending] = await test.atelier.stores.spending.ofAccounts([accountId])
    expect(spending?.spentUsd).toBeGreaterThan(0.4)
    await page
      .getByText(`spent $${spending?.spentUsd.toFixed(2)}`)
      .first()
      .waitFor()
  })

  it('does not offer to make what the account cannot pay, and says why', async () => {
    const { contentId } = await test.addArticle('Contoso')
    await allow(0.01)
    await open(`/contents/${contentId}/show`)
    await page
      .getByRole('button', { name: /make images/i })
      .first()
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/are more than Contoso \(plan "studio"\) may still spend in/).waitFor()
    expect(await dialog.getByRole('button', { name: /^make/i }).last().isDisabled()).toBe(true)
    await allow(500)
  })

  it('says why a webhook was switched off, and switches it on again', async () => {
    const { contentId } = await test.addArticle('Told')
    const { db } = test.atelier.database
    const { accountId } = await db
      .selectFrom('contents')
      .select('accountId')
      .where('id', '=', contentId)
      .executeTakeFirstOrThrow()
    const { webhooks, webhookOutbox } = test.atelier.stores
    const { id } = await webhooks.create({
      accountId,
      url: 'https://cms.example/',
      events: ['images.ready'],
      createdBy: 'ada',
    })
    await webhooks.sendTest(id, accountId)
    const gone = { kind: 'gone', responseStatus: 410, error: 'It answered 410 (Gone).' } as const
    for (const delivery of await webhookOutbox.claim(1, 60))
      await webhookOutbox.settle(delivery, gone, { retryMs: null, restMs: 0, triedForMs: 0 })
    await open(`/webhooks/${id}/show`)
    const notice = page.getByRole('alert').filter({ hasText: 'It was switched off' })
    await notice.getByText('It answered 410 (Gone).').waitFor()
    await notice.getByText(/press Switch on, then Send again/).waitFor()
    await page.getByRole('button', { name: 'Switch on' }).click()
    await notice.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Send again' }).click()
    await expect.poll(async () => (await webhookOutbox.claim(1, 60)).length).toBe(1)
  })

  it('lists the workers, and how much each has in hand', async () => {
    await open('/workers')
    await page.getByText(`process ${process.pid}`).waitFor()
    await page.getByText('Alive', { exact: true }).last().waitFor()
    await page
      .getByText(/^\d+\/16$/)
      .last()
      .waitFor()
  })

  it('meets the same standard of accessibility when things go wrong', async () => {
    await test.atelier.stores.providerStates.pause('openai', 'auth', 'Incorrect API key provided')
    await queueOne({ modelId: openAiModel })
    for (const path of ['/', '/providers', '/providers/openai/show', '/generations/1/show', '/accounts/2/show']) {
      await open(path)
      await page.locator('main h1').first().waitFor()
      await page.waitForTimeout(700)
      expect(await opened?.axeViolations(), path).toEqual([])
    }
    expect(opened?.complaints).toEqual([])
  })
})
