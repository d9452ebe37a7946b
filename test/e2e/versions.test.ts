import { readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Generation, Image } from '../../api/contract/types.gen.ts'
import { disposeFiles } from '../../api/file-disposal.ts'
import { retainVersions } from '../../api/version-retention.ts'
import { type TestAtelier, openTestAtelier } from '../support/atelier.ts'
import { type SignedIn, signIn } from '../support/signed-in.ts'

let test: TestAtelier
let api: SignedIn
const removed: object[] = []
const log = { info: (fields: object, message: string) => void removed.push({ ...fields, message }) }
beforeAll(async () => {
  test = await openTestAtelier({ ATELIER_PORT: '0' })
  api = await signIn(test)
})
afterEach(() => test.clear())
afterAll(async () => {
  await api.server.close()
  await test.close()
})

const work = async () => {
  const worker = test.atelier.startWorker({ pollMs: 20 })
  await test.settled()
  await worker.stop()
}
const remake = (imageId: number, wish: object = {}) =>
  api.ask<Generation>('POST', `/api/images/${imageId}/actions/remake`, wish, 201)
const generation = (id: number) => api.ask<Generation>('GET', `/api/generations/${id}`)
const remove = (id: number, status = 200) =>
  api.ask<Generation & { detail: string }>('DELETE', `/api/generations/${id}/picture`, undefined, status)
const image = (id: number) => api.ask<Image>('GET', `/api/images/${id}`)
const hasFile = async ({ picture }: Generation) =>
  picture !== null && (await test.atelier.pictures.get(picture.sha256, picture.format)) !== undefined

/** An image with some versions, oldest first; the newest is shown. */
async function versions(...wishes: object[]): Promise<{ imageId: number; made: Generation[] }> {
  const { imageIds } = await test.addArticle()
  const imageId = imageIds[0] ?? 0
  const ids: number[] = []
  for (const wish of wishes) {
    ids.push((await remake(imageId, wish)).id)
    await work()
  }
  return { imageId, made: await Promise.all(ids.map(generation)) }
}

/** Makes every stored file an hour old. */
async function ageFiles(): Promise<void> {
  const hourAgo = new Date(Date.now() - 60 * 60_000)
  for (const entry of await readdir(test.atelier.pictures.place, { withFileTypes: true, recursive: true }))
    if (entry.isFile()) await utimes(join(entry.parentPath, entry.name), hourAgo, hourAgo)
}

const dispose = () => {
  const { pictures, stores } = test.atelier
  const references = stores.pictureReferences
  return disposeFiles({ pictures, references, versions: stores.versions, log, now: () => new Date() })
}

