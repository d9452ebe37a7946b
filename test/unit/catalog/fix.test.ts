import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { onlyNearWord } from '../../../api/catalog/did-you-mean.ts'
import type { Finding } from '../../../api/catalog/finding.ts'
import { type FixableFinding, isFixable, mendText } from '../../../api/catalog/mend-text.ts'
import type { CatalogTree } from '../../../api/catalog/tree.ts'
import { valueChanges } from '../../../api/catalog/value-changes.ts'
import { edited, findingsOf, replaced, shipped, textOf, withFiles } from './catalog-fixture.ts'
import { corpus } from './mutation/corpus.ts'

const bria = 'models/runware/bria-3.2.yaml'
const seedream = 'models/runware/seedream-4.5.yaml'
const flare = 'models/openai/gpt-image-2.5-flare.yaml'
const hidream = 'models/runware/hidream-i1-full.yaml'

const fixable = (tree: CatalogTree): Finding[] => findingsOf(tree).filter(isFixable)

/** A text with nothing changed but what the edits of findings say, put together from what lies between them. */
function between(text: string, findings: readonly FixableFinding[]): string {
  const edits = findings.flatMap(({ fix }) => fix.edits).toSorted((one, other) => one.start - other.start)
  let result = ''
  let at = 0
  for (const { start, end, replaces, text: by } of edits) {
    expect(start).toBeGreaterThanOrEqual(at)
    expect(text.slice(start, end)).toBe(replaces)
    result += text.slice(at, start) + by
    at = end
  }
  return result + text.slice(at)
}

/** A file of a tree with everything mended, round by round, as the command does it. */
function mended(path: string, tree: CatalogTree): { text: string; count: number; left: Finding[] } {
  let text = textOf(path, tree)
  let count = 0
  for (;;) {
    const found = fixable(withFiles({ [path]: text })).filter(isFixable)
    const ofFile = found.filter(({ file }) => file === `config/${path}`)
    const result = mendText(text, ofFile)
    if (result.mended.length === 0) return { text, count, left: ofFile }
    expect(result.text).toBe(between(text, result.mended))
    text = result.text
    count += result.mended.length
  }
}

describe('a finding that leaves no choice', () => {
  it.each<[string, string, string, string]>([
    [bria, 'landscape_size: 1344x768', 'landscape_size: 1344×768', 'landscape_size: 1344x768'],
    [bria, 'landscape_size: 1344x768', 'landscape_size: 1344X768 # wide', 'landscape_size: 1344x768 # wide'],
    [bria, 'landscape_size: 1344x768', "landscape_size: '1344 x 768'", "landscape_size: '1344x768'"],
    [bria, '  - 896x1152\n', '  - 896 х 1152\n', '  - 896x1152\n'],
    [bria, 'priority: 1', 'priority: 01', 'priority: 1'],
    [bria, 'priority: 1', 'priority: 009', 'priority: 9'],
    [bria, 'usd_per_image: 0.04', 'usd_per_image: 00.04', 'usd_per_image: 0.04'],
    [bria, 'is_active: true', 'is_active: "true"', 'is_active: true'],
    [bria, 'is_default: true', 'is_default: yes', 'is_default: true'],
    [bria, 'priority: 1', "priority: '1'", 'priority: 1'],
    [bria, 'steps: 8', 'steps: "8"', 'steps: 8'],
    [bria, 'usd_per_image: 0.04', 'usd_per_image: "0.04"', 'usd_per_image: 0.04'],
    [bria, '  - 896x1152\n', '  - 896x1152\n  - 896x1152\n', '  - 896x1152\n'],
    [
      'plans.yaml',
      '[basic, quality, quality_option2]',
      '[basic, quality, "basic", quality_option2]',
      '[basic, quality, quality_option2]',
    ],
    ['plans.yaml', 'tiers: [basic]', 'tiers: [basic,\n      basic]', 'tiers: [basic]'],
    [bria, 'quality_tier: quality', 'qualty_tier: quality', 'quality_tier: quality'],
    [bria, 'accepts: { negative_prompt:', 'accepts: { "negative_promt":', 'accepts: { "negative_prompt":'],
    [hidream, 'CFGScale: 5', 'CFGscale: 5', 'CFGScale: 5'],
    [bria, 'model_type: image', 'model_type: imgae', 'model_type: image'],
    [flare, 'quality: medium', 'quality: "MEDIUM"', 'quality: "medium"'],
    [flare, 'quality: medium', 'quality: midium', 'quality: medium'],
    [bria, 'provider: runware', 'provider: runwar', 'provider: runware'],
    [seedream, 'quality_tier: quality_option2', 'quality_tier: qality_option2', 'quality_tier: quality_option2'],
    ['plans.yaml', 'tiers: [basic]', 'tiers: [basik]', 'tiers: [basic]'],
    ['settings.yaml', 'style: photorealistic', 'style: photo_realistic', 'style: photorealistic'],
    [
      'models/openai/dall-e-2.yaml',
      'replaced_by: gpt-image-2.5-flare',
      'replaced_by: gpt-image-2.5-flair',
      'replaced_by: gpt-image-2.5-flare',
    ],
  ])('in %s: %j written as %j becomes %j', (path, right, wrong, expected) => {
    const tree = edited(path, right, wrong)
    const result = mended(path, tree)
    expect(result.text).toBe(replaced(textOf(path), right, expected))
    expect(result.left).toEqual([])
  })

  it('is mended with what it uncovers, and with its neighbours', () => {
    const text = replaced(
      replaced(textOf(bria), 'square_size: 1024x1024', 'sqare_size: "1024 × 1024"'),
      '  - 1024x1024\n',
      '  - 1024×1024\n  - 1024X1024\n',
    )
    expect(mended(bria, withFiles({ [bria]: text }))).toMatchObject({
      text: replaced(textOf(bria), 'square_size: 1024x1024', 'square_size: "1024x1024"'),
      count: 5,
    })
  })

  it('is mended under CRLF and a byte order mark, which stay', () => {
    const crlf = (text: string) => text.replaceAll('\n', '\r\n')
    const wrong = crlf(replaced(textOf(bria), '  - 896x1152\n', '  - 896x1152\n  - 896x1152\n'))
    expect(mended(bria, withFiles({ [bria]: wrong })).text).toBe(crlf(textOf(bria)))
    const [finding] = fixable(withFiles({ [bria]: `\uFEFF${wrong}` }))
    expect(finding?.fix?.edits).toEqual(fixable(withFiles({ [bria]: wrong }))[0]?.fix?.edits)
  })
})

