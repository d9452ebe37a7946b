import * as fc from 'fast-check'
import { type KyselyPlugin, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readSchemas } from '../../api/catalog/read-tree.ts'
import { normaliserOf } from '../../api/catalog/normal-spec.ts'
import { catalogHash } from '../../api/catalog/plan.ts'
import { StalePlan } from '../../api/catalog/stale-plan.ts'
import { liveEntries } from '../../api/catalog/entries-after.ts'
import { targetOfRelease } from '../../api/catalog-target.ts'
import { readStoredEntries } from '../../api/db/catalog-store.ts'
import type { Database, Db } from '../../api/db/database.ts'
import { readReleaseEntries } from '../../api/db/release-content.ts'

import type { DeclaredEntry } from '../../api/domain/declared-entry.ts'
import { applyEntries, applyPlanned, planEntries } from '../support/apply.ts'
import { openTestDatabase } from '../support/database.ts'
import { assertProperty } from '../support/property.ts'
import { catalogChange, catalogSequence } from '../support/random-catalog.ts'

let database: Database
let db: Db
beforeAll(async () => {
  database = await openTestDatabase()
  db = database.db
})
afterAll(() => database.close())

const normalise = normaliserOf(await readSchemas('config'))
const hashOf = (entries: readonly DeclaredEntry[]) => catalogHash(entries, normalise)
const storedHash = async () => hashOf(liveEntries(await readStoredEntries(db)))

/** What is protected is never taken out, and these tests are about everything else. */
const unprotected = (entries: readonly DeclaredEntry[]): DeclaredEntry[] =>
  entries.map((entry) => {
    const { protected: _, ...spec } = entry.spec
    return entry.kind === 'parameter_sets' ? entry : { ...entry, spec }
  })

const pair = catalogChange.map(({ before, after }) => ({ before: unprotected(before), after: unprotected(after) }))
const empty = () =>
  sql`truncate release_entries, providers, tiers, plans, styles, parameter_sets, settings, models, releases restart identity cascade`.execute(
    db,
  )

/** Everything of the catalog that the database holds, versions and releases included: any write would show. */
const everything = async (): Promise<string> => {
  const { rows } = await sql<{ text: string }>`select string_agg(t, '|' order by t) as text from (
    select to_jsonb(r)::text as t from providers r union all select to_jsonb(r)::text from tiers r
    union all select to_jsonb(r)::text from plans r union all select to_jsonb(r)::text from styles r
    union all select to_jsonb(r)::text from parameter_sets r union all select to_jsonb(r)::text from settings r
    union all select to_jsonb(r)::text from models r union all select to_jsonb(r)::text from releases r
    union all select to_jsonb(r)::text from release_entries r union all select to_jsonb(r)::text from events r) rows`.execute(
    db,
  )
  return rows[0]?.text ?? ''
}

/** Each takes a second or so. What one run does not draw, the next will: they draw anew each time. */
const runs = { numRuns: 12 }

