import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const candidates = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/** The browser of this machine; undefined where there is none, which is said. CI has one, and must not skip. */
export function findBrowser(): string | undefined {
  const found = candidates.find((path) => path !== undefined && existsSync(path))
  if (found === undefined) {
    if (process.env['REQUIRE_BROWSER'])
      throw new Error('REQUIRE_BROWSER is set, but there is no browser. Install chromium.')
    console.log('Skipped: tests of the console need chromium (set CHROMIUM_PATH where it is elsewhere).')
  }
  return found
}

/** A browser that asks for nothing by itself. */
export const launchBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
