import { lstat, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExportTarget, FileChange } from '../../../api/catalog/export/export-target.ts'
import { exportedFiles } from '../../../api/catalog/export/exported-files.ts'
import { readExportTarget } from '../../../api/catalog/export/read-target.ts'
import { writeFiles } from '../../../api/catalog/export/write-files.ts'
import { readCatalog } from '../../../api/catalog/read-catalog.ts'
import type { CatalogKind, DeclaredEntry } from '../../../api/domain/declared-entry.ts'
import { emptyTarget, exportedTo, readTarget, shippedTarget, textIn, withTexts } from '../../support/export-target.ts'
import { replaced } from './catalog-fixture.ts'

const read = await readCatalog('config', { today: '2026-11-22' })
if (!read.ok) throw new Error('The shipped catalog is not sound.')
const { entries } = read

type Changes = Partial<Pick<DeclaredEntry, 'id' | 'spec' | 'sourceFile' | 'movedFrom'>>

/** The shipped entries with one of them another one; null takes it out. */
const withEntry = (kind: CatalogKind, id: string, changes: Changes | null): DeclaredEntry[] =>
  entries.flatMap((entry) =>
    entry.kind !== kind || entry.id !== id ? [entry] : changes === null ? [] : [{ ...entry, ...changes }],
  )

function specOf(kind: CatalogKind, id: string): DeclaredEntry['spec'] {
  const found = entries.find((entry) => entry.kind === kind && entry.id === id)
  if (!found) throw new Error(`There is no ${id}.`)
  return found.spec
}

const bria = 'models/runware/bria-3.2.yaml'
const textOf = (path: string, target: ExportTarget = shippedTarget): string => textIn(target, path) ?? ''
const pathsOf = (changes: readonly FileChange[]) => changes.map(({ path }) => path)
const after = (changes: readonly FileChange[], path: string) => changes.find((change) => change.path === path)?.after

const settings = specOf('settings', 'system')

