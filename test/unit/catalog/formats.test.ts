import { describe, expect, it } from 'vitest'
import { checkCatalog } from '../../../api/catalog/check-catalog.ts'
import { formatGithub } from '../../../api/catalog/format/github.ts'
import { formatJson } from '../../../api/catalog/format/json.ts'
import { formatJunit } from '../../../api/catalog/format/junit.ts'
import { formatMarkdown } from '../../../api/catalog/format/markdown.ts'
import { formatPretty } from '../../../api/catalog/format/pretty.ts'
import { formatSarif } from '../../../api/catalog/format/sarif.ts'
import { type Report, reportOf } from '../../../api/catalog/report.ts'
import { edited, shipped, today } from './catalog-fixture.ts'

const options = { failOn: 'error', colours: false } as const
const bria = 'models/runware/bria-3.2.yaml'
const clean = reportOf(checkCatalog(shipped, today))
const wrongSize = reportOf(checkCatalog(edited(bria, 'landscape_size: 1344x768', 'landscape_size: 1792x1024'), today))
const hostile = reportOf(
  checkCatalog(edited(bria, 'provider: runware', 'provider: "a<b>|%0A\\u001b[31m\\n::error::x"'), today),
)

describe('pretty', () => {
  it('shows place, message, frame with caret, related place and page', () => {
    expect(formatPretty(wrongSize, options)).toBe(`config/${bria}:10:17 error size/not-valid
  Size 1792x1024 is not valid for bria:10@1. Nearest valid: 1344x768, 1216x832.
       9 | is_default: true
    > 10 | landscape_size: 1792x1024
         |                 ^^^^^^^^^
      11 | square_size: 1024x1024
  config/${bria}:12:1 valid_sizes of bria:10@1
  docs/rules/size-not-valid.md

✖ 15 files, 1 error
`)
  })

  it('has one line for a clean catalog, and colours only when asked', () => {
    expect(formatPretty(clean, options)).toBe('✔ 15 files, no findings\n')
    expect(formatPretty(clean, { ...options, colours: true })).toContain('\u001B[32m')
  })

  it('leads to the file and to the page of the rule on a terminal, and nowhere else', () => {
    const links = { docsRoot: '/opt/atelier' }
    const text = formatPretty(wrongSize, { ...options, links })
    expect(text).toContain(
      `\u001B]8;;file://${process.cwd()}/config/${bria}\u001B\\config/${bria}:10:17\u001B]8;;\u001B\\`,
    )
    expect(text).toContain('\u001B]8;;file:///opt/atelier/docs/rules/size-not-valid.md\u001B\\docs/rules/')
    expect(formatPretty(wrongSize, { ...options, colours: true })).not.toContain('\u001B]8')
  })

  it('lets no file move the cursor, and blots out secrets', () => {
    expect(formatPretty(hostile, options)).not.toContain('\u001B')
    const secret = 'sk-proj-AbCdEf0123456789AbCdEf01'
    const leak = reportOf(
      checkCatalog(edited('providers.yaml', 'key_env: OPENAI_API_KEY', `key_env: ${secret}`), today),
    )
    for (const format of [formatPretty, formatJson, formatSarif, formatGithub, formatJunit, formatMarkdown]) {
      expect((format as (report: Report, given: typeof options) => string)(leak, options)).not.toContain(secret)
    }
    expect(formatPretty(leak, options)).toContain(`key_env: ${'*'.repeat(secret.length)}`)
  })
})

describe('json', () => {
  it('has the documented shape', () => {
    expect(JSON.parse(formatJson(wrongSize, options))).toEqual({
      version: 1,
      ok: false,
      filesChecked: 15,
      findings: [
        {
          rule: 'size/not-valid',
          severity: 'error',
          file: `config/${bria}`,
          line: 10,
          column: 17,
          endLine: 10,
          endColumn: 26,
          message: 'Size 1792x1024 is not valid for bria:10@1. Nearest valid: 1344x768, 1216x832.',
          docs: 'docs/rules/size-not-valid.md',
          related: [{ file: `config/${bria}`, line: 12, column: 1, message: 'valid_sizes of bria:10@1' }],
        },
      ],
    })
  })
})

describe('github', () => {
  it('escapes what would end a line or a property', () => {
    const text = formatGithub(hostile)
    expect(text.trimEnd().split('\n')).toHaveLength(hostile.findings.length)
    expect(text).toContain('title=reference/unknown-provider::')
    expect(text).toContain('%250A')
  })
})

describe('sarif', () => {
  it('names each rule and place', () => {
    const { version, runs } = JSON.parse(formatSarif(wrongSize))
    expect(version).toBe('2.1.0')
    expect(runs[0].results[0]).toMatchObject({
      ruleId: 'size/not-valid',
      level: 'error',
      locations: [{ physicalLocation: { region: { startLine: 10, startColumn: 17, endColumn: 26 } } }],
    })
    expect(runs[0].tool.driver.rules[runs[0].results[0].ruleIndex].id).toBe('size/not-valid')
  })
})

describe('junit and markdown', () => {
  it('escape what would be markup', () => {
    expect(formatJunit(hostile, options)).toContain('a&lt;b&gt;')
    expect(formatJunit(clean, options)).toContain('tests="15" failures="0"')
    expect(formatMarkdown(hostile)).toContain(String.raw`a&lt;b>\|`)
    expect(formatMarkdown(clean)).toBe('**Catalog:** 15 files, no findings.\n')
  })
})
