import { chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkCatalog } from '../../../api/catalog/check-catalog.ts'
import { checkPaths } from '../../../api/catalog/check-paths.ts'
import { readCatalog } from '../../../api/catalog/read-catalog.ts'
import { readTree } from '../../../api/catalog/read-tree.ts'
import { today } from './catalog-fixture.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-catalog-'))
  await cp('config', folder, { recursive: true })
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const problemOf = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => 'no problem',
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  )

describe('readTree', () => {
  it('uses the schemas of the folder, else those that are shipped', async () => {
    const own = await readTree(folder)
    await rm(join(folder, 'schema'), { recursive: true })
    const shipped = await readTree(folder)
    expect(shipped.schemas.model).toEqual(own.schemas.model)
    expect(shipped.schemas.parameterSets.map((set) => set.id)).toEqual(own.schemas.parameterSets.map((set) => set.id))
  })

  it('refuses a folder without anything to check', async () => {
    const empty = join(folder, 'empty')
    await mkdir(empty)
    expect(await problemOf(readTree(empty))).toMatch(/^AppError: There is nothing to check in /)
    await mkdir(join(empty, 'models'))
    expect(await problemOf(readTree(empty))).toMatch(/^AppError: There is nothing to check in /)
    expect(await problemOf(readTree(join(folder, 'absent')))).toMatch(/does not exist/)
    expect(await problemOf(readTree(join(folder, 'tiers.yaml')))).toMatch(/is not a folder/)
  })

  it.each([
    ['is not JSON', '{'],
    ['must be an object', '[]'],
    ['/type', '{"properties": {"a": {"type": "strng"}}}'],
    ['/properties/a/minimum', '{"properties": {"a": {"minimum": "1"}}}'],
    ['/propertes', '{"propertes": {}}'],
    ['/$ref', '{"properties": {"a": {"$ref": "#/$defs/none"}}}'],
    ['/$ref', '{"properties": {"a": {"$ref": "https://example.com/schema.json"}}}'],
    ['/pattern', '{"properties": {"a": {"pattern": "("}}}'],
    ['has no properties', '{}'],
  ])('refuses a schema: %s', async (problem, text) => {
    await writeFile(join(folder, 'schema', 'model.schema.json'), text)
    const outcome = await problemOf(readTree(folder).then((tree) => checkCatalog(tree, today)))
    expect(outcome).toMatch(/^AppError: /)
    expect(outcome).toContain(problem)
  })

  it('refuses a parameter set that does not say what it is for, and a schema folder that lacks a schema', async () => {
    await writeFile(join(folder, 'schema', 'params', 'x.schema.json'), '{"properties": {}}')
    expect(await problemOf(checkPaths([folder], { today }))).toMatch(/x-adapter/)
    await rm(join(folder, 'schema', 'params', 'x.schema.json'))
    await rm(join(folder, 'schema', 'tiers.schema.json'))
    expect(await problemOf(readTree(folder))).toMatch(/tiers\.schema\.json does not exist/)
    await rm(join(folder, 'schema'), { recursive: true })
    await symlink(join(folder, 'gone'), join(folder, 'schema'))
    expect(await problemOf(readTree(folder))).toMatch(/does not exist/)
  })

  it('follows links to folders, and refuses loops and links to nothing', async () => {
    await cp(join(folder, 'models', 'openai'), `${folder}-more`, { recursive: true })
    await rm(join(folder, 'models', 'openai'), { recursive: true })
    await symlink(`${folder}-more`, join(folder, 'models', 'openai'))
    expect((await checkPaths([folder], { today })).findings).toEqual([])
    await rm(`${folder}-more`, { recursive: true })
    expect(await problemOf(readTree(folder))).toMatch(/does not exist/)
    await rm(join(folder, 'models', 'openai'))
    await symlink(folder, join(folder, 'models', 'loop'))
    expect(await problemOf(readTree(folder))).toMatch(/is a symbolic link to a folder that it lies in/)
    await rm(join(folder, 'models', 'loop'))
    await symlink('b.yaml', join(folder, 'models', 'a.yaml'))
    await symlink('a.yaml', join(folder, 'models', 'b.yaml'))
    expect(await problemOf(readTree(folder))).toMatch(/leads back to itself/)
  })

  it('refuses a file that is far too large', async () => {
    await writeFile(join(folder, 'models', 'x.yaml'), `notes: ${'x'.repeat(200_000)}\n`)
    expect(await problemOf(readTree(folder))).toMatch(/has 200008 bytes/)
  })

  if (process.getuid?.() === 0) console.log('Skipped: root may read every file, so none can be refused.')
  it.skipIf(process.getuid?.() === 0)('refuses a file that may not be read', async () => {
    await chmod(join(folder, 'tiers.yaml'), 0o000)
    expect(await problemOf(readTree(folder))).toMatch(/may not be read/)
  })
})

