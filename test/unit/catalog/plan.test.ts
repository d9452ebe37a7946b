import { describe, expect, it } from 'vitest'
import { normaliserOf } from '../../../api/catalog/normal-spec.ts'
import {
  type CatalogChange,
  type StoredEntry,
  catalogHash as hashOf,
  planChanges as plan,
} from '../../../api/catalog/plan.ts'
import { readSchemas } from '../../../api/catalog/read-tree.ts'
import type { DeclaredEntry } from '../../../api/domain/declared-entry.ts'

const normalise = normaliserOf(await readSchemas('config'))
const planChanges = (entries: DeclaredEntry[], rows: StoredEntry[], released: DeclaredEntry[] = []): CatalogChange[] =>
  plan({ declared: entries, stored: rows, released, normalise }).changes
const catalogHash = (entries: DeclaredEntry[]) => hashOf(entries, normalise)

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
  releaseId: 1,
  archivedAt: null,
  editedBy: null,
  editedAt: null,
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

  it('takes no line that an entry is moved to for a change, and writes it along with one', () => {
    const moved = declared('ink', {}, { sourceLine: 9, sourceFile: 'catalog/styles.yaml' })
    expect(plan({ declared: [moved], stored: [stored('ink', {})], released: [], normalise })).toEqual({
      changes: [],
      placed: [moved],
    })
  })

  it('tells an order that people see from one that a new neighbour makes', () => {
    const rows = ['ink', 'oil', 'pen'].map((id, position) => stored(id, { id }, { position }))
    const inOrder = (...ids: string[]) => ids.map((id, position) => declared(id, { id }, { position }))
    expect(actions(planChanges(inOrder('new', 'ink', 'oil', 'pen'), rows))).toEqual(['create new'])
    expect(planChanges(inOrder('pen', 'ink', 'oil'), rows)).toMatchObject([
      { id: 'pen', action: 'reorder', fields: [{ path: 'order', before: 3, after: 1 }] },
    ])
  })

  it('takes what a schema gives a field that is left out, and another order of a set, for the same', () => {
    const model = (spec: object) => ({ kind: 'models' as const, spec: { model_type: 'image', ...spec } })
    const before = stored('brush', {}, model({ valid_sizes: ['1x1', '2x2'] }))
    const after = declared('brush', {}, model({ valid_sizes: ['2x2', '1x1'], protected: false }))
    expect(planChanges([after], [before])).toEqual([])
    expect(
      planChanges([declared('brush', {}, model({ valid_sizes: ['1x1'], protected: true }))], [before]),
    ).toMatchObject([{ fields: [{ path: 'protected', before: false, after: true }, { path: 'valid_sizes' }] }])
  })

  it('says which side has moved a field since the last release, and by whom', () => {
    const edit = { editedBy: 'postgres', editedAt: new Date('2026-11-25T01:00:00Z') }
    const released = [declared('ink', { a: 1, b: 1, c: 1 })]
    expect(
      planChanges([declared('ink', { a: 2, b: 1, c: 3 })], [stored('ink', { a: 1, b: 5, c: 4 }, edit)], released),
    ).toEqual([
      expect.objectContaining({
        fields: [
          { path: 'a', before: 1, after: 2 },
          { path: 'b', before: 5, after: 1, movedIn: 'database' },
          { path: 'c', before: 4, after: 3, movedIn: 'both' },
        ],
        edited: { by: 'postgres', at: '2026-11-25T01:00:00.000Z' },
      }),
    ])
  })
})

it('hashes the content of a catalog, not the order of its keys or its lines', () => {
  const one = catalogHash([declared('ink', { a: 1, b: 2 }), declared('pen', {})])
  expect(catalogHash([declared('pen', {}, { sourceLine: 8 }), declared('ink', { b: 2, a: 1 })])).toBe(one)
  expect(catalogHash([declared('pen', {}), declared('ink', { b: 2, a: 2 })])).not.toBe(one)
})
