import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { stringify } from 'yaml'
import { readDocument } from '../../../api/catalog/document.ts'
import { editedText } from '../../../api/catalog/export/edited-text.ts'
import { keyOrderOf } from '../../../api/catalog/export/key-order.ts'
import type { DeclaredEntry } from '../../../api/domain/declared-entry.ts'
import { catalogChange } from '../../support/random-catalog.ts'
import { shipped } from './catalog-fixture.ts'

const seed = 20_261_122
const order = keyOrderOf(shipped.schemas.model, shipped.schemas.model)

/** How somebody else writes YAML. */
const manner = fc.record({
  indent: fc.constantFrom(2, 3, 4),
  indentSeq: fc.boolean(),
  lineWidth: fc.constantFrom(0, 40, 80),
  collectionStyle: fc.constantFrom('any' as const, 'block' as const, 'flow' as const),
  defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_SINGLE' as const, 'QUOTE_DOUBLE' as const),
  flowCollectionPadding: fc.boolean(),
  trailingComma: fc.boolean(),
})

const comments = fc.array(
  fc.constantFrom('', '', '', '# a comment', '    # one further in', '\n', '\n\n# a section\n'),
  {
    minLength: 1,
    maxLength: 12,
  },
)

/** Puts comments and empty lines between the lines of a text, where they change nothing that it says. */
function strewn(text: string, between: readonly string[], value: unknown): string {
  const lines = text.split('\n')
  return lines.reduce((result, line, index) => {
    const piece = between[index % between.length] ?? ''
    const [here, ...rest] = [piece === '' ? line : `${piece.trimEnd()}\n${line}`, ...lines.slice(index + 1)]
    const candidate = [...(index > 0 ? [result] : []), here].join('\n')
    const whole = [candidate, ...rest].join('\n')
    const read = readText(whole)
    const isSame = read.problems.length === 0 && JSON.stringify(read.value) === JSON.stringify(value)
    return isSame ? candidate : [...(index > 0 ? [result] : []), line].join('\n')
  }, '')
}

const readText = (text: string) => readDocument({ path: '', label: '', bytes: Buffer.from(text) })

const specsOf = (entries: readonly DeclaredEntry[], kind: string) =>
  entries.filter((entry) => entry.kind === kind).map((entry) => entry.spec)

const valuesOf = (entries: readonly DeclaredEntry[]): Record<string, unknown>[] => [
  ...['providers', 'tiers', 'plans', 'styles'].map((kind) => ({ [kind]: specsOf(entries, kind) })),
  ...specsOf(entries, 'settings'),
  ...specsOf(entries, 'models').slice(0, 3),
]

it('edits a file that somebody else wrote, in whatever way, into what it should say', () => {
  fc.assert(
    fc.property(catalogChange, manner, comments, fc.boolean(), ({ before, after }, by, between, isCrlf) => {
      const wanted = valuesOf(after)
      for (const [index, value] of valuesOf(before).entries()) {
        const next = wanted[index]
        if (!next) continue
        const plain = strewn(stringify(value, { version: '1.2', ...by }), between, value)
        // The library writes some empty lists too far to the left for a reader.
        if (!readText(plain).isReadable) continue
        const crlf = plain.replaceAll('\n', '\r\n')
        const read = readText(crlf)
        const text = isCrlf && JSON.stringify(read.value) === JSON.stringify(value) ? crlf : plain
        const edited = editedText(text, 'file.yaml', { value: next, order })
        const { problems, value: says } = readText(edited)
        expect(problems).toEqual([])
        expect(says).toEqual(next)
        if (text === crlf) expect(edited.replaceAll('\r\n', '')).not.toContain('\n')
      }
    }),
    { seed, numRuns: 30, endOnFailure: true },
  )
})
