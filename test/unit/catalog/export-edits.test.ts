import { describe, expect, it } from 'vitest'
import { readDocument } from '../../../api/catalog/document.ts'
import { editedText } from '../../../api/catalog/export/edited-text.ts'
import { keyOrderOf } from '../../../api/catalog/export/key-order.ts'
import { scalarText } from '../../../api/catalog/export/scalar-text.ts'
import { lineStartAt } from '../../../api/catalog/export/text-lines.ts'
import { shipped } from './catalog-fixture.ts'

const schema = {
  properties: { first: {}, second: { properties: { one: {}, two: {} } }, third: {}, list: {}, items: {}, note: {} },
}
const order = keyOrderOf(schema, schema)

/** A text as it is after edits that make it say something else. */
const edit = (text: string, value: unknown, formerIds?: Map<unknown, string>) =>
  editedText(text, 'file.yaml', { value, order, ...(formerIds ? { formerIds } : {}) })

describe('an edited file', () => {
  it('is the same byte for byte where it says what it should, in whatever order', () => {
    const text = '\n# top\nsecond:   {two: 2,   "one": 1}\r\nfirst:\n\n    0x10 # sixteen\n'
    expect(edit(text, { first: 16, second: { one: 1, two: 2 } })).toBe(text)
  })

  it('keeps the comment on the line of a value that changes', () => {
    expect(edit('first: 1 # why\nthird: a\n', { first: 2, third: 'a' })).toBe('first: 2 # why\nthird: a\n')
  })

  it.each([
    ['"a"', '"b"'],
    ["'a'", "'b'"],
    ['a', 'b'],
    ['|-\n  a', '|-\n  b'],
    ['>-\n    a', '>-\n    b'],
  ])('writes %j in the way that it was written in', (before, after) => {
    expect(edit(`first: ${before}\nthird: 3\n`, { first: 'b', third: 3 })).toBe(`first: ${after}\nthird: 3\n`)
  })

  it('leaves a way to write that cannot hold the new text', () => {
    expect(edit("first: 'a'\n", { first: 'a\tb' })).toBe('first: "a\\tb"\n')
    expect(edit('first: a\n', { first: 'yes' })).toBe('first: "yes"\n')
    expect(edit('first: |-\n  a\nthird: 3\n', { first: ' a\nb', third: 3 })).toBe('first: " a\\nb"\nthird: 3\n')
    expect(edit('first: 012a\n', { first: '012' })).toBe('first: "012"\n')
    expect(edit('first: "5"\n', { first: 5 })).toBe('first: 5\n')
    expect(edit('first: 5\n', { first: '5' })).toBe('first: "5"\n')
  })

  it('puts no lines of text behind a comment', () => {
    expect(edit('first: a # why\n', { first: 'a\nb' })).toBe('first: "a\\nb" # why\n')
    expect(edit('first: a\n', { first: 'a\nb' })).toBe('first: |-\n  a\n  b\n')
  })

  it('writes no text as lines in which a comment for the validator would count', () => {
    const text = 'a\n# atelier-disable-next-line size/missing -- no'
    expect(edit('first: |-\n  a\n', { first: text })).toBe(`first: ${JSON.stringify(text)}\n`)
  })

  it('wraps a folded text anew', () => {
    const words = Array.from({ length: 40 }, (_, index) => `word${index}`).join(' ')
    const edited = edit('note: >-\n  a b\n  c\n', { note: words })
    expect(edited).toMatch(/^note: >-\n {2}word0 .*\n {2}word\d+ .*\n {2}word\d+ .*\n$/)
    expect(Math.max(...edited.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120)
  })

  it('gets a new key behind the one that the schema names before it', () => {
    expect(edit('third: 3\nfirst: 1\n', { first: 1, second: { one: 1 }, third: 3 })).toBe(
      'third: 3\nfirst: 1\nsecond: { one: 1 }\n',
    )
    expect(edit('# file\nthird: 3\n', { first: 1, third: 3 })).toBe('# file\nfirst: 1\nthird: 3\n')
    expect(edit('second: { two: 2 }\n', { second: { one: 1, two: 2 } })).toBe('second: { one: 1, two: 2 }\n')
    expect(edit('second:\n    two: 2', { second: { one: 1, two: 2 } })).toBe('second:\n    one: 1\n    two: 2\n')
  })

  it('loses a key with the comments that are its own, and no others', () => {
    const text = [
      '# about the file',
      'first: 1',
      '',
      '# about the second',
      'second:',
      '  one: 1',
      '  # deep in the second',
      '',
      '# a section',
      '',
      'third: 3',
      '',
    ].join('\n')
    expect(edit(text, { first: 1, third: 3 })).toBe('# about the file\nfirst: 1\n\n# a section\n\nthird: 3\n')
    expect(edit(text, { second: { one: 1 }, third: 3 })).toMatch(/^# about the file\n# about the second\nsecond:\n/)
  })

  it('keeps what stands behind a dash where the first key of an item goes', () => {
    const text = 'items:\n  - third: 3\n    # the id\n    id: a\n'
    expect(edit(text, { items: [{ id: 'a' }] })).toBe('items:\n  - # the id\n    id: a\n')
  })

  it('moves items with their comments, and keeps the lines between them', () => {
    const text = [
      'items:',
      '  # about a',
      '  - id: a',
      '    third: 1 # one',
      '    # still a',
      '',
      '  - id: b # b',
      '',
      '  # about c',
      '  - id: c',
      '# the end',
      '',
    ].join('\n')
    expect(edit(text, { items: [{ id: 'c' }, { id: 'a', third: 2 }, { id: 'd' }] })).toBe(
      [
        'items:',
        '  # about c',
        '  - id: c',
        '',
        '  # about a',
        '  - id: a',
        '    third: 2 # one',
        '    # still a',
        '',
        '  - id: d',
        '# the end',
        '',
      ].join('\n'),
    )
  })

  it('takes a comment that is further in for the end of the item above it', () => {
    const text = 'items:\n  - id: a\n    # the end of a\n  - id: b\n'
    expect(edit(text, { items: [{ id: 'a' }] })).toBe('items:\n  - id: a\n    # the end of a\n')
    expect(edit(text, { items: [{ id: 'b' }] })).toBe('items:\n  - id: b\n')
  })

  it('keeps a comment between items where the item below it goes', () => {
    const text = 'items:\n  - id: a\n\n  # a section\n\n  - id: b\n  - id: c\n'
    expect(edit(text, { items: [{ id: 'a' }, { id: 'c' }] })).toBe('items:\n  - id: a\n\n  # a section\n\n  - id: c\n')
    expect(edit(text, { items: [{ id: 'a' }] })).toBe('items:\n  - id: a\n\n  # a section\n\n')
    expect(edit(text, { items: [{ id: 'c' }] })).toContain('# a section')
  })

  it('takes an item that was renamed for the one that it was', () => {
    const text = 'items:\n  # about a\n  - id: a\n    third: 3\n'
    expect(edit(text, { items: [{ id: 'b', third: 3 }] }, new Map([['b', 'a']]))).toBe(
      'items:\n  # about a\n  - id: b\n    third: 3\n',
    )
  })

  it('edits lists of words line by line', () => {
    const text = 'list:\n- a # first\n- b\n# about c\n- c\n'
    expect(edit(text, { list: ['a', 'x', 'c'] })).toBe('list:\n- a # first\n- x\n# about c\n- c\n')
    expect(edit(text, { list: ['c', 'a'] })).toBe('list:\n# about c\n- c\n- a # first\n')
    expect(edit(text, { list: [] })).toBe('list: []\n')
  })

  it('edits what is in brackets as it is written', () => {
    expect(edit('list: [ a, b,c ]\n', { list: ['a', 'c', 'd'] })).toBe('list: [ a, c, d ]\n')
    expect(edit('list: []\n', { list: ['a', 'b, c'] })).toBe('list: [a, "b, c"]\n')
    expect(edit('second: {}\n', { second: { one: 1 } })).toBe('second: { one: 1 }\n')
    expect(edit('second: {one: 1, two: 2}\n', { second: { two: 3 } })).toBe('second: {two: 3}\n')
    const lines = 'list: [\n    a, # first\n    # about b\n    b, # second\n    c # third\n  ]\n'
    expect(edit(lines, { list: ['a', 'c'] })).toBe('list: [\n    a, # first\n    c # third\n  ]\n')
    expect(edit(lines, { list: ['a', 'b'] })).toBe('list: [\n    a, # first\n    # about b\n    b # second\n  ]\n')
    expect(edit(lines, { list: ['c', 'x', 'b'] })).toBe(
      'list: [\n    c, # third\n    x,\n    # about b\n    b # second\n  ]\n',
    )
  })

  it('leaves a closing bracket where it stood', () => {
    const text = 'list: [a, # first\n  b]\n'
    expect(edit(text, { list: ['b', 'a'] })).toBe('list: [b, a # first\n  ]\n')
    expect(edit('list: [\n  a,\n  b]\n', { list: ['b', 'a'] })).toBe('list: [\n  b, a]\n')
  })

  it('writes out an alias whose value is another one now', () => {
    const text = 'first: &x 1\nthird: *x\n'
    expect(edit(text, { first: 2, third: 1 })).toBe('first: &x 2\nthird: 1\n')
    expect(edit(text, { third: 1 })).toBe('third: 1\n')
    expect(edit('second: &x { one: 1 }\nthird: *x\n', { second: { one: 1 }, third: { one: 2 } })).toBe(
      'second: &x { one: 1 }\nthird: { one: 2 }\n',
    )
  })

  it('gives a key that says nothing its value, and keeps its comment', () => {
    expect(edit('first: # soon\nthird:\n', { first: 1, third: 'a' })).toBe('first: 1 # soon\nthird: a\n')
    expect(edit('second: { one, two: 2 }\n', { second: { one: 1, two: 2 } })).toBe('second: { one: 1, two: 2 }\n')
  })

  it('keeps its ends of lines', () => {
    expect(edit('first: 1\r\nthird: 3', { first: 'a\nb', second: {}, third: 3 })).toBe(
      'first: |-\r\n  a\r\n  b\r\nsecond: {}\r\nthird: 3\r\n',
    )
    expect(edit('third: 3', { third: 4 })).toBe('third: 4')
  })

  it('ends its last line where what it says would be another thing without', () => {
    expect(edit('first: a', { first: 'a\nb\n' })).toBe('first: |\n  a\n  b\n')
    expect(edit('list:\n- |\n  a\n- b', { list: ['b', 'a\n'] })).toBe('list:\n- b\n- |\n  a\n')
  })

  it('may begin with an empty line', () => {
    expect(edit('\n# top\nfirst: 1\nthird: 3\n', { third: 3 })).toBe('\n# top\nthird: 3\n')
    expect(lineStartAt('\na', 0)).toBe(0)
  })

  it('changes the kind of a value in its place', () => {
    expect(edit('first: 1\n', { first: ['a'] })).toBe('first: [a]\n')
    expect(edit('second:\n  one: 1\nthird: 3\n', { second: 2, third: 3 })).toBe('second: 2\nthird: 3\n')
    expect(edit('second: # why\n  # more\n  one: |-\n    a\nthird: 3\n', { second: {}, third: 3 })).toBe(
      'second: {} # why\n  # more\nthird: 3\n',
    )
    expect(edit('items:\n  -\n    id: a\n  - 2\n', { items: ['a', 2] })).toBe('items:\n  - a\n  - 2\n')
    expect(edit('list: { a: 1 }\n', { list: null })).toBe('list: null\n')
  })
})

describe('a text', () => {
  const places = [
    { isFlow: false, blockIndent: 2 },
    { isFlow: false, style: 'BLOCK_FOLDED' as const, blockIndent: 4 },
    { isFlow: false, style: 'BLOCK_LITERAL' as const, blockIndent: 2 },
    { isFlow: false, style: 'QUOTE_SINGLE' as const },
    { isFlow: false, style: 'PLAIN' as const },
    { isFlow: true },
    { isFlow: true, style: 'PLAIN' as const },
  ]
  const texts = [
    '',
    ' ',
    'yes',
    'NO',
    'n',
    'null',
    '~',
    'true',
    '012',
    '0123',
    '0x1F',
    '1e3',
    '1_000',
    '4:30',
    '.5',
    '.inf',
    '2026-12-01',
    '2026-12-01 10:00:00',
    '1024×1024',
    '1024x1024',
    'bria:10@1',
    "it's",
    'say "hi"',
    'back\\slash',
    'a: b',
    'a #b',
    '# a',
    '- a',
    '---',
    '...',
    '? a',
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    '`a`',
    '{a}',
    '[a]',
    'a, b]',
    'ends:',
    ' both ',
    'trailing ',
    'tab\there',
    '\u00A0x',
    '\u0085',
    '\u2028',
    '\uFEFFx',
    '\u0007',
    '😀',
    'two\nlines',
    'two\nlines\n',
    'three\n\nparts\n\n',
    '\n',
    '\nx',
    ' x\ny',
    'x\n y',
    'x \ny',
    'x\r\ny',
    'two  blanks between  words',
    'key: |\n  text',
  ]
  it.each(texts)('is read back as it was: %j', (text) => {
    for (const place of places) {
      const written = scalarText(text, place)
      const file = place.isFlow ? `list: [a, ${written}, b]\n` : `note: ${written}\nlast: 1\n`
      const { value, problems } = readDocument({ path: '', label: '', bytes: Buffer.from(file) })
      expect(problems).toEqual([])
      expect(value).toEqual(place.isFlow ? { list: ['a', text, 'b'] } : { note: text, last: 1 })
    }
  })

  it.each([0, 1, -1, 0.1, 1e-7, 2.5e-7, 123456.789, 9007199254740991, true, false, null])(
    'or another scalar is read back as it was: %j',
    (value) => {
      const bytes = Buffer.from(`note: ${scalarText(value, { isFlow: false })}\n`)
      expect(readDocument({ path: '', label: '', bytes }).value).toEqual({ note: value })
    },
  )

  it('has no quotes where it needs none, and a number a point before its exponent', () => {
    const plain = ['Bria 3.2', 'photorealistic, natural light', 'https://api.runware.ai/v1', 'Größe × 2', 'a (b) - c']
    for (const text of plain) expect(scalarText(text, { isFlow: false })).toBe(text)
    expect(scalarText('1024x1024', { isFlow: true })).toBe('1024x1024')
    expect(scalarText('2026-12-01', { isFlow: true })).toBe('"2026-12-01"')
    expect(scalarText('2026-12-01', { isFlow: true, style: 'PLAIN' })).toBe('2026-12-01')
    expect(scalarText(1e-7, { isFlow: false })).toBe('1.0e-7')
  })
})

describe('the order of keys', () => {
  it('is that of the schema, through references', () => {
    const { model, plans } = shipped.schemas
    expect(keyOrderOf(model, model).of('size_rules').keys.slice(0, 3)).toEqual(['min_side', 'max_side', 'step'])
    expect(keyOrderOf(plans, plans).of('plans').items().keys.slice(0, 3)).toEqual(['id', 'display_name', 'tiers'])
  })
})