describe('an export', () => {
  it('changes no file of a catalog that says the same', () => {
    expect(exportedFiles(entries, shippedTarget)).toEqual([])
  })

  it('edits only the file of the entry that is another one', () => {
    const spec = { ...specOf('models', 'bria:10@1'), price: { usd_per_image: 0.05 } }
    const changes = exportedFiles(withEntry('models', 'bria:10@1', { spec }), shippedTarget)
    expect(changes).toEqual([
      { path: bria, before: textOf(bria), after: replaced(textOf(bria), 'usd_per_image: 0.04', 'usd_per_image: 0.05') },
    ])
  })

  it('takes a model for the one with its name, wherever its file lies', () => {
    const moved = withTexts(shippedTarget, { [bria]: null, 'models/elsewhere.yml': textOf(bria) })
    expect(exportedFiles(entries, moved)).toEqual([])
  })

  it('keeps a byte order mark and the ends of lines', () => {
    const windows = `\uFEFF${textOf('settings.yaml').replaceAll('\n', '\r\n')}`
    const target = withTexts(shippedTarget, { 'settings.yaml': windows })
    const spec = { ...specOf('settings', 'system'), format: 'png' }
    const changes = exportedFiles(withEntry('settings', 'system', { spec }), target)
    expect(after(changes, 'settings.yaml')).toBe(replaced(windows, 'format: webp', 'format: png'))
    expect(exportedFiles(entries, target)).toEqual([])
    const bareText = windows.replace(/^.*\r\n/, '\uFEFF')
    const lacking = withTexts(shippedTarget, { 'settings.yaml': bareText.replace(/negative_prompt: .*\r\n/, '') })
    expect(after(exportedFiles(entries, lacking), 'settings.yaml')).toBe(bareText)
    const bare = withTexts(shippedTarget, { 'settings.yaml': bareText })
    const { images_per_article: _, ...less } = settings
    const removed = exportedFiles(withEntry('settings', 'system', { spec: less }), bare)
    expect(after(removed, 'settings.yaml')).toMatch(/^\uFEFFstyle: photorealistic\r\nformat: webp\r\n/)
  })

  it('removes what is no more, with the comment that is its own', () => {
    const changes = exportedFiles(
      withEntry('models', 'dall-e-2', null).filter(({ kind, id }) => kind !== 'tiers' || id !== 'quality_option2'),
      shippedTarget,
    )
    expect(pathsOf(changes)).toEqual(['models/openai/dall-e-2.yaml', 'tiers.yaml'])
    expect(after(changes, 'models/openai/dall-e-2.yaml')).toBeNull()
    expect(after(changes, 'tiers.yaml')).not.toMatch(/quality_option2|OpenAI's models/)
  })

  it('leaves moved_from alone, until its name is declared again', () => {
    const noted = withTexts(shippedTarget, { [bria]: `${textOf(bria)}moved_from: bria:old # since May\n` })
    expect(exportedFiles(entries, noted)).toEqual([])
    const spec = { ...specOf('models', 'google:4@1'), model_name: 'bria:old' }
    const changes = exportedFiles([...entries, { ...entryOf('google:4@1'), id: 'bria:old', spec }], noted)
    expect(after(changes, bria)).toBe(textOf(bria))
  })

  const entryOf = (id: string): DeclaredEntry => {
    const found = entries.find((entry) => entry.id === id)
    if (!found) throw new Error(`There is no ${id}.`)
    return found
  }

  it('edits the file of a model that was renamed, or that took the place of another', () => {
    const spec = { ...specOf('models', 'bria:10@1'), model_name: 'bria:11@1' }
    const expected = replaced(textOf(bria), 'bria:10@1', 'bria:11@1')
    for (const place of [{ movedFrom: 'bria:10@1', sourceFile: 'config/models/new.yaml' }, {}]) {
      const changes = exportedFiles(
        withEntry('models', 'bria:10@1', { id: 'bria:11@1', spec, ...place }),
        shippedTarget,
      )
      expect(changes).toEqual([{ path: bria, before: textOf(bria), after: expected }])
    }
  })

  const adopted = (changes: Changes) => {
    const model = { ...entryOf('google:4@1'), id: 'Google:9@9', ...changes }
    const spec = { ...model.spec, model_name: model.id }
    return exportedFiles([...entries, { ...model, spec }], shippedTarget)
  }

  it('gives a model that only the database has a file at its place, with keys as the schema has them', () => {
    const changes = adopted({ sourceFile: 'config/models/a/b/new one.yaml' })
    expect(pathsOf(changes)).toEqual(['models/a/b/new one.yaml'])
    expect(changes[0]?.after).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/\.\.\/\.\.\/schema\/model\.schema\.json\nmodel_name: Google:9@9\ndisplay_name: Nano Banana\nprovider: runware\n/,
    )
  })

  it.each([
    ['where another file lies', `config/${bria}`],
    ['where another file lies but for its case', 'config/models/runware/BRIA-3.2.yaml'],
    ['that is none', ''],
    ['that leads out of the catalog', 'config/models/../../../etc/x.yaml'],
    ['outside of models/', 'config/tiers.yaml'],
    ['that no reader looks into', 'config/models/.hidden/x.yaml'],
    ['that not every system can name', 'config/models/a:b/x.yaml'],
  ])('finds another place for a model with one %s', (_, sourceFile) => {
    expect(pathsOf(adopted({ sourceFile }))).toEqual(['models/runware/google-9-9.yaml'])
  })

  it('finds places for models whose names differ in signs only', () => {
    const added = ['a:b', 'a/b', 'a@b'].map((id): DeclaredEntry => {
      const model = entryOf('google:4@1')
      return { ...model, id, sourceFile: 'by hand', spec: { ...model.spec, model_name: id } }
    })
    expect(pathsOf(exportedFiles([...entries, ...added], shippedTarget))).toEqual([
      'models/runware/a-b-2.yaml',
      'models/runware/a-b-3.yaml',
      'models/runware/a-b.yaml',
    ])
  })

  it('into an empty folder takes the schemas along, and is the same catalog', async () => {
    const changes = exportedFiles(entries, emptyTarget)
    expect(pathsOf(changes).filter((path) => path.startsWith('schema/'))).toEqual(
      shippedTarget.ownSchemas?.map(({ path }) => `schema/${path}`).toSorted(),
    )
    const target = exportedTo(emptyTarget, changes)
    const bare = ({ kind, id, position, spec }: DeclaredEntry) => ({ kind, id, position, spec })
    expect((await readTarget(target)).entries.map(bare)).toEqual(entries.map(bare))
    expect(after(changes, 'tiers.yaml')).toMatch(
      /^# yaml-language-server: \$schema=schema\/tiers\.schema\.json\ntiers:\n {2}- id: basic\n/,
    )
  })

  it('makes no schema/ in a catalog that does without, unless its parameter sets are others', () => {
    const bare = { ...shippedTarget, ownSchemas: undefined }
    expect(exportedFiles(entries, bare)).toEqual([])
    const changes = exportedFiles(withEntry('parameter_sets', 'openai-dall-e-2', null), bare)
    expect(pathsOf(changes)).toContain('schema/model.schema.json')
    expect(pathsOf(changes)).not.toContain('schema/params/openai-dall-e-2.schema.json')
  })

  it('writes a parameter set in the order and with the indentation that its file has', () => {
    const path = 'schema/params/runware-bria.schema.json'
    const spec = { ...specOf('parameter_sets', 'runware-bria'), title: 'Bria', 'x-new': 1 }
    const changes = exportedFiles(withEntry('parameter_sets', 'runware-bria', { spec }), shippedTarget)
    const expected = replaced(textOf(path), '"title": "Runware imageInference, Bria models"', '"title": "Bria"')
    expect(pathsOf(changes)).toEqual([path])
    expect(changes[0]?.after).toBe(replaced(expected, '\n}\n', ',\n  "x-new": 1\n}\n'))
    const gone = exportedFiles(withEntry('parameter_sets', 'runware-bria', null), shippedTarget)
    expect(gone).toEqual([{ path, before: textOf(path), after: null }])
  })

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'a syntax error',
      { 'tiers.yaml': 'tiers:\n  - id: [' },
      /^config\/tiers\.yaml:\d+:\d+ yaml\/syntax: .* Correct it, then export\.$/,
    ],
    ['a key twice', { 'settings.yaml': 'format: a\nformat: b\n' }, /^config\/settings\.yaml:2:1 yaml\/duplicate-key: /],
    [
      'nothing in it',
      { 'plans.yaml': '# soon\n' },
      /^config\/plans\.yaml is not a file of a catalog: it must be keys and values\./,
    ],
    ['another list', { 'plans.yaml': 'tiers: []\n' }, /^config\/plans\.yaml has no list "plans"\./],
    [
      'an item without an id',
      { 'plans.yaml': 'plans:\n  - tiers: [a]\n' },
      /^config\/plans\.yaml: item 1 of "plans" has no id\./,
    ],
    ['an item twice', { 'plans.yaml': 'plans: [{ id: a }, { id: a }]\n' }, /^config\/plans\.yaml declares "a" twice\./],
    ['a model without a name', { 'models/x.yaml': 'provider: a\n' }, /^config\/models\/x\.yaml has no model_name\./],
    [
      'a model twice',
      { 'models/x.yaml': textOf(bria) },
      /^config\/models\/runware\/bria-3\.2\.yaml and config\/models\/x\.yaml both declare the model "bria:10@1"\./,
    ],
    [
      'a broken parameter set',
      { 'schema/params/runware-bria.schema.json': '{' },
      /runware-bria\.schema\.json is not JSON: /,
    ],
  ])('refuses a folder with a file that has %s', (_, texts, message) => {
    expect(() => exportedFiles(entries, withTexts(shippedTarget, texts))).toThrow(message)
  })

  it('refuses rows that no file can say', () => {
    const wrong = { ...specOf('tiers', 'basic'), id: 'other' }
    expect(() => exportedFiles(withEntry('tiers', 'basic', { spec: wrong }), shippedTarget)).toThrow(
      'The row "basic" of tiers has id "other" in its spec. Correct the row: both must be the same.',
    )
    const huge = { ...settings, images_per_article: 2 ** 60 }
    expect(() => exportedFiles(withEntry('settings', 'system', { spec: huge }), shippedTarget)).toThrow(
      'config/settings.yaml cannot hold what the database says: 1152921504606847000 is larger than 2^53',
    )
    expect(() => exportedFiles(withEntry('settings', 'system', null), shippedTarget)).toThrow('There are no settings')
    const odd = withEntry('parameter_sets', 'runware-bria', { id: '../../x' })
    expect(() => exportedFiles(odd, shippedTarget)).toThrow('The row "../../x" of parameter_sets cannot be a file')
  })
})

