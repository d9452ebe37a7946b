import { expect, it } from 'vitest'
import { type ParameterSet, parameterSetOf } from '../../../api/domain/catalog.ts'

const set = (id: string, models: string[]): ParameterSet => ({
  id,
  adapter: 'runware',
  modelType: 'image',
  models,
  schema: { properties: {} },
})
const setOf = (modelName: string, patterns: string[]) =>
  parameterSetOf(
    { model_name: modelName, model_type: 'image' },
    'runware',
    patterns.map((pattern) => set(pattern, [pattern])),
  )?.id

it.each([
  ['acme:1@1', 'acme:1@1', true],
  ['acme:1@1', 'acme:1@10', false],
  ['acme:*', 'acme:7@1', true],
  ['acme:*@2', 'acme:7@1', false],
  ['acme:*x*@1', 'acme:7@1', false],
  ['acme:*x*@1', 'acme:7x7@1', true],
  // The two ends may not share a character.
  ['aba*ba', 'aba', false],
  ['a.c', 'abc', false],
  ['a(*', 'a(b', true],
])('the pattern %s, for the model %s, fits: %s', (pattern, modelName, fits) => {
  expect(setOf(modelName, [pattern])).toBe(fits ? pattern : undefined)
})

it('of several patterns that fit, the longest wins', () => {
  expect(setOf('acme:7@1', ['*', 'acme:7@*', 'acme:*'])).toBe('acme:7@*')
})
