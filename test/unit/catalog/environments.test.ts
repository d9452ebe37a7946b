import { describe, expect, it } from 'vitest'
import { checkCatalog, checkEnvironment } from '../../../api/catalog/check-catalog.ts'
import { findingsOf, placesOf, replaced, shipped, textOf, today, withFiles } from './catalog-fixture.ts'

const bria = 'models/runware/bria-3.2.yaml'
const hidream = 'models/runware/hidream-i1-full.yaml'
const path = 'environments/staging.yaml'
const withStaging = (text: string, others: Record<string, string | null> = {}) => withFiles({ [path]: text, ...others })

const messagesOf = (...args: Parameters<typeof findingsOf>): string[] =>
  findingsOf(...args).map(
    ({ file, line, column, message }) => `${file.replace('config/', '')}:${line}:${column} ${message}`,
  )

describe('an environment', () => {
  it('that makes a sound catalog is as silent as the base files', () => {
    const text = `models:
  bria:10@1: { priority: 7, generation_params: { steps: 9 }, price: { usd_per_image: 0.05 }, credits_per_image: 5 }
tiers: { basic: { display_name: Drafts } }
plans: { free: { images_per_article_max: 3 } }
styles: { watercolour: { display_name: Aquarelle } }
providers: { runware: { base_url: https://staging.example/v1, concurrency: 2 } }
settings: { images_per_article: 2 }
`
    expect(messagesOf(withStaging(text))).toEqual([])
  })

  it('merges mappings key by key and replaces lists and single values', () => {
    const tree = withStaging(
      `models:\n  bria:10@1:\n    price: { usd_per_1m_tokens: { text_input: 1, image_output: 2 } }\n    valid_sizes: [1344x768, 1024x1024]\n    display_name: B\n`,
    )
    const specOf = (environment?: string) =>
      checkEnvironment(tree, today, environment).context.models.find(({ spec }) => spec.model_name === 'bria:10@1')
        ?.spec
    expect(specOf('staging')).toEqual({
      ...specOf(),
      display_name: 'B',
      valid_sizes: ['1344x768', '1024x1024'],
      price: { usd_per_image: 0.04, usd_per_1m_tokens: { text_input: 1, image_output: 2 } },
    })
  })

  it.each<[what: string, text: string, places: string[]]>([
    [
      'a value of another range for the family',
      'models:\n  bria:10@1:\n    generation_params: { steps: 20 }\n',
      [`${path}:3:33 parameter/out-of-range`],
    ],
    [
      'a parameter that the family does not have',
      'models:\n  bria:10@1:\n    generation_params: { stepz: 9 }\n',
      [`${path}:3:26 parameter/unknown`],
    ],
    [
      'a size that the model refuses',
      'models: { "bria:10@1": { landscape_size: 1792x1024 } }\n',
      [`${path}:1:42 size/not-valid`],
    ],
    [
      'a tier that nobody declares',
      'plans: { free: { tiers: [basic, best] } }\n',
      [`${path}:1:33 reference/unknown-tier`],
    ],
    [
      'a tier of the second of two plans',
      'plans:\n  free: { images_per_article_max: 3 }\n  pro: { tiers: [best] }\n',
      [`${path}:3:18 reference/unknown-tier`],
    ],
    [
      'a URL without https',
      'providers: { runware: { base_url: "http://x.example" } }\n',
      [`${path}:1:35 provider/url-not-https`],
    ],
    [
      'a placeholder, within the text of the environment',
      'settings: { prompt_template: "{prompt} {stile} {style}" }\n',
      [`${path}:1:40 settings/template`],
    ],
    [
      'what is missing beside what it adds',
      'models:\n  google:4@1:\n    size_rules: { max_side: 2048 }\n',
      [`${path}:3:5 schema/missing-key`],
    ],
  ])('has %s placed in its own file', (_, text, places) => {
    expect(placesOf(withStaging(text))).toEqual(places)
  })

  it('has what is only wrong there, about a value of the base files, placed in those and named', () => {
    const text = 'models:\n  bria:10@1: { is_active: false }\n  bytedance:seedream@4.5: { priority: 2 }\n'
    expect(messagesOf(withStaging(text))).toEqual([
      `${path}:3:39 In environment staging: bytedance:seedream@4.5 and google:4@1 both have priority 2 in tier "quality_option2".`,
      `${bria}:9:13 In environment staging: bria:10@1 is the default but not active.`,
    ])
    expect(findingsOf(withStaging(text))[0]?.related).toMatchObject([
      { file: 'config/models/runware/nano-banana.yaml', line: 7 },
    ])
  })

  it('is told from another one that has the same fault', () => {
    const text = 'models:\n  bria:10@1: { is_active: false }\n'
    expect(messagesOf(withStaging(text, { 'environments/production.yaml': text }))).toEqual([
      `${bria}:9:13 In environment production: bria:10@1 is the default but not active.`,
      `${bria}:9:13 In environment staging: bria:10@1 is the default but not active.`,
    ])
  })

  it('does not repeat what is wrong without it', () => {
    const broken = { [bria]: replaced(textOf(bria), 'steps: 8', 'steps: 20') }
    const text = 'models:\n  bria:10@1: { priority: 7 }\nsettings: { images_per_article: 2 }\n'
    expect(placesOf(withStaging(text, broken))).toEqual(placesOf(withFiles(broken)))
  })

  it('does not repeat what is wrong without it in other numbers', () => {
    const models = Object.fromEntries(
      ['a', 'b'].map((name, index) => [
        `models/runware/${name}.yaml`,
        textOf(hidream)
          .replace('runware:97@1', `runware:10${index}@1`)
          .replace('priority: 1', `priority: ${index + 2}`),
      ]),
    )
    const text = 'models:\n  runware:100@1: { is_active: false }\n'
    expect(messagesOf(withStaging(text, models))).toEqual(messagesOf(withFiles(models)))
    expect(messagesOf(withFiles(models))).toEqual(['tiers.yaml:3:9 All 3 models of tier "basic" are at runware.'])
  })

  it('that says a wrong thing which the base files say too is told so, and the thing is found once', () => {
    const broken = { [bria]: replaced(textOf(bria), 'steps: 8', 'steps: 20') }
    expect(placesOf(withStaging('models:\n  bria:10@1: { generation_params: { steps: 20 } }\n', broken))).toEqual([
      `${path}:2:37 environment/no-effect`,
      `${bria}:22:29 parameter/out-of-range`,
    ])
  })

  it('may mend what is wrong in the base files, which is still found', () => {
    const broken = { [bria]: replaced(textOf(bria), 'priority: 1', 'priority: one') }
    const tree = withStaging('models:\n  bria:10@1: { priority: 1 }\n', broken)
    expect(placesOf(tree)).toEqual([`${bria}:7:11 schema/wrong-type`])
    expect(checkEnvironment(tree, today, 'staging').findings).toEqual([])
    expect(checkEnvironment(tree, today, undefined).findings).toHaveLength(1)
  })

  it.each([
    ['models:\n  bria:10@1: { model_name: x }\n', 2, 16, 'model_name'],
    ['models:\n  bria:10@1: { moved_from: x }\n', 2, 16, 'moved_from'],
    ['tiers: { basic: { id: best } }\n', 1, 19, 'id'],
  ])('cannot make a thing another one: %j', (text, line, column, key) => {
    expect(messagesOf(withStaging(text))).toEqual([
      `${path}:${line}:${column} "${key}" says which thing this is, and an environment cannot make it another one.`,
    ])
  })

  it('adds nothing: an unknown name is one finding with the nearest one, and can be mended', () => {
    const tree = withStaging(
      'models:\n  bria:10@1: { priority: 7 }\n  bira:10@1: { priority: 8 }\ntiers: { best: { display_name: Best } }\n',
    )
    expect(findingsOf(tree)).toMatchObject([
      { rule: 'environment/unknown-entry', line: 3, column: 3, hint: 'Did you mean "bria:10@1"?' },
      { line: 4, column: 10, hint: 'Tiers: basic, quality, quality_option2, premium.' },
    ])
    // Both would be the same key.
    expect(findingsOf(tree)[0]?.fix).toBeUndefined()
    expect(findingsOf(withStaging('providers: { runwere: { concurrency: 2 } }\n'))[0]?.fix?.edits).toMatchObject([
      { replaces: 'runwere', text: 'runware' },
    ])
  })

  it('is not told of names that cannot be read', () => {
    const text = 'models:\n  bria:11@1: { priority: 7 }\ntiers: { best: { display_name: Best } }\n'
    const broken = {
      'tiers.yaml': 'tiers: [\n',
      [bria]: replaced(textOf(bria), 'model_name: bria:10@1', 'model_name: 5'),
    }
    expect(placesOf(withStaging(text, broken)).filter((place) => place.startsWith(path))).toEqual([])
  })

  it.each([
    ['models:\n  bria:10@1: { concurency: 1 }\n', '2:16 schema/unknown-key'],
    ['providers: { runware: { concurrency: two } }\n', '1:38 schema/wrong-type'],
    ['providers: { runware: { concurrency: 02 } }\n', '1:38 yaml/leading-zero'],
    ['providers: { runware: { concurrency: 2, concurrency: 3 } }\n', '1:41 yaml/duplicate-key'],
    ['model: {}\n', '1:1 schema/unknown-key'],
    ['models: []\n', '1:9 schema/wrong-type'],
    ['models: {}\n', '1:9 schema/bad-length'],
    ['settings: { source: [lib] }\n', '1:13 schema/unknown-key'],
    ['settings: { images_per_article: 12 }\n', '1:33 schema/out-of-range'],
    ['models:\n  bria:10@1: { __proto__: { priority: 1 } }\n', '2:16 schema/unknown-key'],
    ['models: [\n', '2:1 yaml/syntax'],
    ['', '1:1 schema/wrong-type'],
    ['settings: { negative_prompt: sk-proj-AbCdEf0123456789AbCdEf01 }\n', '1:30 secret/literal'],
  ])('is a file like any other: %j is one finding', (text, place) => {
    expect(placesOf(withStaging(text))).toEqual([`${path}:${place}`])
  })

  it.each([
    'environments/staging.yml',
    'environments/Staging.yaml',
    'environments/eu/staging.yaml',
    'environments/1.yaml',
  ])('is not %s, which nothing reads', (name) => {
    expect(findingsOf(withFiles({ [name]: 'settings: { images_per_article: 2 }\n' }))).toMatchObject([
      { rule: 'tree/unknown-file', file: `config/${name}`, hint: expect.stringContaining('environments/NAME.yaml') },
    ])
  })

  it('offers for a misspelt key only those that it may have', () => {
    const [finding] = findingsOf(withStaging('tiers: { basic: { ids: x } }\n'))
    expect(finding).toMatchObject({
      rule: 'schema/unknown-key',
      hint: 'Known keys: display_name, description, fallback, protected.',
    })
  })

  it('offers to mend what it says, and no base file that is right without it', () => {
    expect(findingsOf(withStaging('models:\n  bria:10@1: { quality_tier: premum }\n'))).toMatchObject([
      { rule: 'reference/unknown-tier', file: `config/${path}`, fix: { edits: [{ text: 'premium' }] } },
    ])
    // Another provider takes almost the same parameter.
    const [set] = shipped.schemas.parameterSets.filter(({ id }) => id === 'runware-bria')
    if (!set) throw new Error('The family of Bria has no parameter set.')
    const { steps, ...others } = set.schema['properties'] as Record<string, unknown>
    const properties = { ...others, stepps: steps }
    const schema = { ...set.schema, 'x-adapter': 'openai', properties }
    const parameterSets = [...shipped.schemas.parameterSets, { id: 'other', label: 'other', schema }]
    const tree = withStaging('models:\n  bria:10@1: { provider: openai }\n')
    const findings = findingsOf({ ...tree, schemas: { ...tree.schemas, parameterSets } })
    const [unknown] = findings.filter(({ rule }) => rule === 'parameter/unknown')
    expect(unknown).toMatchObject({ file: `config/${bria}`, hint: 'Did you mean "stepps"?' })
    expect(unknown?.fix).toBeUndefined()
  })

  it('offers no edit of one text that was made for another one', () => {
    const text = 'providers: { runware: { concurrency: "2" } }\n'
    const at = text.indexOf('"2"')
    const tree = withStaging(text, { 'providers.yaml': `#${' '.repeat(at - 1)}"2"\n${textOf('providers.yaml')}` })
    // It lets everything pass, so that only the schema of the base files is left.
    const environment = { type: 'object', properties: {} }
    const [finding] = findingsOf({ ...tree, schemas: { ...tree.schemas, environment } })
    expect(finding).toMatchObject({ rule: 'schema/wrong-type', file: `config/${path}`, line: 1, column: at + 1 })
    expect(finding?.fix).toBeUndefined()
  })

  it('has a number mended where a number is wanted, and none among parameters', () => {
    const text = 'models:\n  bria:10@1: { priority: 07, generation_params: { steps: 09 } }\n'
    expect(findingsOf(withStaging(text)).map(({ rule, fix }) => [rule, fix?.edits[0]?.text])).toEqual([
      ['yaml/leading-zero', '7'],
      ['yaml/leading-zero', undefined],
    ])
  })

  it('gives the same findings in the same order every time', () => {
    const text = 'models:\n  bria:10@1: { is_active: false, landscape_size: 1x1 }\nsettings: { style: none }\n'
    const tree = withStaging(text, { 'environments/production.yaml': text })
    expect(findingsOf(tree).length).toBeGreaterThan(4)
    expect(findingsOf({ ...tree, files: tree.files.toReversed() })).toEqual(findingsOf(tree))
  })

  it('leaves the files alone that it does not change', () => {
    const tree = withStaging('models:\n  bria:10@1: { priority: 7 }\n')
    const base = checkCatalog(tree, today).context
    const used = checkEnvironment(tree, today, 'staging').context
    const changed = used.models.filter(({ document }) => !base.documents.includes(document))
    expect(changed.map(({ spec }) => spec.model_name)).toEqual(['bria:10@1'])
    expect(base.documents).toContain(used.tiers[0]?.document)
  })
})

