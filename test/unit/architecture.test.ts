import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { expect, it } from 'vitest'
import { createRequire } from 'node:module'

const config = createRequire(import.meta.url)('../../.dependency-cruiser.cjs')

it('follows the import rules, over files that were really looked at', async () => {
  const { output } = await cruise(
    ['api', 'admin', 'scripts', 'test'],
    { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true, outputType: 'json' },
    undefined,
    { tsConfig: extractTSConfig('tsconfig.json') },
  )
  const { summary } = JSON.parse(output as string) as ICruiseResult
  const violations = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)
  expect(violations).toEqual([])
  // With a compiler it does not know, the tool finds nothing, looks at nothing, and calls that a success.
  expect(summary.totalCruised).toBeGreaterThan(100)
})
