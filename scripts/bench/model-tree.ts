import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A catalog of a given size, for measuring. */
export interface ModelTree {
  models: number
  /** Of every ten model files, how many a schema refuses. All of them are YAML. */
  brokenOfTen: 0 | 1
}

/** A priority goes up to 100, and no tier of a real catalog has half as many models. */
const modelsPerTier = 50

const providers = ['north', 'south'] as const

const tierOf = (index: number): string => `tier_${Math.floor(index / modelsPerTier)}`

const listedSizes = `valid_sizes:
  - 1024x1024
  - 832x1216
  - 1216x832
  - 896x1152
  - 1152x896
  - 768x1344
  - 1344x768
`

const ruledSizes = `size_rules: { min_side: 256, max_side: 4096, step: 16, min_pixels: 655360, max_pixels: 8294400, max_ratio: 3 }
`

/** A model file of the length and shape that people write: some twenty lines, lists and mappings in both styles. */
function modelText(index: number): string {
  return `# yaml-language-server: $schema=../../schema/model.schema.json
model_name: studio:${index}@1
display_name: Studio ${index}
provider: ${providers[index % 2]}
model_type: image
quality_tier: ${tierOf(index)}
priority: ${(index % modelsPerTier) + 1}
is_active: true
is_default: ${index === 0}
landscape_size: 1344x768
square_size: 1024x1024
${index % 3 === 0 ? ruledSizes : listedSizes}generation_params: { steps: ${8 + (index % 20)}, CFGScale: 3.5 }
accepts: { negative_prompt: true, seed: true, prompt_chars_max: 3000 }
price:
  usd_per_image: 0.04
credits_per_image: 4
notes: "Model ${index} of a catalog that was made to be measured: nobody serves it."
`
}

/** What people get wrong: a misspelt key, a word for a number, a value that is none of those allowed, a missing key. */
const mistakes: readonly ((text: string) => string)[] = [
  (text) => text.replace('credits_per_image', 'credit_per_image'),
  (text) => text.replace('is_active: true', 'is_active: maybe'),
  (text) => text.replace('model_type: image', 'model_type: picture'),
  (text) => text.replace('price:\n  usd_per_image: 0.04\n', ''),
]

function brokenText(index: number): string {
  const mistake = mistakes[Math.floor(index / 10) % mistakes.length]
  return mistake ? mistake(modelText(index)) : modelText(index)
}

const providerText = (id: string): string => `  - id: ${id}
    display_name: ${id}
    adapter: runware
    base_url: https://${id}.example/v1
    key_env: ${id.toUpperCase()}_KEY
    concurrency: 8
    timeout_seconds: 120
    max_attempts: 4
    unknown_outcome: park
`

function listFiles(models: number): Record<string, string> {
  const tiers = Array.from({ length: Math.ceil(models / modelsPerTier) }, (_, index) => tierOf(index * modelsPerTier))
  return {
    'tiers.yaml': `tiers:\n${tiers.map((id) => `  - id: ${id}\n    display_name: ${id}\n    description: A tier to measure with.\n`).join('')}`,
    'plans.yaml': `plans:
  - id: all
    display_name: All
    tiers: [${tiers.join(', ')}]
    images_per_article_max: 8
    credits_per_month: 20000
    usd_per_month: 500
`,
    'providers.yaml': `providers:\n${providers.slice(0, models).map(providerText).join('')}`,
    'styles.yaml': `styles:
  - id: plain
    display_name: Plain
    prompt_words: plain background
    negative_prompt: clutter
`,
    'settings.yaml': `images_per_article: 4
style: plain
format: webp
prompt_template: "{prompt} Style: {style}."
negative_prompt: text
prompt_writer: extractive
`,
  }
}

/** Writes a catalog into an empty folder. Nothing is found in one without broken files. */
export async function writeModelTree(folder: string, { models, brokenOfTen }: ModelTree): Promise<void> {
  const files = Object.entries(listFiles(models))
  for (let index = 0; index < models; index++) {
    const path = `models/${providers[index % 2]}/studio-${String(index).padStart(5, '0')}.yaml`
    files.push([path, index % 10 < brokenOfTen ? brokenText(index) : modelText(index)])
  }
  const folders = new Set(files.map(([path]) => dirname(join(folder, path))))
  for (const each of folders) await mkdir(each, { recursive: true })
  for (const [path, text] of files) await writeFile(join(folder, path), text)
}
