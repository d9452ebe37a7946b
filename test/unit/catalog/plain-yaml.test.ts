import * as fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { readDocument } from '../../../api/catalog/document.ts'
import { plainYamlValue } from '../../../api/catalog/plain-yaml.ts'
import { plainValue } from '../../../api/catalog/yaml-value.ts'
import { shipped, textOf } from './catalog-fixture.ts'

/** ATELIER_FUZZ_RUNS=1000000 is what a release is tested with; this many take seconds. */
const runs = Number(process.env['ATELIER_FUZZ_RUNS'] ?? 20_000)
const seed = 20_261_122

/** As the full reader is set up in document.ts. */
const options = {
  version: '1.2',
  schema: 'core',
  resolveKnownTags: false,
  stringKeys: true,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
} as const

/** What the full reader makes of a text; undefined where it finds anything wrong with it. */
function fullValue(text: string): { value: unknown } | undefined {
  const document = parseDocument(text, options)
  if (document.errors.length > 0 || document.warnings.length > 0) return undefined
  const { value, problems } = plainValue(document.contents)
  return problems.length > 0 ? undefined : { value }
}

/** Whether the quick reader took a text; it must then see what the full reader sees. */
function isTakenRightly(text: string): boolean {
  const quick = plainYamlValue(text)
  if (!quick) return false
  const full = fullValue(text)
  if (!isDeepStrictEqual(quick, full)) {
    throw new Error(`${JSON.stringify(text)}: ${JSON.stringify(quick)}, but truly ${JSON.stringify(full)}`)
  }
  return true
}

const pieces = [
  'a',
  'key',
  'é',
  '😀',
  '\xA0',
  '　',
  'a b',
  "it's",
  '::',
  '?',
  '? ',
  '!',
  '&',
  '*',
  '%',
  '@',
  '`',
  '<<',
  '=',
  ': ',
  ':',
  ' :',
  ', ',
  ',',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  "''",
  '""',
  '#',
  ' #',
  ' # c',
  '|',
  '>',
  '|-',
  '>+',
  '|2',
  ' ',
  '  ',
  '\n',
  '\n\n',
  '\n ',
  '\n  ',
  '\n    ',
  '	',
  '\r\n',
  '\\',
  '\0',
  '',
  '\u2028',
  '- ',
  '-',
  '- - ',
  '...',
  '1',
  '01',
  '-1',
  '0x1F',
  '0o17',
  '0b1',
  '1e3',
  '1.5',
  '.5',
  '1.',
  '1_000',
  '12:30',
  '2026-01-01',
  '9007199254740993',
  '~',
  'null',
  'Null',
  'true',
  'True',
  'yes',
  'No',
  'on',
  '.inf',
  '.NaN',
  '-0',
  '+1',
  '---',
  '&x ',
  '*x',
  '!!str ',
  'a: b\n',
  'b: [a, b]\n',
  'c: { d: 1 }\n',
  'e:\n  - f\n',
  '- g: 1\n  h: 2\n',
  'i:\n- j\n',
  '  k: l\n',
  'm: >-\n  n\n',
  'o: |\n  p\n  q\n',
  '  r',
  'https://a.b/c#d',
  '"q"',
  "'it''s'",
  '[1,\n  2]',
  's:\n',
  '  # c\n',
  'constructor: 1\n',
  't:1@2: u\n',
  'v:w:\n',
]
const piece = fc.constantFrom(...pieces)

/** Every YAML file of the catalog, and a few that are larger. */
const texts = [
  ...shipped.files.map((file) => textOf(file.path)),
  'a:\n  - b: c\n    d: [e, "f"]\n  - g\nh: >-\n  i\n  j\nk:\n',
]

/** A scalar as it may be written where a value is expected. */
const scalar = fc.oneof(
  piece,
  fc.array(piece, { maxLength: 3 }).map((parts) => parts.join('')),
)

/** Lines as people would write them, with nasty values in them. */
const line = fc
  .tuple(
    fc.constantFrom('', '', '', '  ', '    '),
    fc.constantFrom('a: ', 'b: ', 'c:', '- ', '- d: ', '', '# '),
    scalar,
  )
  .map(([indent, start, value]) => `${indent}${start}${value}\n`)