describe('a comment', () => {
  const inactive = 'models:\n  runware:97@1: { is_active: false }\n'

  it('in a base file switches a rule off for what an environment makes of the line too', () => {
    const disable = '  # atelier-disable-next-line tier/one-provider -- one is enough\n'
    const models = {
      'models/runware/x.yaml': textOf(hidream)
        .replace('97@1', '98@1')
        .replace('priority: 1', 'priority: 2')
        .replace('is_active: true', 'is_active: false'),
    }
    const second = 'models:\n  runware:98@1: { is_active: true }\n'
    expect(placesOf(withStaging(second, models))).toEqual(['tiers.yaml:3:9 tier/one-provider'])
    const tiers = textOf('tiers.yaml').replace('  - id: basic', `${disable}  - id: basic`)
    expect(placesOf(withStaging(second, { ...models, 'tiers.yaml': tiers }))).toEqual([])
    // Without the environment nothing needs it.
    expect(placesOf(withFiles({ ...models, 'tiers.yaml': tiers }))).toEqual(['tiers.yaml:3:3 directive/unused'])
  })

  it('in the file of an environment is about its next line, and has to be needed', () => {
    const text =
      'models:\n  # atelier-disable-next-line environment/no-effect -- said twice on purpose\n  bria:10@1: { priority: 1 }\n'
    expect(placesOf(withStaging(text))).toEqual([])
    expect(placesOf(withStaging(text.replace('priority: 1', 'priority: 7')))).toEqual([`${path}:2:3 directive/unused`])
  })

  it('cannot let an environment change what is not there', () => {
    const text =
      'models:\n  # atelier-disable-next-line environment/unknown-entry -- later\n  bria:11@1: { priority: 1 }\n'
    expect(placesOf(withStaging(text))).toEqual([
      `${path}:2:3 directive/wrong`,
      `${path}:3:3 environment/unknown-entry`,
    ])
  })

  it('is nothing to a catalog that is used where another environment needs it', () => {
    const disable = '# atelier-disable-next-line tier/no-active-model -- not sold there\n'
    const tiers = textOf('tiers.yaml').replace('  - id: basic', `  ${disable}  - id: basic`)
    const tree = withStaging(inactive, { 'tiers.yaml': tiers })
    expect(checkEnvironment(tree, today, undefined).findings).toEqual([])
  })
})

