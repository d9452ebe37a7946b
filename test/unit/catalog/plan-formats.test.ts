import { describe, expect, it } from 'vitest'
import { planMarkdown } from '../../../api/catalog/format/plan-markdown.ts'
import { planPretty } from '../../../api/catalog/format/plan-pretty.ts'
import { statusMarkdown, statusPretty } from '../../../api/catalog/format/status-formats.ts'
import type { CatalogChange } from '../../../api/catalog/plan.ts'
import type { SyncPlan } from '../../../api/catalog/sync-plan.ts'
import type { SyncReport } from '../../../api/catalog/sync-report.ts'

const change = (id: string, more: Partial<CatalogChange> = {}): CatalogChange => ({
  kind: 'models',
  id,
  action: 'create',
  fields: [],
  version: null,
  declared: null,
  ...more,
})
const report = (more: Partial<SyncPlan>): SyncReport => ({
  place: 'localhost:5432/atelier',
  plan: {
    origin: { actor: 'ada', gitCommit: 'a'.repeat(40), gitBranch: 'main', gitDirty: true },
    overlay: null,
    findings: [],
    rollbackOf: null,
    base: null,
    rows: [],
    changes: [],
    placed: [],
    catalogHash: '',
    impact: [],
    skipped: [],
    adopted: [],
    refused: [],
    unsound: [],
    options: { allowDelete: null, skipDeletes: false, approve: [] },
    ...more,
  },
  releaseId: null,
  refusals: [],
  outcome: '1 change.',
})
const evil = 'x\u001B[2J|<b>@all\u202E`*'

describe('a plan in words', () => {
  it('counts new entries where there are too many to read, and lists every change of what was there', () => {
    const created = Array.from({ length: 1000 }, (_, index) => change(`m${index}`))
    const updated = Array.from({ length: 50 }, (_, index) =>
      change(`u${index}`, { action: 'update', fields: [{ path: 'priority', before: 1, after: 2 }] }),
    )
    const text = planPretty(report({ changes: [...created, ...updated] }), false)
    expect(text.match(/\(create\)/g)).toHaveLength(21)
    expect(text).toContain('+ models: 980 more  (create)')
    expect(text.match(/\(update\)/g)).toHaveLength(50)
  })

  it('lets no text move the cursor of a terminal or become markup', () => {
    const changes = [change(evil, { action: 'update', fields: [{ path: evil, before: evil, after: 1 }] })]
    const plan = report({ changes, skipped: [{ kind: 'models', id: evil, why: evil }] })
    const hasEscapes = (text: string) => text.includes('\u001B') || text.includes('\u202E')
    expect(hasEscapes(planPretty(plan, false))).toBe(false)
    const markdown = planMarkdown(plan)
    expect(markdown).not.toMatch(/<b>|@all|[^\\]`|[^\\]\*(?!\*)/)
    const status = {
      release: null,
      inSync: false,
      entries: [
        {
          kind: 'models' as const,
          id: evil,
          fields: [{ path: evil, files: evil, movedIn: 'files' as const }],
          edited: null,
        },
      ],
      kills: [{ model: evil, reason: evil, by: evil, at: '' }],
    }
    expect(hasEscapes(statusPretty({ place: 'x', status }, false))).toBe(false)
    expect(statusMarkdown({ place: 'x', status })).not.toMatch(/<b>|@all/)
  })

  it('says where it comes from: commit, branch, what is not committed, environment and the release that comes back', () => {
    const overlay = {
      environment: 'staging',
      file: 'config/environments/staging.yaml',
      settings: [{ kind: 'models' as const, id: 'm', path: 'is_active', value: false }],
    }
    const text = planPretty(report({ overlay, rollbackOf: 3, changes: [change('m')] }), false)
    expect(text).toBe(`Back to release 3
Commit aaaaaaaaaa on main, with uncommitted changes, by ada
Environment staging (config/environments/staging.yaml)
  models m: is_active = false

+ models m  (create)

localhost:5432/atelier: 1 change.
`)
  })
})
