import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import draft04 from 'ajv-draft-04'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { array, assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { checkCatalog } from '../../../api/catalog/check-catalog.ts'
import type { Finding, Severity } from '../../../api/catalog/finding.ts'
import { formatGithub } from '../../../api/catalog/format/github.ts'
import { formatJunit } from '../../../api/catalog/format/junit.ts'
import { formatPretty } from '../../../api/catalog/format/pretty.ts'
import { formatSarif } from '../../../api/catalog/format/sarif.ts'
import { type Report, reportOf } from '../../../api/catalog/report.ts'
import { readExampleBase, readExamples } from '../../../api/catalog/rules/read-examples.ts'
import { allRules } from '../../../api/catalog/rules/registry.ts'
import { lintSources } from '../../../api/source-lint/lint-sources.ts'
import { edited, shipped, today } from './catalog-fixture.ts'

const require = createRequire(import.meta.url)
const published = (path: string) => readFile(require.resolve(path), 'utf8')

const options = { failOn: 'error', colours: false } as const
const base = await readExampleBase()

/** Findings in files whose names and texts do what they can to be something else. */
const hostileTexts = [
  '100% of a: b, c\r\n::error::d',
  `]]><x a='1' b="2">&amp;</x><!-- -->`,
  '\u0000\u0001\u001B[31m\u007F\u0085\u2028\uFFFE\uFFFF',
  '\uD800 alone \u{1F58C}',
  '|\n`${x}` \\ \t@all <b>%0A%25',
]
const hostileFiles = ['ab:c,d%.yaml', 'a b#c?d&e.yaml', `a'b"c<d>.yaml`, 'a\nb\u001B[2J.yaml', 'a\\b[c]{d}.yaml']

const hostile: Report = {
  files: [...hostileFiles, 'sound <&>.yaml'],
  findings: hostileFiles.map((file, index): Finding => {
    const text = hostileTexts[index] ?? ''
    const range = { line: 3, column: 5, endLine: 4, endColumn: 1 }
    return {
      rule: 'size/not-valid',
      severity: (['error', 'warning', 'hint'] satisfies Severity[])[index % 3] ?? 'error',
      file,
      ...range,
      message: text,
      hint: text,
      docs: 'docs/rules/size-not-valid.md',
      related: [{ file, line: 1, column: 1, message: text }],
      fix: {
        description: text,
        edits: [
          { ...range, start: 20, end: 30, replaces: 'x', text },
          { ...range, start: 40, end: 50, replaces: 'x', text: '' },
        ],
      },
    }
  }),
  line: () => undefined,
}

/** A report with a finding of each rule, with some fixes among them. */
async function everyRule(): Promise<Report> {
  const reports = await Promise.all(
    allRules.map(async ({ id }) => {
      const { before, bad, today: date } = await readExamples(id, base)
      const checked = checkCatalog(bad.tree, date, before?.tree)
      return [reportOf(checked), await lintSources(checked.context, bad.sources)] as const
    }),
  )
  return {
    files: [...new Set(reports.flatMap(([{ files }]) => files))],
    findings: reports.flatMap(([{ findings }, ofCode]) => [...findings, ...ofCode]),
    line: () => undefined,
  }
}

const reports: [string, Report][] = [
  ['a clean catalog', reportOf(checkCatalog(shipped, today))],
  ['a mistake', reportOf(checkCatalog(edited('plans.yaml', 'tiers: [basic]', 'tiers: [basic, basic]'), today))],
  ['every rule', await everyRule()],
  ['hostile names and texts', hostile],
]

describe('SARIF', async () => {
  const Ajv = draft04.default
  const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false, formats: fullFormats })
  const validate = ajv.compile(JSON.parse(await published('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json')))

  it.each(reports)('of %s keeps the schema of SARIF 2.1.0', (_, report) => {
    const log: unknown = JSON.parse(formatSarif(report))
    validate(log)
    expect(validate.errors ?? []).toEqual([])
  })

  it('is refused by that schema where it is wrong', () => {
    expect(validate({ version: '2.1.0', runs: [{ tool: { driver: {} } }] })).toBe(false)
  })

  it('names every file as a reference that leads to it and to nothing else', () => {
    const { runs } = JSON.parse(formatSarif(hostile)) as { runs: { artifacts: { location: { uri: string } }[] }[] }
    const uris = runs.flatMap(({ artifacts }) => artifacts.map(({ location }) => location.uri))
    const root = 'file:///srv/'
    expect(uris.map((uri) => decodeURIComponent(new URL(uri, root).pathname))).toEqual(
      hostile.files.map((file) => `/srv/${file}`),
    )
  })

  it('carries a fix as the region that goes and the text that comes', () => {
    const [, wrong] = reports[1] ?? []
    const { runs } = JSON.parse(formatSarif(wrong ?? hostile)) as { runs: { results: { fixes?: unknown }[] }[] }
    expect(runs[0]?.results[0]?.fixes).toEqual([
      {
        description: { text: 'Take it out.' },
        artifactChanges: [
          {
            artifactLocation: { uri: 'config/plans.yaml' },
            replacements: [{ deletedRegion: { startLine: 5, startColumn: 18, endLine: 5, endColumn: 25 } }],
          },
        ],
      },
    ])
  })
})

