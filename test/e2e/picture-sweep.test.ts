import { createHash } from 'node:crypto'
import { readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { queueForContent } from '../../api/actions/queue-generations.ts'
import type { Picture } from '../../api/domain/picture-store.ts'
import { startHousekeeping } from '../../api/housekeeping.ts'
import { sweepPictures } from '../../api/picture-sweep.ts'
import { type TestAtelier, openTestAtelier } from '../support/atelier.ts'
import { drawPicture } from '../support/pictures.ts'
import { type S3Server, startS3Server } from '../support/s3-server.ts'
import { s3Keys, s3Region } from '../support/s3-signature.ts'

let bucket: S3Server
beforeAll(async () => {
  bucket = await startS3Server()
})
afterAll(() => bucket.stop())

const inBucket = () => ({
  ATELIER_STORAGE: 's3://pictures/atelier',
  ATELIER_S3_ENDPOINT: bucket.url,
  ATELIER_S3_REGION: s3Region,
  AWS_ACCESS_KEY_ID: s3Keys.accessKeyId,
  AWS_SECRET_ACCESS_KEY: s3Keys.secretAccessKey,
})
const twoDaysAgo = () => new Date(Date.now() - 48 * 60 * 60_000)

/** A file of no picture, which is all the same to a store. */
const fileOf = (text: string): Picture => {
  const content = Buffer.from(text)
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { sha256, format: 'webp', width: 1, height: 1, bytes: content.byteLength, content }
}

describe.each([
  ['on disk', () => ({})],
  ['in a bucket', inBucket],
])('a sweep of pictures %s', (_, variablesOf) => {
  let test: TestAtelier
  const lines: { fields: object; message: string }[] = []
  const meter = { removed: vi.fn(), refused: vi.fn() }

  beforeAll(async () => {
    test = await openTestAtelier(variablesOf())
  })
  beforeEach(() => {
    lines.length = 0
    vi.clearAllMocks()
  })
  afterEach(async () => {
    await test.clear()
    for (const { sha256, format } of await listAll()) await store().remove(sha256, format, new Date(Date.now() + 1e9))
  })
  afterAll(() => test.close())

  const store = () => test.atelier.pictures
  const listAll = async () => {
    const found = []
    for (let cursor: string | null = null; ;) {
      const page: Awaited<ReturnType<ReturnType<typeof store>['list']>> = await store().list(cursor)
      found.push(...page.pictures)
      if (page.next === null) return found
      cursor = page.next
    }
  }
  const hashes = async () => (await listAll()).map(({ sha256 }) => sha256).toSorted()
  const sweep = (mode: 'on' | 'even_most' = 'on') =>
    sweepPictures({
      pictures: store(),
      references: test.atelier.stores.pictureReferences,
      mode,
      log: {
        info: (fields, message) => void lines.push({ fields, message }),
        warn: (fields, message) => void lines.push({ fields, message }),
      },
      meter,
      now: () => new Date(),
      signal: new AbortController().signal,
    })
  /** Makes everything in the store two days old. */
  const ageAll = async () => {
    for (const object of bucket.objects.values()) object.changedAt = twoDaysAgo()
    const folder = store().place
    if (folder.startsWith('s3:')) return
    for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }))
      if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), twoDaysAgo(), twoDaysAgo())
  }

  it('leaves what the articles show, and removes what their deletion leaves behind, thumbnails included', async () => {
    const { contentId } = await test.addArticle()
    const kept = await test.addArticle('Southwind')
    for (const id of [contentId, kept.contentId])
      await queueForContent(test.atelier.studio, id, 'missing', { requestedBy: 'ada' })
    const worker = test.atelier.startWorker({ pollMs: 50 })
    await test.settled()
    await worker.stop()
    const before = await hashes()
    await store().thumbnail(before[0] ?? '', 'webp', 160)
    await ageAll()
    await sweep()
    expect(await hashes()).toStrictEqual(before)
    await test.atelier.database.db.deleteFrom('contents').where('id', '=', contentId).execute()
    const images = await test.atelier.stores.images.ofContent(kept.contentId)
    const shown = images.map(({ current }) => current?.picture?.sha256 ?? '').toSorted()
    await sweep()
    expect(await hashes()).toStrictEqual([...new Set(shown)])
    expect(meter.removed).toHaveBeenCalledTimes(before.length - new Set(shown).size)
    expect(lines.at(-1)?.message).toMatch(/of no use and were removed$/)
  })

  it('leaves what is younger than a day, however useless', async () => {
    const old = fileOf('old')
    await store().put(old)
    await ageAll()
    await store().put(fileOf('young'))
    await sweep()
    expect(await hashes()).toStrictEqual([fileOf('young').sha256])
  })

  it('leaves what only a call under way refers to, and what was paid for by a call that is over', async () => {
    const [answered, settled, orphan] = [fileOf('answered'), fileOf('settled'), fileOf('orphan')]
    const { contentId } = await test.addArticle()
    const { generations } = await queueForContent(test.atelier.studio, contentId, 'missing', { requestedBy: 'ada' })
    const { db } = test.atelier.database
    for (const picture of [answered, settled, orphan]) await store().put(picture)
    await sql`insert into pictures (sha256, format, width, height, bytes) values (${settled.sha256}, 'webp', 1, 1, 7)`.execute(
      db,
    )
    for (const [index, fields] of [
      sql`'answered', null, ${JSON.stringify({ source: { kind: 'stored', sha256: answered.sha256 } })}::jsonb, null`,
      sql`'settled', 'failed', null, ${settled.sha256}`,
    ].entries())
      await sql`insert into generation_attempts (id, generation_id, account_id, provider_id, model_id, provider_mode, step, outcome, answer, sha256)
        select gen_random_uuid(), id, account_id, provider_id, model_id, 'sandbox', ${fields} from generations where id = ${generations[index] ?? 0}`.execute(
        db,
      )
    await ageAll()
    await sweep()
    expect(await hashes()).toStrictEqual([answered.sha256, settled.sha256].toSorted())
  })

  it('leaves what a worker puts again while it sweeps', async () => {
    const [again, orphan] = [fileOf('again'), fileOf('orphan')]
    for (const picture of [again, orphan]) await store().put(picture)
    await ageAll()
    const references = test.atelier.stores.pictureReferences
    let asked = 0
    await sweepPictures({
      pictures: store(),
      references: {
        ...references,
        referredTo: async (found) => {
          // After the look through the store, right before anything is removed.
          if (found.length === 2 && (asked += 1) > 0) await store().put(again)
          return references.referredTo(found)
        },
      },
      mode: 'on',
      log: { info: () => {}, warn: () => {} },
      meter,
      now: () => new Date(),
      signal: new AbortController().signal,
    })
    expect(asked).toBeGreaterThan(0)
    expect(await hashes()).toStrictEqual([again.sha256])
  })

  it('refuses to remove most of a store, and says so, unless a person says that it may', async () => {
    const files = Array.from({ length: 101 }, (__, index) => fileOf(`useless ${index}`))
    for (const file of files) await store().put(file)
    await ageAll()
    await sweep()
    expect(await hashes()).toHaveLength(101)
    expect(meter.refused).toHaveBeenCalledWith(101)
    expect(lines.map(({ message }) => message)).toStrictEqual([
      expect.stringMatching(/nothing refers to 101 of its 101 pictures.*ATELIER_SWEEP=even_most/),
    ])
    await sweep('even_most')
    expect(await hashes()).toStrictEqual([])
  })

  it('removes nothing where another database keeps its pictures too', async () => {
    await store().put(fileOf('whose is it?'))
    await ageAll()
    const other = '11111111-1111-4111-8111-111111111111'
    await store().noteDatabase(other)
    await sweep()
    expect(await hashes()).toHaveLength(1)
    expect(lines[0]?.message).toContain(`other databases keep pictures there too, or did (${other})`)
  })
})

