import { describe, expect, it } from 'vitest'
import { edited, findingsOf, placesOf, replaced, shipped, textOf, today, withFiles } from './catalog-fixture.ts'

const bria = 'models/runware/bria-3.2.yaml'
const hidream = 'models/runware/hidream-i1-full.yaml'
const seedream = 'models/runware/seedream-4.5.yaml'
const banana = 'models/runware/nano-banana.yaml'
const bananaPro = 'models/runware/nano-banana-pro.yaml'
const flare = 'models/openai/gpt-image-2.5-flare.yaml'
const sunburst = 'models/openai/gpt-image-2.6-sunburst.yaml'

/** File, what is replaced by what, and where the finding must be: in that file, unless another is named. */
const mistakes: [path: string, from: string, to: string, finding: string][] = [
  [bria, 'steps: 8', 'steps: 20', '22:29 parameter/out-of-range'],
  [bria, 'landscape_size: 1344x768', 'landscape_size: 1792x1024', '10:17 size/not-valid'],
  [bria, 'display_name: Bria 3.2', 'display_name: ""', '3:15 schema/bad-length'],
  [hidream, 'CFGScale: 5', 'CFGscale: 5', '13:33 parameter/unknown'],
  [hidream, 'square_size: 1024x1024', 'square_size: 1024×1024', '11:14 schema/bad-format'],
  [hidream, 'prompt_chars_max: 3000', 'prompt_chars_mx: 3000', '14:47 schema/unknown-key'],
  [seedream, 'square_size: 2048x2048', 'square_size: 1024x1024', '11:14 size/below-min-pixels'],
  [seedream, 'usd_per_image: 0.04', 'usd_per_image: 0', '14:25 price/missing-or-zero'],
  [banana, 'priority: 2', 'priority: 1', `${seedream}:7:11 tier/ambiguous-priority`],
  [banana, 'landscape_size: 1344x768', 'landscape_size: 768x1344', '10:17 size/not-landscape'],
  [bananaPro, 'accepts:', 'generation_params: { resolution: 2K }\naccepts:', '33:22 parameter/refused'],
  [bananaPro, 'quality_tier: premium', 'quality_tier: premum', '6:15 reference/unknown-tier'],
  [flare, 'is_default: false', 'is_default: true', `${bria}:9:13 default/two`],
  [flare, 'quality: medium', 'quality: midium', '13:31 parameter/out-of-range'],
  [sunburst, 'is_active: true', 'is_active: yes', '8:12 schema/wrong-type'],
  [sunburst, 'priority: 2', 'priority: 002', '7:11 yaml/leading-zero'],
  ['plans.yaml', 'images_per_article_max: 8', 'images_per_article_max: 9', '18:29 schema/out-of-range'],
  ['providers.yaml', 'https://api.openai.com/v1', 'http://api.openai.com/v1', '17:15 provider/url-not-https'],
  ['settings.yaml', 'style: photorealistic', 'style: photorealstic', '3:8 reference/unknown-style'],
  ['settings.yaml', '{style}', '{stile}', '5:35 settings/template'],
]

const placeOf = (path: string, finding: string): string => (/^\d/.test(finding) ? `${path}:${finding}` : finding)

describe('the shipped catalog', () => {
  it('is clean', () => {
    expect(findingsOf(shipped)).toEqual([])
  })

  it('with twenty different mistakes gives exactly twenty findings, each at its place', () => {
    expect(mistakes).toHaveLength(20)
    const texts: Record<string, string> = {}
    for (const [path, from, to] of mistakes) texts[path] = replaced(texts[path] ?? textOf(path), from, to)
    const expected = mistakes.map(([path, , , finding]) => placeOf(path, finding))
    expect(placesOf(withFiles(texts)).toSorted()).toEqual(expected.toSorted())
  })

  it.each(mistakes)('%s: "%s" written as "%s" gives one finding, at %s', (path, from, to, finding) => {
    expect(placesOf(edited(path, from, to))).toEqual([placeOf(path, finding)])
  })

  it.each([
    [banana, 'accepts:', 'generation_params: { steps: 20 }\naccepts:', '23:22 parameter/unknown'],
    [seedream, 'accepts:', 'generation_params: { CFGScale: 5 }\naccepts:', '13:22 parameter/unknown'],
    [seedream, 'accepts:', 'generation_params: { resolution: 2K }\naccepts:', '13:22 parameter/refused'],
    [bria, 'generation_params: { steps: 8 }', 'generation_params: { steps: 3 }', '22:29 parameter/out-of-range'],
  ])('%s: a parameter that its family does not take: %s as %s', (path, from, to, finding) => {
    expect(placesOf(edited(path, from, to))).toEqual([`${path}:${finding}`])
  })

  it('takes a seventh image model as one more file', () => {
    const model = textOf(hidream)
      .replace('runware:97@1', 'runware:101@1')
      .replace('HiDream I1 Full', 'FLUX dev')
      .replace('priority: 1', 'priority: 2')
    const findings = findingsOf(withFiles({ 'models/runware/flux-dev.yaml': model }), today)
    expect(findings).toMatchObject([{ rule: 'tier/one-provider', severity: 'hint' }])
  })

  it('gives the same findings in the same order every time', () => {
    const tree = edited(bria, 'provider: runware', 'provider: runwar')
    expect(findingsOf(tree)).toEqual(findingsOf({ ...tree, files: tree.files.toReversed() }))
  })
})
