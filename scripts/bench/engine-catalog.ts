import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A catalog of one provider and one model, to drive the engine with. */
export interface EngineCatalog {
  /** Where the provider is, with its path. It speaks as Runware does. */
  baseUrl: string
  concurrency: number
  /** Small, so that drawing and decoding pictures is not what is measured. */
  pictureSize: string
  squareSize: string
}

export const benchModel = 'runware:97@1'
export const benchProvider = 'bench'
/** Any key makes the provider a live one, which is called over HTTP as in production. */
export const benchKey = { BENCH_API_KEY: 'bench-key-0000' } as const

const providersText = ({ baseUrl, concurrency }: EngineCatalog): string => `providers:
  - id: ${benchProvider}
    display_name: Bench
    adapter: runware
    base_url: ${baseUrl}
    key_env: BENCH_API_KEY
    concurrency: ${concurrency}
    timeout_seconds: 120
    max_attempts: 4
    unknown_outcome: park
`

const modelText = ({ pictureSize, squareSize }: EngineCatalog): string => `model_name: ${benchModel}
display_name: Bench
provider: ${benchProvider}
model_type: image
quality_tier: basic
priority: 1
is_active: true
is_default: true
landscape_size: ${pictureSize}
square_size: ${squareSize}
size_rules: { min_side: 128, max_side: 2048, step: 64 }
generation_params: { steps: 30, CFGScale: 5 }
accepts: { negative_prompt: true, seed: true, prompt_chars_max: 3000 }
price: { usd_per_image: 0.009 }
credits_per_image: 1
`

const tiersText = `tiers:
  - id: basic
    display_name: Basic
    description: A tier to measure with.
`

// Nothing may stand still because somebody's month is used up.
const plansText = `plans:
  - id: bench
    display_name: Bench
    tiers: [basic]
    images_per_article_max: 8
    credits_per_month: 100000000
    usd_per_month: 100000000
`

const settingsText = `images_per_article: 5
style: photorealistic
format: webp
prompt_template: "{prompt} Style: {style}."
negative_prompt: text
prompt_writer: extractive
`

/** Writes it into a folder, with the styles and schemas of the shipped one. */
export async function writeEngineCatalog(root: string, folder: string, catalog: EngineCatalog): Promise<void> {
  await cp(join(root, 'config'), folder, { recursive: true })
  await rm(join(folder, 'models'), { recursive: true })
  await mkdir(join(folder, 'models'))
  const files = {
    'providers.yaml': providersText(catalog),
    'tiers.yaml': tiersText,
    'plans.yaml': plansText,
    'settings.yaml': settingsText,
    'models/bench.yaml': modelText(catalog),
  }
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text)
}
