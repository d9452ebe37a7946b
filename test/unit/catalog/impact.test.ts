import { beforeAll, describe, expect, it } from 'vitest'
import { type Impact, impactOf } from '../../../api/catalog/impact.ts'
import { type CatalogChange, planChanges } from '../../../api/catalog/plan.ts'
import { readCatalog, type SoundCatalog } from '../../../api/catalog/read-catalog.ts'
import { catalogOfEntries } from '../../../api/catalog/catalog-of-entries.ts'
import type { QueuedGroup, UsageGroup } from '../../../api/catalog/usage.ts'
import type { KillSwitch } from '../../../api/domain/catalog.ts'
import type { DeclaredEntry } from '../../../api/domain/declared-entry.ts'

let shipped: SoundCatalog
beforeAll(async () => {
  const read = await readCatalog('config', { today: '2026-11-22' })
  if (!read.ok) throw new Error('The shipped catalog is not sound.')
  shipped = read
})

const group = (more: Partial<UsageGroup> = {}): UsageGroup => ({
  accountId: 1,
  accountName: 'Northwind',
  planId: 'studio',
  tierId: null,
  styleId: null,
  sites: 1,
  contents: 10,
  ...more,
})

/** Whom it hits when the shipped catalog becomes these entries. */
function impactFor(
  after: DeclaredEntry[],
  groups: UsageGroup[],
  more: { queued?: QueuedGroup[]; kills?: ReadonlyMap<string, KillSwitch>; today?: string } = {},
): Impact[] {
  const stored = shipped.entries.map((entry) => ({
    ...entry,
    version: 1,
    releaseId: 1,
    archivedAt: null,
    editedBy: null,
    editedAt: null,
  }))
  const { changes }: { changes: CatalogChange[] } = planChanges({
    declared: after,
    stored,
    released: shipped.entries,
    normalise: shipped.normalise,
  })
  const of = (entries: readonly DeclaredEntry[]) => {
    const catalog = catalogOfEntries(entries, { releaseId: null, kills: more.kills ?? new Map() })
    if (!catalog) throw new Error('There are no settings.')
    return catalog
  }
  return impactOf({
    before: of(shipped.entries),
    after: of(after),
    changes,
    usage: { groups, queued: more.queued ?? [] },
    today: more.today ?? '2026-11-22',
  })
}

const edited = (id: string, change: (spec: DeclaredEntry['spec']) => object): DeclaredEntry[] =>
  shipped.entries.map((entry) =>
    entry.id === id ? { ...entry, spec: { ...entry.spec, ...change(entry.spec) } } : entry,
  )
const without = (...ids: string[]) => shipped.entries.filter(({ id }) => !ids.includes(id))

