import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { describe, expect, it } from 'vitest'
import { readDocument } from '../../../api/catalog/document.ts'
import { formatNames, isSurelyValid } from '../../../api/catalog/schema-accepts.ts'
import { kindOfPath } from '../../../api/catalog/tree.ts'
import type { JsonSchema } from '../../../api/domain/catalog.ts'
import { shipped } from './catalog-fixture.ts'

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true })
for (const name of formatNames) ajv.addFormat(name, fullFormats[name])
ajv.addVocabulary(['x-adapter', 'x-model-type', 'x-models'])

const nearbyValues: unknown[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  1.5,
  9,
  1e6,
  '',
  'x',
  'image',
  'text',
  '1024x1024',
  '01x1',
  '1024×1024',
  '2026-02-30',
  '2026-12-01',
  'https://a.example',
  'nonsense url',
  'a.example',
  '-a-',
  [],
  ['1024x1024'],
  ['x', 'x'],
  [1, 1],
  {},
  { a: 1 },
  'é'.repeat(100),
  '😀'.repeat(60),
  '😀'.repeat(101),
]

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value with one thing changed, for each thing that can be. */
function* mutants(value: unknown): Iterable<unknown> {
  yield* nearbyValues
  if (Array.isArray(value)) {
    yield value.slice(1)
    yield [...value, value[0]]
    for (const [index, item] of value.entries()) for (const mutant of mutants(item)) yield value.with(index, mutant)
  }
  if (!isObject(value)) return
  for (const [key, inner] of Object.entries(value)) {
    const { [key]: _, ...others } = value
    yield others
    yield { ...others, [`${key}x`]: inner }
    for (const mutant of mutants(inner)) yield { ...value, [key]: mutant }
  }
}

const schemaOf: Record<string, JsonSchema> = { ...shipped.schemas, parameterSets: {}, models: shipped.schemas.model }

describe('isSurelyValid', () => {
  it('agrees with Ajv on every file of the catalog and on every small change to one', () => {
    let compared = 0
    for (const file of shipped.files) {
      const schema = schemaOf[kindOfPath(file.path) ?? ''] ?? {}
      const validate = ajv.compile(schema)
      const { value } = readDocument(file)
      expect(isSurelyValid(schema, value)).toBe(true)
      for (const mutant of mutants(value)) {
        compared++
        if (isSurelyValid(schema, mutant) !== validate(mutant)) throw new Error(`differs: ${JSON.stringify(mutant)}`)
      }
    }
    expect(compared).toBeGreaterThan(5_000)
  })

  it('agrees with Ajv on parameters, one by one and together', () => {
    for (const { schema } of shipped.schemas.parameterSets) {
      const { required: _, ...rest } = schema
      const validate = ajv.compile(rest)
      const params = {
        steps: 8,
        CFGScale: 5,
        resolution: '2K',
        quality: 'high',
        width: 1024,
        height: 1024,
        safety: { mode: 'fast' },
        seed: 1,
      }
      for (const mutant of [params, ...mutants(params)]) {
        if (isSurelyValid(rest, mutant) !== validate(mutant))
          throw new Error(`differs for ${String(schema['title'])}: ${JSON.stringify(mutant)}`)
      }
      for (const name of Object.keys(params)) {
        const alone = { [name]: params[name as keyof typeof params] }
        expect(isSurelyValid(rest, alone)).toBe(validate(alone))
      }
    }
  })

  it('leaves what it does not know to Ajv', () => {
    expect(isSurelyValid({ oneOf: [true] }, 1)).toBe(false)
    expect(isSurelyValid({ multipleOf: 2 }, 4)).toBe(false)
    expect(isSurelyValid({ enum: [{ a: 1 }] }, { a: 1 })).toBe(false)
    expect(isSurelyValid({ uniqueItems: true }, [{ a: 1 }, { a: 1 }])).toBe(false)
    expect(isSurelyValid({ $ref: '#/$defs/none' }, 1)).toBe(false)
  })
})
