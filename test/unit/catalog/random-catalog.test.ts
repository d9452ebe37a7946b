import * as fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { type CheckedCatalog, checkCatalog } from '../../../api/catalog/check-catalog.ts'
import { treeOf } from '../../../api/catalog/read-tree.ts'
import { readTreeFiles } from '../../../api/catalog/tree-files.ts'
import { type DeclaredEntry, catalogKinds } from '../../../api/domain/declared-entry.ts'
import { catalogSequence, soundCatalog } from '../../support/random-catalog.ts'
import { today } from './catalog-fixture.ts'

const seed = 20_261_122
const { schemas } = await readTreeFiles('config')

function checked(entries: readonly DeclaredEntry[]): CheckedCatalog {
  const file = (path: string, value: unknown) => ({ path, label: path, bytes: Buffer.from(JSON.stringify(value)) })
  const specs = (kind: string) => entries.filter((entry) => entry.kind === kind).map((entry) => entry.spec)
  const withMoved = entries.map(({ spec, movedFrom, ...entry }) => ({
    ...entry,
    spec: movedFrom === undefined ? spec : { ...spec, moved_from: movedFrom },
  }))
  const lists = ['providers', 'tiers', 'plans', 'styles'].map((kind) =>
    file(`${kind}.yaml`, { [kind]: withMoved.filter((entry) => entry.kind === kind).map((entry) => entry.spec) }),
  )
  const models = withMoved
    .filter((entry) => entry.kind === 'models')
    .map((entry) => file(entry.sourceFile.replace('config/', ''), entry.spec))
  const sets = entries
    .filter((entry) => entry.kind === 'parameter_sets')
    .map((entry) => file(entry.sourceFile.replace('config/schema/', ''), entry.spec))
  const tree = treeOf({
    label: 'config',
    files: [...lists, file('settings.yaml', specs('settings')[0]), ...models],
    schemas: [...schemas.filter((schema) => !schema.path.startsWith('params/')), ...sets],
  })
  return checkCatalog(tree, today)
}

const errorsOf = (entries: readonly DeclaredEntry[]): string[] =>
  checked(entries)
    .findings.filter((finding) => finding.severity === 'error')
    .map((finding) => `${finding.file}: ${finding.rule}: ${finding.message}`)

/** What became of the entries of each kind, in words. */
function differences(before: readonly DeclaredEntry[], after: readonly DeclaredEntry[]): string[] {
  return catalogKinds.flatMap((kind) => {
    const [old, now] = [before, after].map((entries) => entries.filter((entry) => entry.kind === kind))
    if (!old || !now) return []
    const was = new Map(old.map((entry) => [entry.id, entry]))
    const renamed = new Set(now.flatMap((entry) => entry.movedFrom ?? []))
    const common = now.filter((entry) => was.has(entry.id))
    const placesBefore = common.map((entry) => was.get(entry.id)?.position ?? 0)
    const found = {
      added: now.some((entry) => !was.has(entry.id) && entry.movedFrom === undefined),
      edited: common.some((entry) => !isDeepStrictEqual(entry.spec, was.get(entry.id)?.spec)),
      renamed: renamed.size > 0,
      removed: old.some((entry) => !renamed.has(entry.id) && !common.some(({ id }) => id === entry.id)),
      reordered: placesBefore.some((place, index) => place < (placesBefore[index - 1] ?? 0)),
    }
    return Object.entries(found).flatMap(([what, isThere]) => (isThere ? [`${kind} ${what}`] : []))
  })
}

describe('random catalogs', () => {
  it('are sound', () => {
    fc.assert(
      fc.property(soundCatalog, (entries) => {
        expect(errorsOf(entries)).toEqual([])
        expect(new Set(entries.map((entry) => entry.kind))).toEqual(new Set(catalogKinds))
      }),
      { seed, numRuns: 200 },
    )
  })

  it('stay sound through changes, which add, edit, rename, remove and reorder', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(catalogSequence(3), (catalogs) => {
        for (const [index, after] of catalogs.entries()) {
          expect(errorsOf(after)).toEqual([])
          for (const what of index === 0 ? [] : differences(catalogs[index - 1] ?? [], after)) seen.add(what)
        }
      }),
      { seed, numRuns: 100 },
    )
    const kinds = ['providers', 'tiers', 'plans', 'styles', 'models']
    const expected = kinds.flatMap((kind) => ['added', 'edited', 'renamed', 'removed'].map((what) => `${kind} ${what}`))
    expect([...seen]).toEqual(expect.arrayContaining([...expected, 'tiers reordered', 'settings edited']))
    expect([...seen]).not.toContain('models reordered')
  })
})