describe('JUnit XML', async () => {
  const schema = { fileName: 'junit.xsd', contents: await published('junit-processor/schemas/jenkins-junit.xsd') }
  const problemsOf = async (contents: string) =>
    (await validateXML({ xml: { fileName: 'report.xml', contents }, schema })).errors.map(({ message }) => message)

  it.each(reports)('of %s keeps the schema that Jenkins publishes', async (_, report) => {
    expect(await problemsOf(formatJunit(report, options))).toEqual([])
  })

  it('is refused by that schema where it is wrong', async () => {
    const wrong = formatJunit(hostile, options).replace('<testcase classname', '<testcase classnam')
    expect(await problemsOf(wrong)).not.toEqual([])
    expect(await problemsOf('<testsuites>\u0001</testsuites>')).not.toEqual([])
  })
})

/** What GitHub's runner makes of a line, by its documented escaping. */
function readAnnotation(line: string): { command: string; properties: Record<string, string>; message: string } {
  const end = line.indexOf('::', 2)
  const [command = '', ...rest] = line.slice(2, end).split(' ')
  const text = (escaped: string) => escaped.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
  const property = (escaped: string) => text(escaped.replaceAll('%3A', ':').replaceAll('%2C', ','))
  const pairs = rest
    .join(' ')
    .split(',')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), property(pair.slice(pair.indexOf('=') + 1))])
  return { command, properties: Object.fromEntries(pairs), message: text(line.slice(end + 2)) }
}

describe('a GitHub annotation', () => {
  const finding: Finding = {
    rule: 'size/not-valid',
    severity: 'hint',
    file: 'config/a,b:c%.yaml',
    line: 3,
    column: 5,
    endLine: 3,
    endColumn: 9,
    message: '100% of a: b, c\r\n::error::d',
    docs: 'docs/rules/size-not-valid.md',
    related: [],
  }
  const annotationOf = (one: Finding): string =>
    formatGithub({ files: [one.file], findings: [one], line: () => undefined })

  it('escapes %, CR and LF everywhere, and colons and commas in properties, as GitHub documents', () => {
    expect(annotationOf(finding)).toBe(
      '::notice file=config/a%2Cb%3Ac%25.yaml,line=3,endLine=3,col=5,endColumn=8,title=size/not-valid::' +
        '100%25 of a: b, c%0D%0A::error::d%0Adocs/rules/size-not-valid.md\n',
    )
  })

  it('is one line, whatever the texts are, and says just them', () => {
    const piece = array(string({ unit: 'binary', maxLength: 3 }), { maxLength: 4 }).map((parts) =>
      parts.join('%0A::,:\r\n%25'),
    )
    assert(
      property(piece, piece, (file, message) => {
        const line = annotationOf({ ...finding, file, message })
        expect(line.trimEnd().split(/[\r\n]/)).toHaveLength(1)
        const read = readAnnotation(line.slice(0, -1))
        expect(read.command).toBe('notice')
        expect(read.properties).toMatchObject({ file, line: '3', col: '5', title: 'size/not-valid' })
        expect(read.message).toBe(`${message}\n${finding.docs}`)
      }),
    )
  })

  it('of hostile names and texts is one line each', () => {
    expect(formatGithub(hostile).trimEnd().split('\n')).toHaveLength(hostile.findings.length)
  })
})

describe('the output for people', () => {
  it('lets no name of a file move the cursor or begin a line', () => {
    const text = formatPretty(
      {
        ...hostile,
        findings: hostile.findings.map((one) => ({
          ...one,
          message: 'x',
          hint: 'y',
          related: [{ file: one.file, line: 1, column: 1, message: 'z' }],
        })),
      },
      options,
    )
    expect(text).not.toContain('\u001B')
    expect(text).not.toContain('a\nb')
  })
})
