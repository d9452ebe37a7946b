import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { remakeImage } from '../../api/actions/queue-generations.ts'
import { readCatalog } from '../../api/catalog/read-catalog.ts'
import type { ClaimedGeneration } from '../../api/domain/claimed-generation.ts'
import type { DeclaredEntry } from '../../api/domain/declared-entry.ts'
import type { Worker } from '../../api/worker/loop.ts'
import { applyEntries } from '../support/apply.ts'
import { type TestAtelier, openTestAtelier } from '../support/atelier.ts'
import { drawAt, noteSent } from '../support/calls.ts'

let test: TestAtelier
let entries: DeclaredEntry[]
const workers: Worker[] = []
beforeAll(async () => {
  test = await openTestAtelier()
  const read = await readCatalog('config', { today: '2026-11-22' })
  if (!read.ok) throw new Error('The shipped catalog is not sound.')
  entries = read.entries
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(0)))
  await test.clear()
  await applyEntries(test.atelier.database.db, entries)
})
afterAll(() => test.close())

const queueOne = async (modelId: string): Promise<number> => {
  const { imageIds } = await test.addArticle()
  return remakeImage(test.atelier.studio, imageIds[0] ?? 0, { requestedBy: 'ada', modelId })
}

/** A worker that dies right after it sent a generation; the provider has drawn the picture. */
async function sendAndDie(): Promise<ClaimedGeneration> {
  const [claimed] = await test.atelier.stores.queue.claim(`dead:${randomUUID()}`, 1, -1)
  if (!claimed) throw new Error('Nothing was claimed.')
  const { releaseId } = await test.atelier.stores.catalogs.current()
  const taskId = randomUUID()
  await noteSent(test.atelier.stores.queue, claimed, { taskId, releaseId })
  await drawAt(test.sandbox.url, claimed, taskId)
  return claimed
}

const without = (...ids: string[]) => entries.filter((entry) => !ids.includes(entry.id))
/** The model and its provider under other names, as moved_from in their files says. */
const renamed = () =>
  entries.map((entry): DeclaredEntry => {
    const { spec } = entry
    if (entry.id === 'runware') return { ...entry, id: 'rw', movedFrom: 'runware', spec: { ...spec, id: 'rw' } }
    const atProvider = spec['provider'] === 'runware' ? { ...spec, provider: 'rw' } : spec
    if (entry.id !== 'runware:97@1') return { ...entry, spec: atProvider }
    return { ...entry, id: 'hidream', movedFrom: entry.id, spec: { ...atProvider, model_name: 'hidream' } }
  })
const work = () => workers.push(test.atelier.startWorker({ pollMs: 50 }))
const generation = (id: number) => test.atelier.stores.generations.get(id)

describe('work in hand when a release is applied', () => {
  it.each([
    ['takes its model out', () => without('runware:97@1')],
    ['gives its model and its provider other names', renamed],
    [
      'moves its provider elsewhere',
      () =>
        entries.map((entry): DeclaredEntry =>
          entry.id === 'runware'
            ? { ...entry, spec: { ...entry.spec, display_name: 'Elsewhere', timeout_seconds: 1 } }
            : entry,
        ),
    ],
  ])('is finished under the one it was sent under, where the new one %s', async (_, next) => {
    const before = test.sandbox.bills().length
    const id = await queueOne('runware:97@1')
    await sendAndDie()
    const { releaseId } = await applyEntries(test.atelier.database.db, next())
    expect(releaseId).not.toBeNull()
    work()
    await test.settled()
    expect(await generation(id)).toMatchObject({ status: 'succeeded', errorMessage: null })
    expect(test.sandbox.bills().length - before).toBe(1)
  })

  it('obeys what the new one says of its provider: a policy that was changed to stop paying twice holds at once', async () => {
    const policy = (outcome: string) =>
      entries.map((entry): DeclaredEntry =>
        entry.id === 'openai' ? { ...entry, spec: { ...entry.spec, unknown_outcome: outcome } } : entry,
      )
    await applyEntries(test.atelier.database.db, policy('retry_once'))
    const id = await queueOne('gpt-image-2.5-flare')
    const [claimed] = await test.atelier.stores.queue.claim(`dead:${randomUUID()}`, 1, -1)
    if (!claimed) throw new Error('Nothing was claimed.')
    const { releaseId } = await test.atelier.stores.catalogs.current()
    await noteSent(test.atelier.stores.queue, claimed, { releaseId })
    await applyEntries(test.atelier.database.db, policy('park'))
    const before = test.sandbox.bills().length
    work()
    await test.settled()
    expect(await generation(id)).toMatchObject({ status: 'failed', errorCode: 'outcome_unknown' })
    expect(test.sandbox.bills().length).toBe(before)
  })

  it('costs the credits of the release that it is sent anew under', async () => {
    const id = await queueOne('runware:97@1')
    const [claimed] = await test.atelier.stores.queue.claim(`dead:${randomUUID()}`, 1, -1)
    if (!claimed) throw new Error('Nothing was claimed.')
    const { releaseId } = await test.atelier.stores.catalogs.current()
    // The provider never heard of it, and by now its call must be over.
    await noteSent(test.atelier.stores.queue, claimed, { releaseId })
    await test.atelier.database.db
      .updateTable('generations')
      .set({ sentAt: new Date(Date.now() - 10 * 60_000) })
      .where('id', '=', id)
      .execute()
    const dearer = entries.map((entry): DeclaredEntry =>
      entry.id === 'runware:97@1' ? { ...entry, spec: { ...entry.spec, credits_per_image: 99 } } : entry,
    )
    await applyEntries(test.atelier.database.db, dearer)
    work()
    await test.settled()
    expect(await generation(id)).toMatchObject({ status: 'succeeded', credits: 99 })
  })

  it('is refused where it was not sent yet and its model is gone, and costs nothing', async () => {
    const before = test.sandbox.bills().length
    const id = await queueOne('runware:97@1')
    await applyEntries(test.atelier.database.db, without('runware:97@1'))
    work()
    await test.settled()
    expect(await generation(id)).toMatchObject({
      status: 'failed',
      errorMessage: 'runware:97@1 is no longer in the catalog. Remake the image with a model that is.',
    })
    expect(test.sandbox.bills().length).toBe(before)
  })
})
