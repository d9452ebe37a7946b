import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GenerationConfig, GenerationDifferences, Problem } from '../../api/contract/types.gen.ts'
import { type TestApi, jsonOf, startTestApi } from '../support/api.ts'
import { promptsFor, seedContent, seedGeneration } from '../support/records.ts'
import { applyChanged, withFields } from '../support/releases.ts'

const model = 'bria:10@1'
const otherModel = 'dall-e-3'
let api: TestApi
let cookie: string
/** By what the release is to the tests. */
let releases: { old: number; first: number; dearer: number; renamed: number }
/** One of each release, all of one image. */
let generations: { old: number; first: number; other: number; dearer: number }

beforeAll(async () => {
  api = await startTestApi()
  cookie = await api.signIn('editor')
  const { db } = api.database
  const { contentId } = await seedContent(db)
  await api.stores.images.savePrompts(
    contentId,
    promptsFor(1),
    { writer: 'extractive', costUsd: 0, notes: [] },
    { overwrite: false },
  )
  const [image] = await api.stores.images.ofContent(contentId)
  const imageId = image?.id ?? 0
  const dearerBy = (price: number, commit: string) =>
    applyChanged(db, (entries) => withFields(entries, 'models', model, { price: { usd_per_image: price } }), {
      gitCommit: commit,
    })
  const old = await dearerBy(0.1, '0000000')
  const oldGeneration = await seedGeneration(db, imageId, 'succeeded', { releaseId: old })
  const first = await dearerBy(0.2, '1111111')
  await db.updateTable('releases').set({ environment: 'live' }).where('id', '=', first).execute()
  const firstGeneration = await seedGeneration(db, imageId, 'succeeded', { releaseId: first })
  const other = await seedGeneration(db, imageId, 'succeeded', { releaseId: first, modelId: otherModel })
  const dearer = await dearerBy(0.5, '2222222')
  const dearerGeneration = await seedGeneration(db, imageId, 'succeeded', {
    releaseId: dearer,
    prompt: 'A garden in the rain',
  })
  await db
    .updateTable('generations')
    .set({ seed: 7, width: 1024, height: 1024, generationParams: JSON.stringify({ steps: 30 }) })
    .where('id', '=', dearerGeneration)
    .execute()
  const renamed = await applyChanged(db, (entries) => {
    const styles = withFields(entries, 'styles', 'photorealistic', { id: 'photo' }, 'photo')
    const settings = withFields(styles, 'settings', 'system', { style: 'photo' })
    return withFields(settings, 'models', model, { model_name: 'bria:11@1' }, 'bria:11@1')
  })
  // What was applied before contents were kept.
  await db.updateTable('releases').set({ hasContent: false }).where('id', '=', old).execute()
  releases = { old, first, dearer, renamed }
  generations = { old: oldGeneration, first: firstGeneration, other, dearer: dearerGeneration }
})
afterAll(() => api.close())

const get = <T>(path: string) => jsonOf<T>(api.send('GET', path, { cookie }))
const configOf = (id: number) => get<GenerationConfig>(`/api/generations/${id}/config`)
const differencesOf = (id: number, other: number | string) =>
  get<GenerationDifferences>(`/api/generations/${id}/differences?with=${other}`)

