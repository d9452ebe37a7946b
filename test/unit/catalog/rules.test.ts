import { describe, expect, it } from 'vitest'
import { checkCatalog } from '../../../api/catalog/check-catalog.ts'
import { docsPathOf } from '../../../api/catalog/finding.ts'
import { allRules } from '../../../api/catalog/rules/registry.ts'
import { readExampleBase, readExamples } from '../../../api/catalog/rules/read-examples.ts'
import { ruleDocs } from '../../../api/catalog/rule-docs.ts'
import { lintSources } from '../../../api/source-lint/lint-sources.ts'

const base = await readExampleBase()

describe('the small catalog of the examples', () => {
  it('is clean', () => {
    expect(checkCatalog(base, '2026-01-01').findings).toEqual([])
  })
})

describe.each(allRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it('finds its own bad example, and nothing else in it', async () => {
    const { before, bad, today } = await readExamples(id, base)
    const { findings: declared, context } = checkCatalog(bad.tree, today, before?.tree)
    const findings = [...declared, ...(await lintSources(context, bad.sources))]
    // Two models in a tier are most easily two of one provider, which is worth a hint wherever it happens.
    const told = findings.filter((finding) => finding.rule === id || finding.severity !== 'hint')
    expect(told.length).toBeGreaterThan(0)
    expect(told.map((finding) => `${finding.rule} ${finding.file}:${finding.line} ${finding.message}`)).toEqual(
      told.map((finding) => `${id} ${finding.file}:${finding.line} ${finding.message}`),
    )
    expect(told[0]).toMatchObject({ severity: rule.severity, docs: docsPathOf(id) })
  })

  it('is silent about its good example', async () => {
    const { before, good, today } = await readExamples(id, base)
    const { findings, context } = checkCatalog(good.tree, today, before?.tree)
    // A change that says why it breaks something is still told.
    const told = findings.filter(({ severity }) => severity !== 'hint')
    expect([...told, ...(await lintSources(context, good.sources))]).toEqual([])
  })
})

describe('the registry', () => {
  it('has every rule once', () => {
    const ids = allRules.map((rule) => rule.id)
    expect(ids).toEqual([...new Set(ids)])
  })

  it('makes a page of every rule', async () => {
    const pages = await ruleDocs(lintSources)
    expect(Object.keys(pages).toSorted()).toEqual(
      ['docs/rules/README.md', ...allRules.map((rule) => docsPathOf(rule.id))].toSorted(),
    )
    expect(pages['docs/rules/size-not-valid.md']).toContain('Nearest valid')
  })
})
