import { parse } from 'yaml'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Finding } from '../../../api/catalog/finding.ts'
import { type Diagnostic, LanguageServer } from '../../support/language-server.ts'
import { edited, findingsOf, shipped, textOf, withFiles } from './catalog-fixture.ts'
import { corpus } from './mutation/corpus.ts'
import type { Mutant } from './mutation/schema-mutants.ts'

let server: LanguageServer
beforeAll(async () => {
  server = await LanguageServer.start()
})
afterAll(() => server.stop())

const bria = 'models/runware/bria-3.2.yaml'
const modelSchema = shipped.schemas.model as { properties: Record<string, { description: string }> }

const linesOf = (lines: Iterable<number>): number[] => [...new Set(lines)].toSorted((one, other) => one - other)

/** Editors mark a list with an item twice at its beginning. */
function listLine(text: string, line: number): number {
  const lines = text.split('\n')
  let at = line - 1
  while (/^\s*- /.test(lines[at] ?? '') && /^\s*- /.test(lines[at - 1] ?? '')) at--
  return at + 1
}

/** Of host names, URLs and dates, editors look at the form of a date only. */
const isBeyondEditors = /download_hosts|2027-02-30|base_url: (?:api\.example|not a url)/

/** Where an editor must mark what we found. */
const expectedLine = (text: string, { rule, line }: Finding): number =>
  rule === 'schema/duplicate-item' ? listLine(text, line) : line

/** Of a misspelt key, editors say besides that the right one is missing. */
function isSaidOnce({ message }: Diagnostic, ours: readonly Finding[]): boolean {
  const missing = /^Missing property "(.*)"\.$/.exec(message)?.[1]
  return !ours.some(
    ({ rule, hint }) => rule === 'schema/unknown-key' && missing !== undefined && hint === `Did you mean "${missing}"?`,
  )
}

/** How an editor and we disagree about a file; undefined where we do not. */
async function disagreement({ file, what, text }: Mutant, index: number): Promise<string | undefined> {
  const theirs = await server.open(`config/${file.replace('.yaml', `.${index}.yaml`)}`, text)
  const ours = findingsOf(withFiles({ [file]: text })).filter(
    ({ rule, file: label }) => /^(?:schema|yaml)\//.test(rule) && label === `config/${file}`,
  )
  const expected = linesOf(ours.map((finding) => expectedLine(text, finding)))
  const marked = linesOf(theirs.filter((one) => isSaidOnce(one, ours)).map(({ range }) => range.start.line + 1))
  if (expected.join() === marked.join()) return undefined
  return `${file} ${what}: we ${expected.join()} ${ours.map(({ message }) => message).join(' ')}; they ${marked.join()} ${theirs.map(({ message }) => message).join(' ')}`
}

describe('an editor with the YAML language server', { timeout: 300_000 }, () => {
  it.each(shipped.files.map(({ path }) => path))('marks nothing in %s', async (path) => {
    expect(await server.open(`config/${path}`, textOf(path))).toEqual([])
  })

  it('marks the lines that we do, by the schemas that the files name', async () => {
    const sample = [...corpus()].filter(({ what }, index) => index % 5 === 0 && !isBeyondEditors.test(what))
    const compared = await Promise.all(sample.map(disagreement))
    console.info(`${sample.length} single edits compared with the language server`)
    expect(compared.filter((said) => said !== undefined)).toEqual([])
    expect(sample.length).toBeGreaterThan(900)
  })

  it('marks all of several mistakes, and nothing that only follows from one', async () => {
    const text = textOf(bria, edited(bria, 'model_type: image', 'model_type: imgae')).replace(
      'steps: 8',
      'steps: eight',
    )
    expect(
      (await server.open('config/models/acme/several.yaml', text)).map(({ range }) => range.start.line + 1),
    ).toEqual([5])
  })

  it('explains every key of a model where one points at it', async () => {
    await server.open(`config/${bria}`, textOf(bria))
    const keys = Object.keys(parse(textOf(bria)) as object)
    const lines = textOf(bria).split('\n')
    for (const key of keys) {
      const line = lines.findIndex((candidate) => candidate.startsWith(`${key}:`)) + 1
      const { description = '' } = modelSchema.properties[key] ?? {}
      expect(await server.hover(`config/${bria}`, line, 2)).toContain(
        description.replaceAll(/[_`].*/gs, '').slice(0, 40),
      )
    }
    expect(keys.length).toBeGreaterThan(12)
  })

  it.each([
    ['that names its schema', '# yaml-language-server: $schema=../../schema/model.schema.json\n'],
    ['that names none yet', ''],
  ])('offers every key of a model in a new file %s, with what it is for', async (name, head) => {
    const path = `config/models/acme/new-${name.length}.yaml`
    await server.open(path, head)
    const offered = await server.complete(path, head.split('\n').length, 1)
    for (const [key, { description }] of Object.entries(modelSchema.properties)) {
      const item = offered.find(({ label }) => label === key)
      const text = typeof item?.documentation === 'string' ? item.documentation : item?.documentation?.value
      expect(`${key}: ${text?.replaceAll('\\', '')}`).toContain(`${key}: ${description.slice(0, 30)}`)
    }
  })

  it('marks in the file of an environment what we do, and offers the keys that it may have', async () => {
    const path = 'environments/staging.yaml'
    const text = `# yaml-language-server: $schema=../schema/environment.schema.json
models:
  bria:10@1: { priority: 700 }
  google:4@1: { model_name: x }
tiers:
  basic: { display_name: "" }
settings: { formt: webp }
`
    const theirs = await server.open(`config/${path}`, text)
    const ours = findingsOf(withFiles({ [path]: text })).map(({ line }) => line)
    expect(linesOf(theirs.map(({ range }) => range.start.line + 1))).toEqual(linesOf(ours))
    const unnamed = 'config/environments/production.yaml'
    await server.open(unnamed, 'providers:\n  runware:\n    \n')
    const offered = (await server.complete(unnamed, 3, 5)).map(({ label }) => label)
    expect(offered).toContain('base_url')
    expect(offered).not.toContain('id')
  })

  it('offers the values that there are', async () => {
    const path = 'config/models/acme/values.yaml'
    const text = '# yaml-language-server: $schema=../../schema/model.schema.json\nmodel_type: \n'
    await server.open(path, text)
    expect((await server.complete(path, 2, 13)).map(({ label }) => label).toSorted()).toEqual(['image', 'text'])
  })
})
