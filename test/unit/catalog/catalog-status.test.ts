import { describe, expect, it } from 'vitest'
import { catalogStatus } from '../../../api/catalog/catalog-status.ts'
import { normaliserOf } from '../../../api/catalog/normal-spec.ts'
import type { StoredEntry } from '../../../api/catalog/plan.ts'
import { readSchemas } from '../../../api/catalog/read-tree.ts'
import type { CatalogState } from '../../../api/catalog/sync-plan.ts'
import { noUsage } from '../../../api/catalog/usage.ts'
import type { DeclaredEntry } from '../../../api/domain/declared-entry.ts'

const normalise = normaliserOf(await readSchemas('config'))
const entry = (id: string, spec: object, more: Partial<DeclaredEntry> = {}): DeclaredEntry => ({
  kind: 'styles',
  id,
  position: 0,
  spec: { id, ...spec },
  sourceFile: 'config/styles.yaml',
  sourceLine: 3,
  ...more,
})
const row = (id: string, spec: object, more: Partial<StoredEntry> = {}): StoredEntry => ({
  ...entry(id, spec),
  version: 1,
  releaseId: 1,
  archivedAt: null,
  editedBy: null,
  editedAt: null,
  ...more,
})
const status = (
  files: DeclaredEntry[],
  released: DeclaredEntry[],
  stored: StoredEntry[],
  more: Partial<CatalogState> = {},
) =>
  catalogStatus(
    files,
    {
      release: { id: 1, appliedAt: '2026-11-25T00:00:00.000Z' },
      stored,
      released,
      kills: new Map(),
      usage: noUsage,
      ...more,
    },
    normalise,
  )

describe('a status', () => {
  it('is in sync where all three say the same, whatever the line', () => {
    const files = [entry('ink', { a: 1 }, { sourceLine: 40, sourceFile: 'other/styles.yaml' })]
    expect(status(files, [entry('ink', { a: 1 })], [row('ink', { a: 1 })])).toMatchObject({ inSync: true, entries: [] })
  })

  it('says which side has moved each field, and who moved the row', () => {
    const edited = { editedBy: 'postgres', editedAt: new Date('2026-11-25T01:00:00Z') }
    const [found] = status(
      [entry('ink', { a: 2, b: 1, c: 2, d: 5 })],
      [entry('ink', { a: 1, b: 1, c: 1, d: 1 })],
      [row('ink', { a: 1, b: 9, c: 3, d: 5 }, edited)],
    ).entries
    expect(found).toEqual({
      kind: 'styles',
      id: 'ink',
      fields: [
        { path: 'a', files: 2, released: 1, database: 1, movedIn: 'files' },
        { path: 'b', files: 1, released: 1, database: 9, movedIn: 'database' },
        { path: 'c', files: 2, released: 1, database: 3, movedIn: 'both' },
      ],
      edited: { by: 'postgres', at: '2026-11-25T01:00:00.000Z' },
    })
  })

  it('says once that an entry is new in the files, was put in by hand, or was taken out by hand', () => {
    const { entries } = status(
      [entry('new', { a: 1 }), entry('out', { a: 1 })],
      [entry('out', { a: 1 })],
      [row('by-hand', { a: 1 }), row('out', { a: 1 }, { archivedAt: new Date() })],
    )
    expect(entries.map(({ id, fields }) => ({ id, fields }))).toEqual([
      {
        id: 'new',
        fields: [{ path: '(entry)', files: 'there', released: 'absent', database: 'absent', movedIn: 'files' }],
      },
      {
        id: 'out',
        fields: [{ path: '(entry)', files: 'there', released: 'there', database: 'absent', movedIn: 'database' }],
      },
      {
        id: 'by-hand',
        fields: [{ path: '(entry)', files: 'absent', released: 'absent', database: 'there', movedIn: 'database' }],
      },
    ])
  })

  it('takes a rename for one, and another order for one', () => {
    const renamed = status(
      [entry('pen', { a: 1 }, { movedFrom: 'ink' })],
      [entry('ink', { a: 1 })],
      [row('ink', { a: 1 })],
    )
    expect(renamed.entries).toMatchObject([
      {
        id: 'pen',
        fields: [{ path: '(id)', files: 'pen', released: 'ink', database: 'ink', movedIn: 'files' }, { path: 'id' }],
      },
    ])
    const both = (one: number, other: number) => [
      entry('ink', {}, { position: one }),
      entry('pen', {}, { position: other }),
    ]
    expect(
      status(both(1, 0), both(0, 1), [row('ink', {}, { position: 0 }), row('pen', {}, { position: 1 })]).entries,
    ).toEqual([
      {
        kind: 'styles',
        id: '(all)',
        fields: [
          {
            path: '(order)',
            files: ['pen', 'ink'],
            released: ['ink', 'pen'],
            database: ['ink', 'pen'],
            movedIn: 'files',
          },
        ],
        edited: null,
      },
    ])
  })

  it('shows kill switches apart, and takes them for no difference', () => {
    const kills = new Map([['bria:10@1', { reason: 'six fingers', by: 'ada', at: new Date('2026-11-25T01:00:00Z') }]])
    expect(status([], [], [], { kills })).toMatchObject({
      inSync: true,
      kills: [{ model: 'bria:10@1', reason: 'six fingers', by: 'ada', at: '2026-11-25T01:00:00.000Z' }],
    })
  })
})
