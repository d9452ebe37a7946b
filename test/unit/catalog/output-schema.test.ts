import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { checkCatalog } from '../../../api/catalog/check-catalog.ts'
import { formatJson } from '../../../api/catalog/format/json.ts'
import { reportOf } from '../../../api/catalog/report.ts'
import { readExampleBase, readExamples } from '../../../api/catalog/rules/read-examples.ts'
import { allRules } from '../../../api/catalog/rules/registry.ts'
import { shipped, today } from './catalog-fixture.ts'

const base = await readExampleBase()
const published = JSON.parse(await readFile('docs/validate-config.schema.json', 'utf8')) as object
const options = { failOn: 'error', colours: false } as const

describe('the JSON output', () => {
  const validate = new Ajv2020({ allErrors: true, strict: true }).compile(published)

  it('of a clean catalog keeps its published schema', () => {
    expect(validate(JSON.parse(formatJson(reportOf(checkCatalog(shipped, today)), options)))).toBe(true)
  })

  it.each(allRules.map(({ id }) => id))('with a finding of %s keeps it too', async (id) => {
    const { before, bad, today: date } = await readExamples(id, base)
    const output: unknown = JSON.parse(formatJson(reportOf(checkCatalog(bad.tree, date, before?.tree)), options))
    validate(output)
    expect(validate.errors ?? []).toEqual([])
  })
})
