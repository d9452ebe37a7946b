import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { remakeImage } from '../../api/actions/queue-generations.ts'
import { readCatalog } from '../../api/catalog/read-catalog.ts'
import { type TestAtelier, openTestAtelier } from '../support/atelier.ts'
import { applyEntries } from '../support/apply.ts'

let test: TestAtelier
let folder: string
beforeAll(async () => {
  test = await openTestAtelier()
  folder = await mkdtemp(join(tmpdir(), 'atelier-config-'))
  await cp(new URL('../../config', import.meta.url).pathname, folder, { recursive: true })
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await test.close()
})

async function apply(): Promise<void> {
  const read = await readCatalog(folder, { today: '2026-11-22' })
  if (!read.ok) throw new Error(read.findings.map((finding) => finding.message).join('\n'))
  await applyEntries(test.atelier.database.db, read.entries)
}

const schnell = `# yaml-language-server: $schema=../../schema/model.schema.json
model_name: runware:100@1
display_name: FLUX.1 schnell
provider: runware
model_type: image
quality_tier: basic
priority: 2
is_active: true
is_default: false
landscape_size: 1152x640
square_size: 768x768
size_rules: { min_side: 128, max_side: 2048, step: 64 }
generation_params: { steps: 4 }
accepts: { negative_prompt: true, seed: true, prompt_chars_max: 3000 }
price: { usd_per_image: 0.0013 }
credits_per_image: 1
`

it('adding an image model is one YAML file and no code: it is validated, applied, called and paid for as it says', async () => {
  await writeFile(join(folder, 'models/runware/flux-schnell.yaml'), schnell)
  await apply()
  const { imageIds } = await test.addArticle()
  const worker = test.atelier.startWorker({ pollMs: 50 })
  for (const imageId of imageIds.slice(0, 2))
    await remakeImage(test.atelier.studio, imageId, { requestedBy: 'ada', modelId: 'runware:100@1' })
  await test.settled()
  await worker.stop()
  const images = await test.atelier.stores.images.byIds(imageIds.slice(0, 2))
  expect(
    images.map(({ current }) => [
      current?.modelId,
      current?.tierId,
      `${current?.picture?.width}x${current?.picture?.height}`,
      current?.costUsd,
    ]),
  ).toEqual([
    ['runware:100@1', 'basic', '1152x640', 0.0013],
    ['runware:100@1', 'basic', '768x768', 0.0013],
  ])
})

it('a retired model works end to end again where a server serves it and its file says so', async () => {
  const file = join(folder, 'models/openai/dall-e-3.yaml')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('is_active: false', 'is_active: true').replace(/^lifecycle:.*\n/m, ''))
  await apply()
  const { imageIds } = await test.addArticle('Southwind')
  const worker = test.atelier.startWorker({ pollMs: 50 })
  const id = await remakeImage(test.atelier.studio, imageIds[0] ?? 0, { requestedBy: 'ada', modelId: 'dall-e-3' })
  await test.settled()
  await worker.stop()
  expect(await test.atelier.stores.generations.get(id)).toMatchObject({
    status: 'succeeded',
    picture: { width: 1792, height: 1024, format: 'webp' },
  })
})
