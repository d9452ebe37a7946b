import { describe, expect, it } from 'vitest'
import { type StoredEntry, catalogHash, planChanges } from '../../../api/catalog/plan.ts'
import type { DeclaredEntry } from '../../../api/domain/declared-entry.ts'

const declared = (id: string, spec: Record<string, unknown>, more: Partial<DeclaredEntry> = {}): DeclaredEntry => ({
  kind: 'styles',
  id,
  position: 0,
  spec,
  sourceFile: 'config/styles.yaml',
  sourceLine: 3,
  ...more,
})
const stored = (id: string, spec: unknown, more: Partial<StoredEntry> = {}): StoredEntry => ({
  kind: 'styles',
  id,
  position: 0,
  spec,
  sourceFile: 'config/styles.yaml',
  sourceLine: 3,
  version: 1,
  archivedAt: null,
  ...more,
})
const actions = (changes: ReturnType<typeof planChanges>) => changes.map(({ id, action }) => `${action} ${id}`)

describe('a plan', () => {
  it('is empty when the database holds what is declared, whatever the order of keys', () => {
    expect(
      planChanges([declared('ink', { id: 'ink', words: 'x' })], [stored('ink', { words: 'x', id: 'ink' })]),
    ).toEqual([])
  })

  it('names every field that changes, nested ones by their path', () => {
    const [change] = planChanges(
      [declared('ink', { a: { b: 2, c: 1 }, new: 1 })],
      [stored('ink', { a: { b: 1, c: 1 }, gone: true })],
    )
    expect(change).toMatchObject({
      action: 'update',
      fields: [
        { path: 'a.b', before: 1, after: 2 },
        { path: 'gone', before: true },
        { path: 'new', after: 1 },
      ],
    })
  })

  it('archives what is no longer declared, and does so once', () => {
    expect(actions(planChanges([], [stored('ink', {})]))).toEqual(['archive ink'])
    expect(planChanges([], [stored('ink', {}, { archivedAt: new Date() })])).toEqual([])
  })

  it('brings back what is declared again', () => {
    expect(actions(planChanges([declared('ink', {})], [stored('ink', {}, { archivedAt: new Date() })]))).toEqual([
      'restore ink',
    ])
  })

  it('renames instead of archiving and creating when the file says what it was', () => {
    const changes = planChanges([declared('pen', { a: 1 }, { movedFrom: 'ink' })], [stored('ink', { a: 1 })])
    expect(changes).toMatchObject([{ action: 'rename', id: 'pen', from: 'ink' }])
  })

  it('leaves a rename alone once it was made', () => {
    expect(planChanges([declared('pen', { a: 1 }, { movedFrom: 'ink' })], [stored('pen', { a: 1 })])).toEqual([])
  })

  it('tells a move within a file from a change', () => {
    expect(actions(planChanges([declared('ink', {}, { sourceLine: 9 })], [stored('ink', {})]))).toEqual(['place ink'])
  })
})

it('hashes the content of a catalog, not the order of its keys or its lines', () => {
  const one = catalogHash([declared('ink', { a: 1, b: 2 }), declared('pen', {})])
  expect(catalogHash([declared('pen', {}, { sourceLine: 8 }), declared('ink', { b: 2, a: 1 })])).toBe(one)
  expect(catalogHash([declared('pen', {}), declared('ink', { b: 2, a: 2 })])).not.toBe(one)
})