describe('for any catalogs A and B', { timeout: 240_000 }, () => {
  it('after applying A its plan is empty, and after applying B that of B', async () => {
    await assertProperty(
      fc.asyncProperty(pair, async ({ before, after }) => {
        await empty()
        for (const entries of [before, after]) {
          await applyEntries(db, entries)
          const again = await planEntries(db, entries)
          expect({ changes: again.changes, placed: again.placed }).toEqual({ changes: [], placed: [] })
          expect(await storedHash()).toBe(hashOf(entries))
        }
      }),
      runs,
    )
  })

  it('after A, B and back to A, the database holds A, and still says what B was', async () => {
    await assertProperty(
      fc.asyncProperty(pair, async ({ before, after }) => {
        await empty()
        const { releaseId: first } = await applyEntries(db, before)
        const { releaseId: second } = await applyEntries(db, after)
        const back = await targetOfRelease(db, first ?? 0, { folder: 'config', actor: 'ada' })
        await applyEntries(db, back.declared, back)
        expect(await storedHash()).toBe(hashOf(before))
        if (second !== null) expect(hashOf(await readReleaseEntries(db, second))).toBe(hashOf(after))
        const releases = await db
          .selectFrom('releases')
          .select(['id', 'catalogHash', 'rollbackOf'])
          .orderBy('id')
          .execute()
        for (const { id, catalogHash: hash } of releases) expect(hashOf(await readReleaseEntries(db, id))).toBe(hash)
        if (second !== null) expect(releases.at(-1)?.rollbackOf).toBe(first)
      }),
      runs,
    )
  })

  it('each release says just what was live under it, over many releases with renames and edits by hand between them', async () => {
    await assertProperty(
      fc.asyncProperty(catalogSequence(4), fc.infiniteStream(fc.nat(9)), async (sequence, numbers) => {
        await empty()
        const live: string[] = []
        for (const catalog of sequence) {
          const declared = unprotected(catalog).map((entry) => ({ ...entry }))
          // Somebody edits a row by hand, and for every other edit the files say the same by the time they are applied.
          const rows = await db.selectFrom('styles').select(['id', 'spec']).where('archivedAt', 'is', null).execute()
          const [row] = rows
          const edit = Number(numbers.next().value)
          if (row && edit > 4) {
            const spec = { ...(row.spec as object), prompt_words: `by hand ${edit}` }
            await db
              .updateTable('styles')
              .set({ spec: JSON.stringify(spec) })
              .where('id', '=', row.id)
              .execute()
            const same = declared.find((entry) => entry.kind === 'styles' && entry.id === row.id)
            if (same && edit % 2 === 0) same.spec = spec
          }
          const { releaseId } = await applyEntries(db, declared)
          if (releaseId !== null) live.push(hashOf(declared))
          expect(await storedHash()).toBe(hashOf(declared))
        }
        const releases = await db.selectFrom('releases').select(['id', 'catalogHash']).orderBy('id').execute()
        expect(releases.map((release) => release.catalogHash)).toEqual(live)
        for (const { id, catalogHash: hash } of releases) expect(hashOf(await readReleaseEntries(db, id))).toBe(hash)
        for (const { id, catalogHash: hash } of releases.toReversed()) {
          const back = await targetOfRelease(db, id, { folder: 'config', actor: 'ada' })
          await applyEntries(db, back.declared, back)
          expect(await storedHash()).toBe(hash)
        }
      }),
      runs,
    )
  })

  it('a failure at any statement of applying B leaves the database as A left it', async () => {
    await assertProperty(
      fc.asyncProperty(pair, fc.integer({ min: 1, max: 60 }), async ({ before, after }, failAt) => {
        await empty()
        await applyEntries(db, before)
        const was = await everything()
        const failing = failingAt(db, failAt)
        const outcome = await applyEntries(failing.db, after).then(
          () => 'applied',
          (error: unknown) => String(error),
        )
        if (failing.hasFailed()) {
          expect(outcome).toContain('the disk is on fire')
          expect(await everything()).toBe(was)
        } else expect(await storedHash()).toBe(hashOf(after))
      }),
      { numRuns: 30 },
    )
  })

  it('of two plans made at the same moment one is applied, and the other is told that it is stale', async () => {
    await assertProperty(
      fc.asyncProperty(pair, async ({ before, after }) => {
        await empty()
        await applyEntries(db, before)
        const touched = after.map((entry, index) =>
          index === 0 ? { ...entry, spec: { ...entry.spec, display_name: 'Touched' } } : entry,
        )
        const plans = [await planEntries(db, after), await planEntries(db, touched)].filter(
          ({ changes }) => changes.length > 0,
        )
        const outcomes = await Promise.allSettled(plans.map((plan) => applyPlanned(db, plan)))
        const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
        expect(outcomes.length - refused.length).toBe(1)
        for (const { reason } of refused) expect(reason).toBeInstanceOf(StalePlan)
        expect([hashOf(after), hashOf(touched)]).toContain(await storedHash())
      }),
      runs,
    )
  })
})

/** The same database, whose nth statement from now on fails before it is sent. */
function failingAt(whole: Db, n: number): { db: Db; hasFailed: () => boolean } {
  let count = 0
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      count += 1
      if (count === n) throw new Error('the disk is on fire')
      return node
    },
    transformResult: async ({ result }) => result,
  }
  return { db: whole.withPlugin(plugin), hasFailed: () => count >= n }
}
