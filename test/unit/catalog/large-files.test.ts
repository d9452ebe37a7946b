import { describe, expect, it } from 'vitest'
import { checkCatalog } from '../../../api/catalog/check-catalog.ts'
import { formatPretty } from '../../../api/catalog/format/pretty.ts'
import { reportOf } from '../../../api/catalog/report.ts'
import { textOf, today, withFiles } from './catalog-fixture.ts'

/** Nearly the largest file that is read at all. */
const chars = 99_000
const full = (part: string): string => part.repeat(Math.floor(chars / part.length))
const bria = textOf('models/runware/bria-3.2.yaml')
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('')

/** Files that take the square of their length where something looks back, or looks through all for each. */
const files: [what: string, path: string, text: string][] = [
  ['tabs', 'models/x.yaml', full('\t')],
  ['blanks', 'models/x.yaml', full(' ')],
  ['blanks behind what tokens begin with', 'models/x.yaml', `# Bearer${full(' ')}`],
  ['blanks behind what keys are called', 'models/x.yaml', `# token:${full(' ')}`],
  ['line breaks', 'models/x.yaml', full('\n')],
  ['carriage returns', 'models/x.yaml', full('\r')],
  ['a list with a gap', 'models/x.yaml', `x: [a,${full(' ')}a]`],
  ['URLs with passwords', 'models/x.yaml', full('a://b:c@')],
  ['URLs with half a password', 'models/x.yaml', full('a://b:c')],
  ['parts of tokens', 'models/x.yaml', full('eyJaaaaaaaa.')],
  ['beginnings of keys', 'models/x.yaml', `-----BEGIN ${full('A ')}`],
  ['names of keys', 'models/x.yaml', full('api_key=')],
  ['brackets', 'models/x.yaml', full('[')],
  ['one key over and over', 'models/x.yaml', full('a: 1\n')],
  ['keys that nobody knows', 'models/x.yaml', lines(9000, (index) => `k${index}: 1\n`)],
  ['keys that are nearly right', 'models/x.yaml', bria + lines(5000, (index) => `nots${index}: 1\n`)],
  [
    'sizes with another cross',
    'models/x.yaml',
    bria.replace('valid_sizes:\n', `valid_sizes:\n${lines(5000, (index) => `  - 1344×${1000 + index}\n`)}`),
  ],
  ['plans with nothing in them', 'plans.yaml', `plans:\n${full('  - id: a\n')}`],
  ['anchors', 'models/x.yaml', full('&a ')],
  ['directives', 'models/x.yaml', full('# atelier-disable-next-line size/not-valid -- x\n')],
]

describe('a file full of', () => {
  // What grows with the square takes ten seconds and more on such a file, and minutes on most of these before they were
  // looked at. Times are printed: on a busy machine they say little.
  it.each(files)('%s is judged', (what, path, text) => {
    const began = performance.now()
    const report = reportOf(checkCatalog(withFiles({ [path]: text }), today))
    const shown = formatPretty(
      { ...report, findings: report.findings.slice(0, 1000) },
      { failOn: 'error', colours: false },
    )
    console.log(`${what}: ${report.findings.length} findings in ${Math.round(performance.now() - began)} ms`)
    expect(report.findings.length).toBeGreaterThan(0)
    expect(shown).toContain(`${path}:`)
  })
})