describe('the folder of an export', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'atelier-target-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('need not be there, and may hold what is no part of a catalog', async () => {
    expect(await readExportTarget(join(folder, 'none'))).toMatchObject({ files: [], ownSchemas: undefined })
    await mkdir(join(folder, 'notes'))
    await writeFile(join(folder, 'notes', 'README.md'), 'hello')
    expect(await readExportTarget(join(folder, 'notes'))).toMatchObject({ files: [], ownSchemas: undefined })
  })

  it('must not be something else', async () => {
    await mkdir(join(folder, 'project'))
    await writeFile(join(folder, 'project', 'package.json'), '{}')
    await expect(readExportTarget(join(folder, 'project'))).rejects.toThrow(
      /project is not a catalog: it holds package\.json, and neither models\/ nor a file such as tiers\.yaml\./,
    )
    await expect(readExportTarget(join(folder, 'project', 'package.json'))).rejects.toThrow(/package\.json is a file\./)
  })

  it('is written to through links, which stay', async () => {
    await writeFile(join(folder, 'real.yaml'), 'a: 1\n')
    await mkdir(join(folder, 'linked'))
    await symlink('../real.yaml', join(folder, 'linked', 'tiers.yaml'))
    await writeFiles(join(folder, 'linked'), [{ path: 'tiers.yaml', before: 'a: 1\n', after: 'a: 2\n' }])
    expect(await readFile(join(folder, 'real.yaml'), 'utf8')).toBe('a: 2\n')
    expect((await lstat(join(folder, 'linked', 'tiers.yaml'))).isSymbolicLink()).toBe(true)
  })
})
