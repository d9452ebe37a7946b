import { describe, expect, it } from 'vitest'
import { edited, findingsOf, placesOf, replaced, shipped, textOf, withFiles } from './catalog-fixture.ts'

const bria = 'models/runware/bria-3.2.yaml'
const rulesOf = (tree: Parameters<typeof findingsOf>[0]): string[] => [
  ...new Set(findingsOf(tree).map((finding) => finding.rule)),
]

describe('what other validators let pass', () => {
  it.each<[string, string, string, string]>([
    ['a misspelt key', 'notes:', 'note:', 'schema/unknown-key'],
    ['a key named __proto__', 'notes:', '__proto__: { is_active: true }\nnotes:', 'schema/unknown-key'],
    ['a merge key', 'notes:', '<<: { is_default: false }\nnotes:', 'schema/unknown-key'],
    ['another cross in a size', '1344x768\nsquare', '1344×768\nsquare', 'schema/bad-format'],
    ['a leading zero', 'priority: 1', 'priority: 01', 'yaml/leading-zero'],
    ['an integer beyond 2^53', 'credits_per_image: 4', 'credits_per_image: 9007199254740993', 'yaml/unsafe-number'],
    ['infinity', 'usd_per_image: 0.04', 'usd_per_image: .inf', 'yaml/unsafe-number'],
    ['a number too large for JSON', 'usd_per_image: 0.04', 'usd_per_image: 1e999', 'yaml/unsafe-number'],
    ['a tab as indentation', '  - 832x1216', '\t- 832x1216', 'yaml/syntax'],
    ['two documents', 'notes:', '---\nnotes:', 'yaml/multiple-documents'],
    [
      'a tag',
      'display_name: Bria 3.2',
      'display_name: !!js/function "function () { process.exit(0) }"',
      'yaml/unsupported',
    ],
    ['an alias to nothing', 'display_name: Bria 3.2', 'display_name: *nothing', 'yaml/alias'],
    [
      'an alias to what it stands in',
      'generation_params: { steps: 8 }',
      'generation_params: &x { steps: *x }',
      'yaml/alias',
    ],
    ['yes for true', 'is_active: true', 'is_active: yes', 'schema/wrong-type'],
    ['a date that does not exist', 'notes:', 'lifecycle: { retires_on: 2027-02-30 }\nnotes:', 'schema/bad-format'],
    ['an empty value', 'provider: runware', 'provider:', 'schema/wrong-type'],
    ['a list key', 'notes:', '? [a, b]\n: 1\nnotes:', 'yaml/unsupported'],
  ])('%s is found', (_, from, to, rule) => {
    expect(rulesOf(edited(bria, from, to))).toEqual([rule])
  })

  it.each(['{', 'null', '# nothing\n', '[]', '42', 'text', '- model_name: x'])(
    'a model file that holds only %j is found',
    (text) => {
      expect(rulesOf(withFiles({ 'models/x.yaml': text }))).toHaveLength(1)
    },
  )

  it('a file that is not UTF-8 is found at its first wrong byte', () => {
    const bytes = Buffer.concat([Buffer.from('model_name: é'), Buffer.from([0xe9]), Buffer.from('x\n')])
    expect(placesOf(withFiles({ 'models/x.yaml': bytes }))).toEqual(['models/x.yaml:1:14 yaml/not-utf8'])
    expect(rulesOf(withFiles({ 'models/x.yaml': Buffer.from('\uFEFFa: 1', 'utf16le') }))).toEqual(['yaml/not-utf8'])
  })

  it('an anchor bomb is one finding and costs nothing', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) =>
        `l${level + 1}: &l${level + 1} [${Array(10)
          .fill(level === 0 ? 'x' : `*l${level}`)
          .join(', ')}]`,
    )
    const findings = findingsOf(withFiles({ 'models/x.yaml': `${levels.join('\n')}\n` }))
    expect(findings.map((finding) => finding.rule)).toEqual(['yaml/alias'])
  })

  it('a file that is nested without end is one finding', () => {
    expect(rulesOf(withFiles({ 'models/x.yaml': '['.repeat(20_000) }))).toEqual(['yaml/syntax'])
    expect(rulesOf(withFiles({ 'models/x.yaml': '['.repeat(9_000) + ']'.repeat(9_000) }))).toHaveLength(1)
  })

  it.each(['modells/x.yaml', 'foo.yaml', 'tiers.yml', 'models/x.json', 'models/.x.yaml', 'models.yaml'])(
    'a file %s that nothing reads is found',
    (path) => {
      expect(placesOf(withFiles({ [path]: textOf(bria) }))).toEqual([`${path}:1:1 tree/unknown-file`])
    },
  )

  it('a missing file is found', () => {
    expect(placesOf(withFiles({ 'styles.yaml': null }))).toEqual(['styles.yaml:1:1 tree/missing-file'])
  })
})

describe('what is accepted', () => {
  it('CRLF, a byte order mark, .yml and folders of models', () => {
    const changes = Object.fromEntries(
      shipped.files.map((file) => [file.path, `\uFEFF${textOf(file.path).replaceAll('\n', '\r\n')}`]),
    )
    expect(findingsOf(withFiles(changes))).toEqual([])
    expect(findingsOf(withFiles({ [bria]: null, 'models/a/b/c.yml': textOf(bria) }))).toEqual([])
  })

  it('anchors and aliases of a reasonable size', () => {
    const text = replaced(
      replaced(textOf(bria), 'landscape_size: 1344x768', 'landscape_size: &wide 1344x768'),
      '  - 1344x768',
      '  - *wide',
    )
    expect(findingsOf(withFiles({ [bria]: text }))).toEqual([])
  })
})

describe('secrets', () => {
  const secret = 'sk-proj-AbCdEf0123456789AbCdEf01'

  it.each([
    ['as a value', 'providers.yaml', 'key_env: OPENAI_API_KEY', `key_env: ${secret}`],
    ['in a comment', 'providers.yaml', '# OpenAI cannot', `# ${secret} OpenAI cannot`],
    ['as a key', bria, 'notes:', `${secret}: 1\nnotes:`],
    ['in a URL', 'providers.yaml', 'https://api.openai.com', `https://user:${secret}@api.openai.com`],
  ])('%s are one finding, and are printed nowhere', (_, path, from, to) => {
    const findings = findingsOf(edited(path, from, to))
    expect(findings.map((finding) => finding.rule)).toContain('secret/literal')
    expect(JSON.stringify(findings)).not.toContain(secret)
  })
})