describe('the daily sweep', () => {
  it('is done by one of all processes, and not at all where it is switched off', async () => {
    const test = await openTestAtelier()
    const { chores } = test.atelier.stores
    const claims = await Promise.all(Array.from({ length: 5 }, () => chores.claim('sweep_pictures', 3600)))
    expect(claims.filter(Boolean)).toHaveLength(1)
    await sql`update chores set started_at = now() - interval '2 hours'`.execute(test.atelier.database.db)
    expect([await chores.claim('sweep_pictures', 3600), await chores.claim('sweep_pictures', 3600)]).toEqual([
      true,
      false,
    ])
    await test.close()
  })

  it('runs as a part of housekeeping', async () => {
    const test = await openTestAtelier()
    const orphan = await drawPicture()
    const { pictures } = test.atelier
    await pictures.put(orphan)
    const key = join(pictures.place, orphan.sha256.slice(0, 2), orphan.sha256.slice(2, 4), `${orphan.sha256}.webp`)
    await utimes(key, twoDaysAgo(), twoDaysAgo())
    startHousekeeping({ ...test.atelier, env: { ...test.atelier.env, sweep: 'off' } })()
    const end = startHousekeeping(test.atelier)
    await vi.waitFor(async () => expect(await pictures.get(orphan.sha256, 'webp')).toBeUndefined(), 30_000)
    await vi.waitFor(async () => expect(await test.atelier.metrics.text()).toContain('atelier_pictures_swept_total 1'))
    end()
    await test.close()
  })
})