describe('the config of a generation', () => {
  it('is what the release said that it was made under, under the ids of then', async () => {
    const config = await configOf(generations.first)
    expect(config.release).toMatchObject({
      id: releases.first,
      actor: 'ada',
      gitCommit: '1111111',
      gitBranch: 'main',
      gitDirty: false,
      environment: 'live',
    })
    expect(config.model).toMatchObject({
      kind: 'models',
      id: model,
      sourceFile: 'config/models/runware/bria-3.2.yaml',
      spec: { model_name: model, price: { usd_per_image: 0.2 } },
    })
    expect(config.style).toMatchObject({ kind: 'styles', id: 'photorealistic', spec: { id: 'photorealistic' } })
    expect(config).toMatchObject({
      provider: { kind: 'providers', id: 'runware' },
      tier: { kind: 'tiers', id: 'quality' },
      settings: { kind: 'settings', id: 'system' },
      parameterSet: { kind: 'parameter_sets', id: 'runware-bria' },
    })
  })

  it('names the release that last changed each entry, with its commit', async () => {
    const { model: changed, style } = await configOf(generations.dearer)
    expect(changed).toMatchObject({
      releaseId: releases.dearer,
      gitCommit: '2222222',
      spec: { price: { usd_per_image: 0.5 } },
    })
    expect(style?.releaseId).toBeLessThan(releases.dearer)
  })

  it('tells what the newest release says otherwise', async () => {
    const { changedSince, currentReleaseId } = await configOf(generations.dearer)
    expect(currentReleaseId).toBe(releases.renamed)
    expect(changedSince).toEqual([
      { kind: 'models', id: 'bria:11@1', from: model, path: 'model_name', before: model, after: 'bria:11@1' },
      { kind: 'styles', id: 'photo', from: 'photorealistic', path: 'id', before: 'photorealistic', after: 'photo' },
      { kind: 'settings', id: 'system', path: 'style', before: 'photorealistic', after: 'photo' },
    ])
    const sinceFirst = (await configOf(generations.first)).changedSince.map(({ path }) => path)
    expect(sinceFirst).toEqual(['model_name', 'price.usd_per_image', 'id', 'style'])
  })

  it('is not known where the release was applied before contents were kept, and that is said', async () => {
    const answer = await api.send('GET', `/api/generations/${generations.old}/config`, { cookie })
    expect(answer.status).toBe(409)
    expect((await jsonOf<Problem>(answer)).detail).toContain(
      `Release ${releases.old} was applied before releases kept their content`,
    )
  })

  it('of no generation is not found', async () => {
    for (const id of ['999', '0', 'x', '99999999999999999']) {
      const answer = await api.send('GET', `/api/generations/${id}/config`, { cookie })
      expect([id, answer.status]).toEqual([id, 404])
    }
  })
})

describe('the differences between two generations', () => {
  it('are those of the pictures and those of the catalogs, field by field', async () => {
    const differences = await differencesOf(generations.first, generations.dearer)
    expect(differences).toMatchObject({
      before: { generationId: generations.first, release: { id: releases.first, gitCommit: '1111111' } },
      after: { generationId: generations.dearer, release: { id: releases.dearer, gitCommit: '2222222' } },
      problem: null,
    })
    expect(differences.generation).toEqual([
      { path: 'prompt', before: 'A garden', after: 'A garden in the rain' },
      { path: 'size', before: '1344x768', after: '1024x1024' },
      { path: 'seed', before: null, after: 7 },
      { path: 'generationParams.steps', after: 30 },
    ])
    expect(differences.entries).toEqual([
      { kind: 'models', id: model, path: 'price.usd_per_image', before: 0.2, after: 0.5 },
    ])
  })

  it('are told the other way round when asked the other way round', async () => {
    const { generation, entries } = await differencesOf(generations.dearer, generations.first)
    expect(generation[0]).toEqual({ path: 'prompt', before: 'A garden in the rain', after: 'A garden' })
    expect(entries?.[0]).toMatchObject({ path: 'price.usd_per_image', before: 0.5 })
  })

  it('are none between a generation and itself', async () => {
    expect(await differencesOf(generations.dearer, generations.dearer)).toMatchObject({
      generation: [],
      entries: [],
      problem: null,
    })
  })

  it('name both entries where another one was used', async () => {
    const { generation, entries } = await differencesOf(generations.first, generations.other)
    expect(generation).toContainEqual({ path: 'modelId', before: 'bria:11@1', after: otherModel })
    expect(entries).toContainEqual({
      kind: 'models',
      id: otherModel,
      from: model,
      path: 'model_name',
      before: model,
      after: otherModel,
    })
  })

  it('are those of the pictures alone where a catalog is not known, with the reason', async () => {
    const { generation, entries, problem } = await differencesOf(generations.old, generations.dearer)
    expect(generation.map(({ path }) => path)).toContain('prompt')
    expect(entries).toBeNull()
    expect(problem).toContain(`Release ${releases.old} was applied before releases kept their content`)
  })

  it('with no generation are not found, and with nothing are refused', async () => {
    for (const other of ['999', 'x', '99999999999999999']) {
      const answer = await api.send('GET', `/api/generations/${generations.first}/differences?with=${other}`, {
        cookie,
      })
      expect([other, answer.status]).toEqual([other, 404])
    }
    expect((await api.send('GET', '/api/generations/999/differences?with=1', { cookie })).status).toBe(404)
    const nothing = await api.send('GET', `/api/generations/${generations.first}/differences`, { cookie })
    expect((await jsonOf<Problem>(nothing)).errors).toEqual({ with: 'Is required.' })
  })
})
