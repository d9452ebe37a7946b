import { describe, expect, it } from 'vitest'
import { checkCatalog } from '../../../api/catalog/check-catalog.ts'
import type { CatalogTree } from '../../../api/catalog/tree.ts'
import { edited, replaced, shipped, textOf, today, withFiles } from './catalog-fixture.ts'

const bria = 'models/runware/bria-3.2.yaml'
const seedream = 'models/runware/seedream-4.5.yaml'
const flare = 'models/openai/gpt-image-2.5-flare.yaml'

/** What a change to the shipped catalog breaks, as `path:line rule`. */
const broken = (tree: CatalogTree, base = shipped): string[] =>
  checkCatalog(tree, today, base)
    .findings.filter((finding) => finding.rule.startsWith('breaking/') && finding.severity === 'error')
    .map(({ file, line, rule }) => `${file.replace('config/', '')}:${line} ${rule}`)

describe('a change', () => {
  it('of nothing breaks nothing', () => {
    expect(broken(shipped)).toEqual([])
  })

  it.each<[string, CatalogTree, string[]]>([
    ['a model file taken out', withFiles({ [seedream]: null }), [`${seedream}:1 breaking/model-removed`]],
    [
      'another size',
      edited(bria, 'landscape_size: 1344x768', 'landscape_size: 1216x832'),
      [`${bria}:10 breaking/size-changed`],
    ],
    ['a decimal point', edited(bria, 'usd_per_image: 0.04', 'usd_per_image: 0.4'), [`${bria}:24 breaking/price-up`]],
    ['a fifth more', edited(bria, 'usd_per_image: 0.04', 'usd_per_image: 0.048'), []],
    ['a lower price', edited(bria, 'usd_per_image: 0.04', 'usd_per_image: 0.01'), []],
    ['more credits', edited(bria, 'credits_per_image: 4', 'credits_per_image: 5'), [`${bria}:25 breaking/credits-up`]],
    ['a token rate', edited(flare, 'image_output: 30', 'image_output: 60'), [`${flare}:17 breaking/price-up`]],
    [
      'the default switched off',
      edited(bria, 'is_active: true', 'is_active: false'),
      [`${bria}:8 breaking/default-killed`],
    ],
    [
      'the first model of a tier switched off',
      edited(seedream, 'is_active: true', 'is_active: false'),
      [`${seedream}:8 breaking/tier-default-changed`],
    ],
    [
      'another default',
      withFiles({
        [bria]: replaced(textOf(bria), 'is_default: true', 'is_default: false'),
        [seedream]: replaced(textOf(seedream), 'is_default: false', 'is_default: true'),
      }),
      [`${seedream}:9 breaking/default-changed`],
    ],
    [
      'a tier less in a plan',
      edited('plans.yaml', '[basic, quality, quality_option2]', '[basic, quality]'),
      ['plans.yaml:11 breaking/plan-narrowed'],
    ],
    [
      'three limits lower',
      edited(
        'plans.yaml',
        'images_per_article_max: 6\n    credits_per_month: 2000\n    usd_per_month: 50',
        'images_per_article_max: 5\n    credits_per_month: 1000\n    usd_per_month: 49',
      ),
      [12, 13, 14].map((line) => `plans.yaml:${line} breaking/plan-narrowed`),
    ],
    [
      'a style less',
      edited(
        'styles.yaml',
        '  - id: line_art\n    display_name: Line art\n    prompt_words: fine black ink line art, white background, one accent colour\n    negative_prompt: photograph, shading, gradients\n',
        '',
      ),
      ['styles.yaml:2 breaking/style-removed'],
    ],
    [
      'a style with another name',
      edited('styles.yaml', 'id: line_art', 'id: lineart'),
      ['styles.yaml:19 breaking/renamed-without-moved-from'],
    ],
    [
      'a style that says what it was',
      edited('styles.yaml', 'id: line_art', 'id: lineart\n    moved_from: line_art'),
      [],
    ],
    ['a model in a file of another name', withFiles({ [bria]: null, 'models/runware/bria.yaml': textOf(bria) }), []],
  ])('%s', (_, tree, expected) => {
    expect(broken(tree)).toEqual(expected)
  })

  it('of a tier with its plans and models is a rename where all say so', () => {
    const rename = (text: string) => text.replaceAll(/\bpremium\b/g, 'finest')
    const files = ['plans.yaml', 'models/runware/nano-banana-pro.yaml', 'models/openai/gpt-image-2.6-sunburst.yaml']
    const tree = withFiles({
      ...Object.fromEntries(files.map((path) => [path, rename(textOf(path))])),
      'tiers.yaml': replaced(textOf('tiers.yaml'), 'id: premium', 'id: finest\n    moved_from: premium'),
    })
    expect(checkCatalog(tree, today, shipped).findings).toEqual([])
  })

  it('does not take a file that cannot be read for a model that is gone', () => {
    expect(broken(withFiles({ [seedream]: 'model_name: [' }))).toEqual([])
    expect(broken(edited('plans.yaml', 'plans:', 'plan:'))).toEqual([])
  })

  it('tells a declared break as a hint, with its reason', () => {
    const comment = '# atelier-breaking breaking/model-removed bytedance:seedream@4.5 -- the vendor withdrew it\n'
    const tree = withFiles({ [seedream]: null, 'plans.yaml': comment + textOf('plans.yaml') })
    const found = checkCatalog(tree, today, shipped).findings.filter(({ rule }) => rule === 'breaking/model-removed')
    expect(found).toMatchObject([
      {
        severity: 'hint',
        related: [{ file: 'config/plans.yaml', line: 1, message: 'declared: the vendor withdrew it' }],
      },
    ])
  })
})

describe('a directive', () => {
  const size = 'landscape_size: 1344x768'
  const rulesOf = (comment: string, value = 'landscape_size: 1792x1024') =>
    checkCatalog(edited(bria, size, `${comment}\n${value}`), today).findings.map(({ rule, line }) => `${line} ${rule}`)

  it('silences one rule on the next line', () => {
    expect(rulesOf('# atelier-disable-next-line size/not-valid -- asked the provider')).toEqual([])
    expect(rulesOf('# atelier-disable-next-line size/not-valid -- asked the provider\n# and heard back')).toEqual([])
    expect(rulesOf('# atelier-disable-next-line size/not-square -- asked the provider')).toEqual(['11 size/not-valid'])
  })

  it('is told when nothing is wrong there', () => {
    expect(rulesOf('# atelier-disable-next-line size/not-valid -- asked', size)).toEqual(['10 directive/unused'])
  })

  it.each([
    ['no reason', '# atelier-disable-next-line size/not-valid'],
    ['an empty reason', '# atelier-disable-next-line size/not-valid -- '],
    ['no rule', '# atelier-disable-next-line -- because'],
    ['an unknown rule', '# atelier-disable-next-line size/not-vald -- because'],
    ['a misspelt word', '# atelier-disable-nextline size/not-valid -- because'],
    ['a breaking change without a name', '# atelier-breaking breaking/size-changed -- because'],
    ['a rule of another kind', '# atelier-breaking size/not-valid bria:10@1 -- because'],
  ])('with %s does nothing and is told', (_, comment) => {
    expect(rulesOf(comment)).toEqual(['10 directive/wrong', '11 size/not-valid'])
  })

  it('cannot silence what leaves nothing to use', () => {
    const found = rulesOf(
      '# atelier-disable-next-line schema/bad-format -- it looks better',
      'landscape_size: 1344×768',
    )
    expect(found).toEqual(['10 directive/wrong', '11 schema/bad-format'])
  })
})