describe('checkPaths', () => {
  it('limits findings to a file or folder, while rules see the whole catalog', async () => {
    await writeFile(join(folder, 'models', 'x.yaml'), 'model_name: bria:10@1\n')
    await writeFile(join(folder, 'foo.yaml'), 'a: 1\n')
    const one = await checkPaths([join(folder, 'models', 'x.yaml')], { today })
    expect(one.files).toEqual([join(folder, 'models', 'x.yaml')])
    expect(one.findings.map((finding) => finding.rule)).toContain('id/duplicate')
    expect(new Set(one.findings.map((finding) => finding.file))).toEqual(new Set(one.files))
    const some = await checkPaths([join(folder, 'models', 'openai')], { today })
    expect(some.files).toHaveLength(5)
    expect(some.findings).toEqual([])
    const all = await checkPaths([folder], { today })
    expect(all.files).toHaveLength(17)
    expect(all.findings.map((finding) => finding.rule)).toContain('tree/unknown-file')
  })

  it('refuses paths that are not of a catalog', async () => {
    await writeFile(join(folder, 'README.txt'), 'x')
    expect(await problemOf(checkPaths([join(folder, 'README.txt')], { today }))).toMatch(
      /There is nothing to check in .*README\.txt/,
    )
    expect(await problemOf(checkPaths([join(folder, 'gone.yaml')], { today }))).toMatch(/does not exist/)
  })
})

describe('readCatalog', () => {
  it('gives every declaration in order, with its place, and the catalog that they make', async () => {
    const read = await readCatalog(folder, { today })
    if (!read.ok) throw new Error(JSON.stringify(read.findings))
    const base = folder.split('/').at(-1)
    const ids = (kind: string) => read.entries.filter((entry) => entry.kind === kind).map((entry) => entry.id)
    expect(ids('tiers')).toEqual(['basic', 'quality', 'quality_option2', 'premium'])
    expect(ids('settings')).toEqual(['system'])
    expect(ids('models')).toHaveLength(10)
    expect(ids('parameter_sets')).toContain('runware-bria')
    expect(read.entries.find((entry) => entry.id === 'quality')).toMatchObject({
      position: 1,
      sourceFile: `${base}/tiers.yaml`,
      sourceLine: 6,
    })
    const dalle = read.entries.find((entry) => entry.id === 'dall-e-3')
    expect(dalle).toMatchObject({ sourceFile: `${base}/models/openai/dall-e-3.yaml`, sourceLine: 1 })
    expect(dalle?.spec['lifecycle']).toEqual({ retires_on: '2026-05-12', replaced_by: 'gpt-image-2.5-flare' })
    expect(read.catalog.models.map((model) => model.model_name)).toEqual(ids('models'))
    expect(read.catalog.parameterSets.map((set) => set.id)).toEqual(ids('parameter_sets'))
  })

  it('gives the same JSON however a declaration is written', async () => {
    const before = await readCatalog(folder, { today })
    await writeFile(
      join(folder, 'tiers.yaml'),
      'tiers: [{description: "Good pictures for little money, for drafts and large sites.", "id": basic, display_name: Basic}, {id: quality, display_name: Quality, description: "Clean, licensed-data pictures for most articles."}, {id: quality_option2, display_name: "Quality, second look", description: "Another hand at about the same price, with larger pictures."}, {id: premium, display_name: Premium, description: "The best pictures there are, for the articles that matter.", moved_from: best}]\n',
    )
    const after = await readCatalog(folder, { today })
    if (!before.ok || !after.ok) throw new Error('not ok')
    const specs = (entries: typeof before.entries) => JSON.stringify(entries.map((entry) => entry.spec))
    expect(specs(after.entries)).toBe(specs(before.entries))
    expect(after.entries.find((entry) => entry.id === 'premium')?.movedFrom).toBe('best')
  })

  it('gives only findings for a catalog with errors', async () => {
    await writeFile(join(folder, 'models', 'x.yaml'), 'model_name: 1\n')
    expect(await readCatalog(folder, { today })).toMatchObject({ ok: false })
  })
})