describe('deleting a version', () => {
  it('takes its picture and the file with its smaller copies, and keeps prompt, model, release and cost', async () => {
    const { imageId, made } = await versions({ prompt: 'Bees on a roof' }, { prompt: 'A ladder against a wall' })
    const [old, current] = made
    if (!old?.picture || !current) throw new Error('Two versions were wanted.')
    await test.atelier.pictures.thumbnail(old.picture.sha256, old.picture.format, 160)
    await ageFiles()
    const spent = (await test.atelier.stores.spending.ofAccounts([old.accountId]))[0]
    const deleted = await remove(old.id)
    expect(deleted).toStrictEqual({
      ...old,
      picture: null,
      pictureDeletedAt: expect.any(String),
      pictureDeletedBy: 'admin',
    })
    expect(deleted).toMatchObject({ status: 'succeeded', costUsd: old.costUsd, prompt: old.prompt })
    expect(await hasFile(old)).toBe(false)
    const left = await readdir(test.atelier.pictures.place, { recursive: true })
    expect(left.filter((name) => name.includes(old.picture?.sha256 ?? ''))).toStrictEqual([])
    expect(await hasFile(current)).toBe(true)
    expect(await image(imageId)).toMatchObject({ currentGenerationId: current.id })
    expect((await test.atelier.stores.spending.ofAccounts([old.accountId]))[0]).toStrictEqual(spent)
    const refused = await api.ask<{ detail: string }>(
      'PATCH',
      `/api/images/${imageId}`,
      { currentGenerationId: old.id },
      422,
    )
    expect(JSON.stringify(refused)).toContain('its picture was deleted')
    expect((await remove(old.id, 409)).detail).toMatch(/was deleted by admin on \d{4}-/)
  })

  it('is refused for the picture that is shown, for one under way and for one that never was', async () => {
    const { imageId, made } = await versions({ prompt: 'Bees on a roof' })
    expect((await remove(made[0]?.id ?? 0, 409)).detail).toContain('Put another version in its place first')
    const waiting = await remake(imageId)
    expect((await remove(waiting.id, 409)).detail).toBe(
      `Generation ${waiting.id} is queued. Cancel it, or wait until it is done.`,
    )
    await api.ask('POST', `/api/generations/${waiting.id}/actions/cancel`)
    expect((await remove(waiting.id, 409)).detail).toContain('is cancelled and has no picture')
    await remove(999_999, 404)
  })

  it('leaves a file that another version has too, and one so young that a worker may be about to refer to it', async () => {
    const { made } = await versions({ prompt: 'Bees', seed: 7 }, { prompt: 'A ladder' }, { prompt: 'Tanks of rain' })
    const [first, second] = made
    if (!first?.picture || !second?.picture) throw new Error('Versions were wanted.')
    // The same bytes, drawn twice.
    await sql`update generations set sha256 = ${first.picture.sha256} where id = ${second.id}`.execute(
      test.atelier.database.db,
    )
    await ageFiles()
    await remove(first.id)
    expect(await hasFile(first)).toBe(true)
    await test.atelier.pictures.put({
      ...first.picture,
      content: (await test.atelier.pictures.get(first.picture.sha256, first.picture.format)) ?? new Uint8Array(),
    })
    await remove(second.id)
    expect(await hasFile(first)).toBe(true)
    await ageFiles()
    await dispose()
    expect(await hasFile(first)).toBe(false)
    expect(await test.atelier.stores.versions.discardedFiles(9)).toStrictEqual([])
  })

  it('leaves all files where another database keeps its pictures in the same place', async () => {
    const { made } = await versions({ prompt: 'Bees' }, { prompt: 'A ladder' })
    const [first] = made
    await test.atelier.pictures.noteDatabase('0f4c1c5e-0000-4000-8000-000000000000')
    await ageFiles()
    if (first) await remove(first.id)
    expect(first && (await hasFile(first))).toBe(true)
  })
})

describe('retention', () => {
  it('deletes what is old, not shown, not among the newest and not chosen lately, and says so', async () => {
    const { imageId, made } = await versions(
      { prompt: 'Bees' },
      { prompt: 'A ladder' },
      { prompt: 'Rain' },
      { prompt: 'Bread' },
    )
    const ids = made.map(({ id }) => id)
    const { versions: store } = test.atelier.stores
    const retain = (policy: { days: number; versions_per_image?: number }) =>
      retainVersions(policy, { versions: store, log, signal: new AbortController().signal })
    const left = async () => {
      const { data } = await api.ask<{ data: Generation[] }>(
        'GET',
        `/api/generations?sort=id&order=ASC&filter={"imageId":${imageId}}`,
      )
      return data.filter(({ picture }) => picture !== null).map(({ id }) => id)
    }
    await retain({ days: 1 })
    expect(await left()).toStrictEqual(ids)
    await sql`update generations set finished_at = now() - interval '40 days'`.execute(test.atelier.database.db)
    // Chosen today, and then another one.
    for (const index of [1, 3]) await api.ask('PATCH', `/api/images/${imageId}`, { currentGenerationId: ids[index] })
    await retain({ days: 30, versions_per_image: 3 })
    expect(await left()).toStrictEqual(ids.slice(1))
    expect(await generation(ids[0] ?? 0)).toMatchObject({ pictureDeletedBy: 'retention', status: 'succeeded' })
    await retain({ days: 30 })
    expect(await left()).toStrictEqual([ids[1], ids[3]])
    await sql`update generations set chosen_at = now() - interval '40 days'`.execute(test.atelier.database.db)
    await retain({ days: 30 })
    expect(await left()).toStrictEqual([ids[3]])
    expect(removed).toContainEqual(
      expect.objectContaining({ generationId: ids[0], message: 'an old version was deleted' }),
    )
  })
})
