import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkCatalog } from '../../../api/catalog/check-catalog.ts'
import { plainYamlValue } from '../../../api/catalog/plain-yaml.ts'
import { readTree } from '../../../api/catalog/read-tree.ts'
import { writeModelTree } from '../../../scripts/bench/model-tree.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-tree-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

describe('writeModelTree', () => {
  it.each([1, 2, 50, 120])('writes a sound catalog of %i models', async (models) => {
    await writeModelTree(folder, { models, brokenOfTen: 0 })
    const tree = await readTree(folder)
    expect(tree.files.filter((file) => file.path.startsWith('models/'))).toHaveLength(models)
    expect(checkCatalog(tree, '2026-11-22').findings).toEqual([])
  })

  it('breaks one of ten for the schema, and none as YAML', async () => {
    await writeModelTree(folder, { models: 120, brokenOfTen: 1 })
    const tree = await readTree(folder)
    const { findings } = checkCatalog(tree, '2026-11-22')
    expect(findings.every((finding) => finding.rule.startsWith('schema/') && finding.severity === 'error')).toBe(true)
    expect(new Set(findings.map((finding) => finding.file)).size).toBe(12)
    for (const file of tree.files) expect(plainYamlValue(Buffer.from(file.bytes).toString('utf8'))).toBeDefined()
  })
})