describe('environment/no-effect', () => {
  it.each([
    ['a value', 'providers: { runware: { concurrency: 8 } }\n', ['1:25']],
    ['a list in another style', 'plans:\n  free:\n    tiers:\n      - basic\n', ['3:5']],
    ['a value in a mapping', 'models: { "bria:10@1": { price: { usd_per_image: 0.04 } } }\n', ['1:35']],
    ['a mapping with nothing in it', 'models: { "bria:10@1": { generation_params: {} } }\n', ['1:26']],
    ['a setting', 'settings: { images_per_article: 4, format: webp }\n', ['1:13', '1:36']],
    ['what the base files do not say', 'models: { "bria:10@1": { protected: false } }\n', []],
    ['a list in another order', 'models: { "bria:10@1": { valid_sizes: [1344x768, 1024x1024] } }\n', []],
  ])('%s: %j', (_, text, places) => {
    expect(placesOf(withStaging(text))).toEqual(places.map((place) => `${path}:${place} environment/no-effect`))
  })
})

describe('the schema of environments', () => {
  it('takes every field that the base files have, but for those that say which thing it is', () => {
    const { context } = checkCatalog(shipped, today)
    const named = (entries: typeof context.tiers | typeof context.models) =>
      Object.fromEntries(
        entries.map(({ spec }) => {
          const { id, model_name: name, ...fields } = spec as { id?: string; model_name?: string }
          return [id ?? name, fields]
        }),
      )
    const [settings] = context.settings
    const { source: _, ...defaults } = settings?.spec ?? {}
    const { models, tiers, plans, styles, providers } = context
    const lists = { tiers, plans, styles, providers } as unknown as Record<string, typeof context.tiers>
    const everything = {
      models: named(models),
      ...Object.fromEntries(Object.entries(lists).map(([kind, entries]) => [kind, named(entries)])),
      settings: defaults,
    }
    const findings = findingsOf(withStaging(JSON.stringify(everything, null, 1)))
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(['environment/no-effect']))
    expect(findings.length).toBeGreaterThan(150)
  })
})

describe('what a catalog is compared with', () => {
  it('is its base files: an environment breaks nothing', () => {
    const tree = withStaging('models:\n  bria:10@1: { priority: 7 }\nplans: { free: { images_per_article_max: 1 } }\n')
    expect(checkCatalog(tree, today, shipped).findings).toEqual([])
    expect(checkCatalog(shipped, today, tree).findings).toEqual([])
  })
})