describe('the quick reader of YAML', () => {
  it.each([
    ['folded text', 'a: >-\n  b\n  c\n'],
    ['literal text', 'a: |\n  b\n  # c\nd: e\n'],
    ['quotes', `a: "b # c: d"\ne: 'it''s'\nf: ""\n`],
    ['comments', '# a\n\nb: c # d\n   # e\nf: # g\n  - h # i\n# j'],
    ['lists that are not indented', 'a:\n- b: 1\n  c: 2\n- d\ne: f\n'],
    ['flow collections', 'a: [b, "c", { d: 1, e: [] }, {}]\nf: { g: h:1, i: 1024x1024 }\n'],
    ['numbers', 'a: 1\nb: -1.5\nc: 0\nd: 0.04\ne: 999999999999999\n'],
    ['words', 'a: true\nb: false\nc: null\nd:\ne: yes\nf: on\ng: 2026-12-01\nh: 10:30\n'],
    ['unicode', 'a: é 😀 ×\nb: "日本"\n'],
    ['spaces that do not end a value', 'a: b\u00A0\nc: d \u00A0 \ne: f\u3000\n'],
    ['punctuation', 'a: Black & white, 100 % - "so"; no\n'],
    ['no line break at the end', 'a: b'],
    ['names of models as keys', 'a:\n  b:10@1: { c: false }\n  d:97@1:\n    e: 1\n'],
  ])('reads %s as the full reader does', (_, text) => {
    expect(isTakenRightly(text)).toBe(true)
  })

  it.each([
    ['an anchor', 'a: &x b\n'],
    ['an alias', 'a: *x\n'],
    ['a tag', 'a: !!str b\n'],
    ['a directive', '%YAML 1.2\n---\na: b\n'],
    ['a document marker', '---\na: b\n'],
    ['two documents', 'a: b\n---\nc: d\n'],
    ['a merge key', '<<: { a: b }\n'],
    ['a tab', 'a:\tb\n'],
    ['CRLF', 'a: b\r\n'],
    ['a byte order mark', '\uFEFFa: b\n'],
    ['an escape', 'a: "\\x41"\n'],
    ['a leading zero', 'a: 01\n'],
    ['a hexadecimal number', 'a: 0x1F\n'],
    ['an exponent', 'a: 1e3\n'],
    ['a number beyond 2^53', 'a: 9007199254740993\n'],
    ['infinity', 'a: .inf\n'],
    ['a negative zero', 'a: -0\n'],
    ['a long decimal', 'a: 0.1234567\n'],
    ['other spellings of null and true', 'a: ~\nb: NULL\n'],
    ['a duplicate key', 'a: 1\na: 2\n'],
    ['a duplicate key in a flow mapping', 'a: { b: 1, b: 2 }\n'],
    ['a key that objects have', '__proto__: 1\n'],
    ['a quoted key', '"a": 1\n'],
    ['an explicit key', '? a\n: b\n'],
    ['text that goes on', 'a: b\n  c\n'],
    ['a quoted text that goes on', 'a: "b\n  c"\n'],
    ['a flow list that goes on', 'a: [b,\n  c]\n'],
    ['a folded text with an empty line', 'a: >\n  b\n\n  c\n'],
    ['a folded text with an indented line', 'a: >\n  b\n    c\n'],
    ['a folded text with spaces at the end of a line', 'a: >\n  b \n  c\n'],
    ['a text with an indentation indicator', 'a: |2\n   b\n'],
    ['nested lists on a line', '- - a\n'],
    ['an empty text', '\n# nothing\n'],
    ['a scalar', 'a\n'],
    ['wrong indentation', 'a:\n    b: 1\n  c: 2\n'],
    ['a mapping within a value', 'a: b: c\n'],
    ['a bracket that is not closed', 'a: [b\n'],
    ['what follows a quoted text', 'a: "b" c\n'],
    ['a trailing comma', 'a: [b,]\n'],
    ['deep nesting', `a: ${'['.repeat(60)}${']'.repeat(60)}\n`],
    ['a text so long that it could have too many values', `a: [${'b,'.repeat(25_000)}b]\n`],
  ])('leaves %s to the full reader', (_, text) => {
    expect(plainYamlValue(text)).toBeUndefined()
  })

  it('reads every file of the catalog', () => {
    for (const text of texts) expect(isTakenRightly(text)).toBe(true)
  })

  it(`never sees anything else than the full reader, in ${runs} random texts`, { timeout: 3_600_000 }, () => {
    let taken = 0
    const fragments = fc.array(piece, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''))
    const lines = fc.array(line, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''))
    const edit = fc.tuple(fc.nat(3000), fc.nat(4), piece)
    const mutants = fc
      .tuple(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 3 }))
      .map(([text, edits]) =>
        edits.reduce((changed, [place, removed, added]) => {
          const at = place % (changed.length + 1)
          return changed.slice(0, at) + added + changed.slice(at + removed)
        }, text),
      )
    const property = fc.property(fc.oneof(fragments, lines, mutants), (text) => {
      if (isTakenRightly(text)) taken++
    })
    fc.assert(property, { numRuns: runs, seed })
    console.info(`${taken} of ${runs} random texts were read the quick way`)
    expect(taken).toBeGreaterThan(runs / 20)
  })

  it('gives the same positions, problems and values as the full reader', () => {
    for (const file of shipped.files) {
      const quick = readDocument(file)
      // A directive to which no reader pays attention, but which the quick one leaves to the other.
      const full = readDocument({ ...file, bytes: Buffer.concat([file.bytes, Buffer.from('# \\\n')]) })
      expect(quick.value).toEqual(full.value)
      for (const path of [[], ...Object.keys(quick.value as object).map((key) => [key])]) {
        expect(quick.placeOf(path, 'value')).toEqual(full.placeOf(path, 'value'))
        expect(quick.placeOf(path, 'key')).toEqual(full.placeOf(path, 'key'))
      }
    }
  })
})
