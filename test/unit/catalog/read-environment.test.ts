import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSoundCatalog } from '../../../api/catalog-target.ts'
import { checkPaths } from '../../../api/catalog/check-paths.ts'
import { type SoundCatalog, readCatalog } from '../../../api/catalog/read-catalog.ts'
import { today } from './catalog-fixture.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-environment-'))
  await cp('config', folder, { recursive: true })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function add(name: string, text: string): Promise<void> {
  await mkdir(join(folder, 'environments'), { recursive: true })
  await writeFile(join(folder, 'environments', `${name}.yaml`), text)
}

async function edit(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(folder, path), 'utf8')
  if (!text.includes(from)) throw new Error(`"${from}" is not in ${path}.`)
  await writeFile(join(folder, path), text.replace(from, to))
}

async function read(environment?: string): Promise<SoundCatalog> {
  const found = await readCatalog(folder, { today, environment })
  if (!found.ok) throw new Error(JSON.stringify(found.findings))
  return found
}

const problemOf = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => 'no problem',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  )

const staging = `models:
  runware:97@1: { is_active: false, price: { usd_per_image: 0.01 } }
  google:4@1: { quality_tier: basic, lifecycle: { retires_on: 2031-01-01 } }
providers:
  runware: { base_url: https://staging.example/v1, download_hosts: [staging.example] }
settings: { images_per_article: 2 }
`

describe('a catalog in an environment', () => {
  it('is the merged one, each entry at the place of its declaration', async () => {
    const before = await read()
    await add('staging', staging)
    const { entries, catalog } = await read('staging')
    expect(catalog.models.find(({ model_name: name }) => name === 'runware:97@1')).toMatchObject({
      is_active: false,
      price: { usd_per_image: 0.01 },
      display_name: 'HiDream I1 Full',
    })
    expect(catalog.providers[0]).toMatchObject({ base_url: 'https://staging.example/v1', concurrency: 8 })
    expect(catalog.settings.images_per_article).toBe(2)
    const placesOf = (list: typeof entries) => list.map((entry) => ({ ...entry, spec: null }))
    expect(placesOf(entries)).toEqual(placesOf(before.entries))
    const changed = entries.filter(
      ({ spec }, index) => JSON.stringify(spec) !== JSON.stringify(before.entries[index]?.spec),
    )
    expect(changed.map(({ id }) => id).toSorted()).toEqual(['google:4@1', 'runware', 'runware:97@1', 'system'])
    expect(await read()).toMatchObject({ overlay: null, entries: before.entries })
  })

  it('tells every value that the environment sets', async () => {
    await add('staging', staging)
    expect((await read('staging')).overlay).toEqual({
      environment: 'staging',
      file: `${basename(folder)}/environments/staging.yaml`,
      settings: [
        { kind: 'providers', id: 'runware', path: 'base_url', value: 'https://staging.example/v1' },
        { kind: 'providers', id: 'runware', path: 'download_hosts', value: ['staging.example'] },
        { kind: 'settings', id: 'system', path: 'images_per_article', value: 2 },
        { kind: 'models', id: 'runware:97@1', path: 'is_active', value: false },
        { kind: 'models', id: 'runware:97@1', path: 'price.usd_per_image', value: 0.01 },
        { kind: 'models', id: 'google:4@1', path: 'quality_tier', value: 'basic' },
        { kind: 'models', id: 'google:4@1', path: 'lifecycle.retires_on', value: '2031-01-01' },
      ],
    })
  })

  it('is refused for what is wrong in it, and not for what is wrong in another one', async () => {
    await add('production', 'models:\n  bria:10@1: { is_active: false }\n')
    await add('staging', 'settings: { images_per_article: 2 }\n')
    await add('testing', 'models: [\n')
    expect(await readCatalog(folder, { today, environment: 'production' })).toMatchObject({
      ok: false,
      findings: [{ rule: 'default/inactive', file: join(folder, 'models/runware/bria-3.2.yaml') }],
    })
    expect((await readCatalog(folder, { today, environment: 'testing' })).ok).toBe(false)
    await add('testing', 'models:\n  bria:11@1: { is_active: true }\n')
    expect((await readCatalog(folder, { today, environment: 'testing' })).ok).toBe(false)
    expect((await read('staging')).catalog.settings.images_per_article).toBe(2)
    expect((await read()).overlay).toBeNull()
    expect(await problemOf(readSoundCatalog(folder, 'production'))).toMatch(
      /^AppError: The catalog cannot be used in environment production\. .*default\/inactive/,
    )
  })

  it('is used where it mends what the base files say, which alone are refused', async () => {
    await edit('providers.yaml', 'concurrency: 8', 'concurrency: 0')
    await add('staging', 'providers: { runware: { concurrency: 2 } }\n')
    expect((await read('staging')).catalog.providers[0]?.concurrency).toBe(2)
    expect((await readCatalog(folder, { today })).ok).toBe(false)
    expect((await checkPaths([folder], { today })).findings).toHaveLength(1)
  })

  it('has to be there, and is told from those that are', async () => {
    expect(await problemOf(read('staging'))).toMatch(
      /^AppError: There is no environment "staging"\. .* has none\. One is a file environments\/NAME\.yaml in it/,
    )
    await add('staging', staging)
    await add('production', 'settings: { images_per_article: 2 }\n')
    expect(await problemOf(read('stagin'))).toBe(
      'AppError: There is no environment "stagin". Did you mean "staging"? Environments: production, staging.',
    )
    expect(await problemOf(read('canary'))).toBe(
      'AppError: There is no environment "canary". Environments: production, staging.',
    )
  })
})

describe('a catalog with schemas of its own', () => {
  beforeEach(() => rm(join(folder, 'schema/environment.schema.json')))

  it('needs none for environments while it has none', async () => {
    expect((await checkPaths([folder], { today })).findings).toEqual([])
  })

  it('is told what to copy when it has one', async () => {
    await add('staging', staging)
    const path = join(folder, 'environments/staging.yaml')
    expect(await problemOf(checkPaths([folder], { today }))).toBe(
      `AppError: ${path} cannot be checked: the schema/ folder of its catalog has no environment.schema.json. Copy it from config/schema/ of Atelier.`,
    )
  })
})