describe('a finding that leaves a choice has no fix', () => {
  it.each<[string, string, string, string]>([
    ['an octal number or not', bria, 'priority: 1', 'priority: 010'],
    ['a leading zero in a text', bria, 'display_name: Bria 3.2', 'display_name: 01'],
    ['a leading zero in a parameter, which may be a text', bria, 'steps: 8', 'steps: 08'],
    ['a comma that may be a point', bria, 'usd_per_image: 0.04', 'usd_per_image: "1,5"'],
    ['a number with a separator', bria, 'credits_per_image: 4', 'credits_per_image: "1_000"'],
    ['a price', bria, 'usd_per_image: 0.04', 'usd_per_image: -0.04'],
    ['another size', bria, 'landscape_size: 1344x768', 'landscape_size: 1343x768'],
    ['a key that is there', bria, 'priority: 1', 'priority: 1\npriorty: 2'],
    ['a key that could be two', hidream, 'max_side: 2048, step: 64', 'max_side: 2048, step: 64, mix_pixels: 100'],
    ['two keys that could be one', bria, 'priority: 1', 'priorty: 1\nprioritty: 2'],
    ['another digit', seedream, 'quality_tier: quality_option2', 'quality_tier: quality_option3'],
    [
      'a model of another version',
      'models/openai/dall-e-2.yaml',
      'replaced_by: gpt-image-2.5-flare',
      'replaced_by: gpt-image-2.4-flare',
    ],
    ['a short word', 'settings.yaml', 'format: webp', 'format: pgn'],
    ['a word far from all', bria, 'provider: runware', 'provider: acme'],
    ['a value at an anchor', bria, 'landscape_size: 1344x768', 'landscape_size: &wide 1344×768'],
    ['a text over several lines', bria, 'landscape_size: 1344x768', 'landscape_size: |-\n  1344×768'],
    ['a text with escapes', bria, 'landscape_size: 1344x768', String.raw`landscape_size: "1344\u00D7768"`],
    ['an item with a comment of its own', bria, '  - 896x1152\n', '  - 896x1152\n  - 896x1152 # asked for\n'],
    ['a secret', 'providers.yaml', 'key_env: OPENAI_API_KEY', 'key_env: sk-proj-AbCdEf0123456789AbCdEf01'],
  ])('%s', (_, path, from, to) => {
    const tree = edited(path, from, to)
    expect(findingsOf(tree).length).toBeGreaterThan(0)
    expect(fixable(tree)).toEqual([])
  })

  it('a finding that is switched off', () => {
    const line =
      '# atelier-disable-next-line parameter/out-of-range -- the provider said so\ngeneration_params: { steps: "8" }'
    expect(findingsOf(edited(bria, 'generation_params: { steps: 8 }', line))).toEqual([])
  })
})

