import { describe, expect, it } from 'vitest'
import { type CatalogDocument, type Part, type Path, readDocument } from '../../../api/catalog/document.ts'
import { edited, findingsOf, withFiles } from './catalog-fixture.ts'

const bria = 'models/runware/bria-3.2.yaml'

const documentOf = (text: string | Uint8Array): CatalogDocument =>
  readDocument({ path: 'x.yaml', label: 'x.yaml', bytes: typeof text === 'string' ? Buffer.from(text) : text })

/** The text at a position, to compare with what it should point at. */
function pointedAt(text: string, path: Path, part: Part): string {
  const { line, column, endLine, endColumn } = documentOf(text).placeOf(path, part)
  const lines = text.split('\n').slice(line - 1, endLine)
  const last = lines.length - 1
  return lines
    .map((content, index) => content.slice(index === 0 ? column - 1 : 0, index === last ? endColumn - 1 : undefined))
    .join('\n')
}

describe('positions', () => {
  const text = 'a: 1\nb:\n  c: "two"\n  d: [3, four]\ne:\nf: &x { g: 5 }\nh: *x\n'

  it.each<[Path, Part, string]>([
    [['a'], 'key', 'a'],
    [['a'], 'value', '1'],
    [['b', 'c'], 'value', '"two"'],
    [['b', 'd', 1], 'value', 'four'],
    [['b', 'd', '0'], 'value', '3'],
    [['b'], 'value', 'c: "two"\n  d: [3, four]'],
    [['e'], 'value', 'e'],
    [['h', 'g'], 'value', '5'],
    [['absent'], 'value', 'a'],
    [['b', 'absent'], 'value', 'b'],
    [[], 'value', 'a'],
  ])('%j (%s) points at %j', (path, part, expected) => {
    expect(pointedAt(text, path, part)).toBe(expected)
  })

  it('are the same with CRLF and with a byte order mark', () => {
    const path = ['b', 'd', 1]
    const plain = documentOf(text).placeOf(path, 'value')
    expect(documentOf(text.replaceAll('\n', '\r\n')).placeOf(path, 'value')).toEqual(plain)
    expect(documentOf(`\uFEFF${text}`).placeOf(path, 'value')).toEqual(plain)
    expect(documentOf(`\uFEFFa: 1`).placeOf(['a'], 'key').column).toBe(1)
  })

  it('put an unknown key on the key, from its start to its end', () => {
    const [finding] = findingsOf(edited(bria, 'notes:', 'noets:'))
    expect(finding).toMatchObject({
      rule: 'schema/unknown-key',
      line: 26,
      column: 1,
      endLine: 26,
      endColumn: 6,
      hint: 'Did you mean "notes"?',
    })
  })

  it('put a wrong value on the value', () => {
    const [finding] = findingsOf(edited(bria, 'model_type: image', 'model_type: imgae'))
    expect(finding).toMatchObject({
      rule: 'schema/not-allowed-value',
      line: 5,
      column: 13,
      endColumn: 18,
      hint: 'Did you mean "image"?',
    })
  })

  it('put a missing key on the first key of the file, and within a mapping on the key of the mapping', () => {
    expect(findingsOf(edited(bria, 'is_active: true\n', ''))).toMatchObject([
      { rule: 'schema/missing-key', line: 2, column: 1, endColumn: 11 },
    ])
    const nested = findingsOf(edited(bria, ', prompt_chars_max: 3000', ''))
    expect(nested).toMatchObject([
      {
        rule: 'schema/missing-key',
        line: 23,
        column: 1,
        endColumn: 8,
        message: 'accepts lacks the key "prompt_chars_max".',
      },
    ])
  })

  it('say where the first of two is', () => {
    const [finding] = findingsOf(edited(bria, 'priority: 1', 'priority: 1\npriority: 2'))
    expect(finding).toMatchObject({
      rule: 'yaml/duplicate-key',
      line: 8,
      column: 1,
      related: [{ file: `config/${bria}`, line: 7, column: 1, message: 'first here' }],
    })
  })
})

describe('syntax errors', () => {
  it('are all reported, each at its line, and nothing is concluded from what the file no longer says', () => {
    const tree = withFiles({ [bria]: 'model_name: "bria:10@1\nprice: { usd_per_image: 0.04\n' })
    const findings = findingsOf(tree)
    expect(findings.length).toBeGreaterThan(0)
    expect(findings.every((finding) => finding.rule === 'yaml/syntax' && finding.file === `config/${bria}`)).toBe(true)
    const two = findingsOf(withFiles({ [bria]: 'a: [1, 2\nb: ok\nc: "x" y\nd: {e: 1\n' }))
    expect(two.length).toBeGreaterThan(1)
    expect(new Set(two.map((finding) => finding.line)).size).toBe(two.length)
  })

  it('in tiers.yaml say nothing about the models and plans that refer to it', () => {
    expect(new Set(findingsOf(withFiles({ 'tiers.yaml': 'tiers: [\n' })).map((finding) => finding.file))).toEqual(
      new Set(['config/tiers.yaml']),
    )
  })
})
