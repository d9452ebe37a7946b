import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // Embedded databases take a few hundred megabytes each, and process tests start servers: two at a time is enough.
    maxWorkers: 2,
    // Each test file has processes and databases of its own, which are over before optimised WebAssembly pays.
    execArgv: ['--liftoff-only'],
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A second, as it comes, is little where processors are shared.
    expect: { poll: { timeout: 20_000 } },
  },
})