describe('mended text', () => {
  it('never has two edits that overlap, nor one of another text', () => {
    const tree = edited(bria, 'landscape_size: 1344x768', 'landscape_size: 1344×768')
    const [finding] = fixable(tree).filter(isFixable)
    if (!finding) throw new Error('There is no fix.')
    const text = textOf(bria, tree)
    const rewritten = (to: string) => ({
      ...finding,
      fix: { ...finding.fix, edits: finding.fix.edits.map((edit) => ({ ...edit, text: to })) },
    })
    expect(mendText(text, [rewritten('1344x768'), rewritten('1216x832')]).mended).toHaveLength(1)
    const since = replaced(text, '1344×768', '1216×832')
    expect(mendText(since, [finding])).toEqual({ text: since, mended: [] })
    expect(mendText(`\n${text}`, [finding])).toEqual({ text: `\n${text}`, mended: [] })
  })

  it('never says something else than the finding was about', () => {
    const tree = edited(bria, 'landscape_size: 1344x768', 'landscape_size: 1344×768')
    const [finding] = fixable(tree).filter(isFixable)
    if (!finding) throw new Error('There is no fix.')
    const text = textOf(bria, tree)
    for (const harmful of [
      '1344x768\nsquare_size: 1x1',
      '[',
      '# 1344x768',
      '*wide',
      '1344x768 # as before\nnew_key: 1',
    ]) {
      const fix = { ...finding.fix, edits: finding.fix.edits.map((edit) => ({ ...edit, text: harmful })) }
      expect(mendText(text, [{ ...finding, fix }]).mended).toEqual([])
    }
  })
})

describe('changes between values', () => {
  it.each<[unknown, unknown, number]>([
    [{ a: 1, b: [1, 2] }, { a: 1, b: [1, 2] }, 0],
    [{ a: 1 }, { a: 2 }, 1],
    [{ a: 1, b: 2 }, { c: 1, b: 2 }, 1],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, 4],
    [[1, 2, 1], [1, 2], 1],
    [[1, 2, 3], [1, 4], Infinity],
    [{ a: 1 }, { a: { b: 1 } }, Infinity],
    [{ a: 1 }, {}, Infinity],
    [null, null, 0],
    [null, 'x', Infinity],
  ])('%j to %j: %d', (before, after, count) => {
    expect(valueChanges(before, after)).toBe(count)
  })
})

describe('the only near word', () => {
  it('is never one of several, nor one with other digits', () => {
    const word = fc.stringMatching(/^[a-z0-9_]{1,12}$/)
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 8 }), (slip, candidates) => {
        const meant = onlyNearWord(slip, candidates)
        if (meant === undefined) return true
        return (
          candidates.includes(meant) && meant !== slip && meant.replaceAll(/\D/g, '') === slip.replaceAll(/\D/g, '')
        )
      }),
    )
  })
})

/** Every third is enough to meet every kind of edit in every file. */
const sample = [...corpus()].filter((_, index) => index % 3 === 0)

describe('a single edit of the shipped catalog', () => {
  it('that has a fix is mended by it and by nothing beside it', { timeout: 300_000 }, () => {
    let mendable = 0
    let restored = 0
    for (const { file, text, what } of sample) {
      const before = fixable(withFiles({ [file]: text })).filter((finding) => finding.file === `config/${file}`)
      if (before.length === 0) continue
      mendable++
      const result = mended(file, withFiles({ [file]: text }))
      if (result.left.length > 0 || result.count === 0) throw new Error(`${file} ${what}: still fixable`)
      const left = findingsOf(withFiles({ [file]: result.text })).map(({ message }) => message)
      if (result.text === textOf(file)) restored++
      else if (before.some(({ message }) => left.includes(message))) throw new Error(`${file} ${what}: ${left.join()}`)
    }
    console.info(`${mendable} of ${sample.length} single edits can be mended; ${restored} become what they were`)
    expect(mendable).toBeGreaterThan(150)
  })
})

describe('several edits of a file at once', () => {
  it('are mended one after the other, with nothing changed between them', { timeout: 300_000 }, () => {
    const anyEdits = fc.constantFrom(...shipped.files.map(({ path }) => path)).chain((path) => {
      const ofFile = sample.filter((mutant) => mutant.file === path)
      return fc.record({
        path: fc.constant(path),
        edits: fc.array(fc.constantFrom(...ofFile), { minLength: 2, maxLength: 12 }),
      })
    })
    let count = 0
    fc.assert(
      fc.property(anyEdits, ({ path, edits }) => {
        const lines = textOf(path).split('\n')
        for (const { text, line } of edits) {
          const other = text.split('\n')
          if (other.length === lines.length) lines[line - 1] = other[line - 1] ?? ''
        }
        const text = lines.join('\n')
        const result = mended(path, withFiles({ [path]: text }))
        expect(result.left).toEqual([])
        count += result.count
      }),
      { numRuns: 150 },
    )
    expect(count).toBeGreaterThan(50)
  })
})