describe('whom a change hits', () => {
  it('names the tier whose model changes, what is used before and after, and who uses it', () => {
    const impact = impactFor(
      edited('google:4@2', () => ({ is_active: false })),
      [group({ tierId: 'premium' }), group({ accountId: 2, accountName: 'Contoso', contents: 3 })],
      { queued: [{ accountId: 1, tierId: 'premium', modelId: 'google:4@2', styleId: 'photorealistic', count: 4 }] },
    )
    expect(impact).toEqual([
      {
        concerns: 'tier premium',
        before: expect.stringMatching(/^google:4@2, [\d.]+ USD/),
        after: expect.stringMatching(/^gpt-image-2\.6-sunburst, [\d.]+ USD/),
        accounts: 1,
        sites: 1,
        contents: 10,
        queued: 4,
        stranded: false,
        names: ['Northwind'],
      },
      expect.objectContaining({ concerns: 'model google:4@2', queued: 4, stranded: false }),
    ])
  })

  it('counts who has chosen nothing under the default tier, and those of another tier not at all', () => {
    const [impact] = impactFor(
      edited('bria:10@1', () => ({ price: { usd_per_image: 0.06 } })),
      [group(), group({ accountId: 2, tierId: 'basic' })],
    )
    expect(impact).toMatchObject({ concerns: 'tier quality', accounts: 1, contents: 10 })
  })

  it('says which fields a model changed that costs and measures what it did', () => {
    const [impact] = impactFor(
      edited('bria:10@1', () => ({ generation_params: { steps: 6 } })),
      [group()],
    )
    expect(impact?.after).toMatch(/\(changed: model\.generation_params\.steps\)$/)
  })

  it('hits nobody where only the second model of a tier changes', () => {
    expect(
      impactFor(
        edited('gpt-image-2.5-flare', () => ({ credits_per_image: 50 })),
        [group()],
      ),
    ).toEqual([])
  })

  it('strands who has chosen a tier that is gone, by a name that can be approved', () => {
    const after = edited('studio', () => ({ tiers: ['basic', 'quality'] }))
    expect(
      impactFor(after, [group({ tierId: 'premium' }), group({ accountId: 2, accountName: 'Contoso' })]),
    ).toContainEqual(
      expect.objectContaining({
        name: 'plan/studio/premium',
        stranded: true,
        accounts: 1,
        names: ['Northwind'],
        why: 'Plan "studio" does not allow tier "premium". It allows: basic, quality.',
      }),
    )
  })

  it('strands nobody who could have no pictures before', () => {
    const after = edited('studio', () => ({ tiers: ['basic', 'quality'] }))
    expect(
      impactFor(after, [group({ tierId: 'premium', styleId: 'gone' })]).filter(({ stranded }) => stranded),
    ).toEqual([])
  })

  it('strands a tier whose last model is one that an operator has switched off', () => {
    const kills = new Map([['gpt-image-2.6-sunburst', { reason: 'x', by: 'ada', at: new Date() }]])
    const after = edited('google:4@2', () => ({ is_active: false }))
    expect(impactFor(after, [group({ tierId: 'premium' })], { kills })).toContainEqual(
      expect.objectContaining({
        name: 'tier/premium',
        stranded: true,
        why: 'Tier "premium" has no model that can be used.',
      }),
    )
  })

  it('strands who is on a plan that is gone, and who has chosen a style that is gone', () => {
    const names = impactFor(without('studio', 'watercolour'), [
      group(),
      group({ accountId: 2, planId: 'pro', styleId: 'watercolour' }),
    ]).flatMap(({ stranded, name }) => (stranded ? [name] : []))
    expect(names).toEqual(['plan/studio', 'style/watercolour'])
  })

  it('moves who follows a rename, and strands none of them', () => {
    const after = shipped.entries.map((entry): DeclaredEntry => {
      const spec = JSON.parse(JSON.stringify(entry.spec).replaceAll('"premium"', '"finest"')) as DeclaredEntry['spec']
      return entry.id === 'premium' ? { ...entry, id: 'finest', movedFrom: 'premium', spec } : { ...entry, spec }
    })
    const impact = impactFor(after, [group({ tierId: 'premium' })])
    expect(impact.filter(({ stranded }) => stranded)).toEqual([])
    expect(impact).toContainEqual(expect.objectContaining({ concerns: 'tier premium, now finest', accounts: 1 }))
  })

  it('tells who gets another tier with another default model, and strands whose plan does not allow it', () => {
    const after = edited('bria:10@1', () => ({ is_default: false })).map((entry) =>
      entry.id === 'google:4@2' ? { ...entry, spec: { ...entry.spec, is_default: true } } : entry,
    )
    const impact = impactFor(after, [group(), group({ accountId: 2, accountName: 'Contoso', planId: 'pro' })])
    expect(impact).toContainEqual(
      expect.objectContaining({ concerns: 'default tier', before: 'quality', after: 'premium', accounts: 2 }),
    )
    expect(impact).toContainEqual(expect.objectContaining({ name: 'plan/pro/premium', names: ['Contoso'] }))
  })

  it('names no more accounts than can be read, and counts all', () => {
    const groups = Array.from({ length: 250 }, (_, index) =>
      group({ accountId: index, accountName: `Account ${index}` }),
    )
    const [impact] = impactFor(
      edited('bria:10@1', () => ({ credits_per_image: 5 })),
      groups,
    )
    expect(impact).toMatchObject({ accounts: 250, contents: 2500 })
    expect(impact?.names).toHaveLength(100)
  })
})
