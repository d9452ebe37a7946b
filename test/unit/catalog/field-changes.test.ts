import { describe, expect, it } from 'vitest'
import { fieldAt, withField } from '../../../api/catalog/field-at.ts'
import { changedFields } from '../../../api/catalog/field-changes.ts'

describe('the path of a field', () => {
  it.each([
    ['a', { a: 1 }, { a: 2 }],
    ['a.b', { a: { b: 1 } }, { a: { b: 2 } }],
    [String.raw`a\.b`, { 'a.b': 1 }, { 'a.b': 2 }],
    [
      String.raw`generation_params.x\.y\\z.w`,
      { generation_params: { 'x.y\\z': { w: 1 } } },
      { generation_params: { 'x.y\\z': { w: 2 } } },
    ],
    ['', [], { a: 1 }],
    ['', null, { a: 1 }],
  ])('%s leads back to what has changed', (path, before, after) => {
    expect(changedFields(before, after).map((field) => field.path)).toEqual([path])
    const [field] = changedFields(before, after)
    expect(fieldAt(before, path)).toEqual(field?.before)
    expect(fieldAt(after, path)).toEqual(field?.after)
    if (path !== '') expect(withField(before, path, field?.after)).toEqual(after)
  })
})
