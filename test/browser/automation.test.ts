import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtFile } from '../../api/connection.ts'
import type { TestAtelier } from '../support/atelier.ts'
import { findBrowser } from '../support/browser.ts'
import { type ConsoleInBrowser, openConsole } from '../support/console.ts'

const executablePath = findBrowser()

describe.runIf(executablePath)('automation in the console', { timeout: 180_000 }, () => {
  let opened: ConsoleInBrowser | undefined
  let test: TestAtelier
  let page: Page
  let open: ConsoleInBrowser['open']
  let axeViolations: ConsoleInBrowser['axeViolations']

  beforeAll(async () => {
    opened = await openConsole(executablePath ?? '')
    ;({ test, page, open, axeViolations } = opened)
    await opened.signIn()
  }, 180_000)

  afterAll(() => opened?.close())

  const dialog = () => page.getByRole('dialog')
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
  const images = (within: Pick<Page, 'getByRole'>) => within.getByRole('spinbutton', { name: 'Images' })
  const runIs = async (status: string) => {
    await page.getByRole('heading', { name: /^Run #\d+: / }).waitFor()
    await page.getByText(status, { exact: true }).first().waitFor()
  }
  const pictures = () => page.locator('section', { hasText: 'Latest pictures' }).getByRole('link')
  const log = () => page.getByRole('list', { name: 'Log, newest first' })

  /** No violation, and at the width of a telephone nothing sticks out. */
  async function isSound(): Promise<void> {
    expect(await axeViolations()).toEqual([])
    await page.setViewportSize({ width: 390, height: 900 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    await page.setViewportSize({ width: 1440, height: 900 })
  }

  async function askOnSite(): Promise<void> {
    await open('/sites')
    await page.locator('tbody').getByRole('link').first().click()
    await button('Fill what is missing').click()
  }

  it('says what a run would do, runs within its limit, and shows it as it happens', async () => {
    await askOnSite()
    await dialog()
      .getByText(/Would write prompts for 3 articles and make \d+ images, about \$/)
      .waitFor()
    await images(dialog()).fill('0')
    await dialog().getByText('A whole number from 1 to 1,000,000, or empty').waitFor()
    expect(await dialog().getByRole('button', { name: /^Make/ }).isDisabled()).toBe(true)
    await images(dialog()).fill('4')
    await dialog()
      .getByText(/limit of 4 images\. \d+ more images are missing and would be left undone/)
      .waitFor()
    await isSound()
    await dialog().getByRole('button', { name: 'Make 4 images' }).click()
    await runIs('Completed')
    await page
      .getByText(/limit of 4 images was reached/)
      .first()
      .waitFor()
    await expect.poll(() => pictures().count(), { timeout: 30_000 }).toBe(4)
    expect(await pictures().getByText('sandbox').count()).toBe(4)
    expect(await page.getByText('made 4').isVisible()).toBe(true)
    await log().getByText('Started by admin, with at most 4 images.').waitFor()
    await isSound()
    await page.getByRole('tab', { name: 'Articles' }).click()
    await page
      .getByRole('cell', { name: /\d of \d made/ })
      .first()
      .waitFor()
    await isSound()
  })

  it('tells what keeps a run from going on, and cancels it after saying what that means', async () => {
    await test.atelier.stores.providerStates.pause('runware', 'credits', 'No credits left')
    await askOnSite()
    await dialog()
      .getByRole('button', { name: /^Make \d+ images$/ })
      .click()
    await runIs('Running')
    await page
      .getByText(/Provider runware is paused: No credits left/)
      .first()
      .waitFor()
    await button('Cancel').click()
    await dialog()
      .getByText(/All pictures made so far stay/)
      .waitFor()
    await dialog().getByRole('button', { name: 'Cancel the run' }).click()
    await runIs('Cancelled')
    expect(await button('Resume').count()).toBe(0)
    await open('/runs')
    await page
      .getByRole('link', { name: /^#\d+ / })
      .first()
      .waitFor()
    await isSound()
  })

  it('pauses a run, and lets it go on where it stood to its end', async () => {
    await askOnSite()
    await dialog().getByRole('button', { name: 'Make 11 images' }).click()
    await runIs('Running')
    await button('Pause').click()
    await runIs('Paused')
    await isSound()
    await open('/')
    await page.locator('section', { hasText: 'Automation' }).getByText('Paused', { exact: true }).waitFor()
    await test.atelier.stores.providerStates.resume('runware')
    await page.getByRole('link', { name: /^Run #\d+: / }).click()
    await button('Resume').click()
    await runIs('Completed')
    await page.getByText('made 11').waitFor()
    await expect.poll(() => pictures().count(), { timeout: 30_000 }).toBe(6)
    await log().getByText('Resumed by admin.').waitFor()
  })

  it('makes a schedule in words, says what is wrong with one, and removes it', async () => {
    await open('/sites')
    await page.locator('tbody').getByRole('link').first().click()
    await page.getByText('Nothing begins by itself').waitFor()
    await isSound()
    await page.getByRole('link', { name: 'New schedule' }).click()
    await page.getByLabel('Begins').click()
    await page.getByRole('option', { name: 'Own times (cron)' }).click()
    await page.getByRole('textbox', { name: 'Cron' }).fill('99 6 * * *')
    const refusal = page.locator('.Mui-error', { hasText: 'The minute "99" cannot be read. Give 0 to 59' })
    await refusal.waitFor()
    await button('Save').click()
    await refusal.waitFor()
    await isSound()
    await page.getByLabel('Begins').click()
    await page.getByRole('option', { name: 'On weekdays' }).click()
    await page.getByLabel('At', { exact: true }).fill('06:30')
    await page.getByLabel('Time zone').fill('Europe/Ber')
    await page.getByRole('option', { name: 'Europe/Berlin' }).click()
    await images(page).fill('20')
    await expect.poll(() => page.getByText(/, 06:30 \(.*for you\)/).count()).toBe(5)
    await button('Save').click()
    await page.getByRole('heading', { name: /^Schedule of / }).waitFor()
    await expect.poll(() => page.getByText(/, 06:30 \(.*for you\)/).count()).toBe(3 + 5)
    await images(page).fill('')
    await button('Save').click()
    await page.getByText('Saved.').waitFor()
    await isSound()
    await open('/schedules')
    await page.getByText('On weekdays at 06:30').waitFor()
    await page.getByText('no limit but what the account may spend').waitFor()
    await isSound()
    await page.locator('tbody').getByRole('link').first().click()
    await button('Delete').click()
    await dialog().getByRole('button', { name: 'Delete' }).click()
    await page.getByText('No schedule yet').waitFor()
  })

  it('imports a folder with the folders in it, and says what of it is no article', async () => {
    await open('/contents')
    await button('Import').click()
    const folder = dialog().getByLabel('Folder to import')
    await folder.setInputFiles(join(import.meta.dirname, '../fixtures/imports'))
    await dialog().getByText('7 files').waitFor()
    await folder.setInputFiles(join(import.meta.dirname, '../fixtures/imports/folder'))
    await dialog().getByText('guides/glaze.markdown, kiln.md, wheel.html').waitFor()
    await button('Look at what would come').click()
    await dialog().getByText('Mixing a glaze').waitFor()
    await isSound()
    await button('Import 3 articles').click()
    await dialog().getByRole('link', { name: 'Mixing a glaze' }).waitFor()
    const { data } = await test.atelier.stores.contents.list({ page: 1, perPage: 50, filter: {} })
    expect(data.map(({ externalId }) => externalId)).toEqual(
      expect.arrayContaining(['glaze-1', 'file:kiln.md', 'file:wheel.html']),
    )
    await dialog().getByRole('button', { name: 'Close' }).click()
  })

  it('keeps what the first page needs within its budget', () => {
    const folder = builtFile('admin') ?? ''
    const html = readFileSync(join(folder, 'index.html'), 'utf8')
    const scripts = [...html.matchAll(/assets\/[^"]+\.js/g)].map(([path]) => statSync(join(folder, `${path}.br`)).size)
    expect(scripts.length).toBeGreaterThan(0)
    expect(scripts.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(330_000)
  })

  it('complains of nothing and asks nobody else', () => {
    expect(opened?.complaints.filter((text) => !text.includes('422') && !text.includes('400'))).toEqual([])
    expect(opened?.foreignRequests).toEqual([])
  })
})
