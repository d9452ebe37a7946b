import { parse } from 'yaml'
import { describe, expect, it } from 'vitest'
import type { ModelConfig } from '../../../config/types.gen.ts'
import { kindOfPath } from '../../../api/catalog/tree.ts'
import { type JsonSchema, parameterSetOf } from '../../../api/domain/catalog.ts'
import { schemaSet } from '../../../api/catalog/schema-set.ts'
import { findingsOf, shipped, textOf, withFiles } from './catalog-fixture.ts'
import { listMutants } from './mutation/list-mutants.ts'
import { modelMutants } from './mutation/model-mutants.ts'
import { removalMutants } from './mutation/removal-mutants.ts'
import { type Mutant, fieldMutants, itemMutants } from './mutation/schema-mutants.ts'
import { editsOf } from './mutation/yaml-edits.ts'

const { parameterSets } = schemaSet(shipped.schemas)
const isModel = (path: string): boolean => kindOfPath(path) === 'models'
const modelIn = (path: string): ModelConfig => parse(textOf(path)) as ModelConfig
const settings = parse(textOf('settings.yaml')) as { usd_per_credit: number }
const models = shipped.files
  .map((file) => file.path)
  .filter(isModel)
  .map(modelIn)

function schemaOf(path: string): JsonSchema {
  const kind = kindOfPath(path)
  if (kind === undefined) throw new Error(`Nothing reads ${path}.`)
  return kind === 'models' ? shipped.schemas.model : shipped.schemas[kind]
}

function* mutantsOf(path: string): Iterable<Mutant> {
  const schema = schemaOf(path)
  const { fields, items } = editsOf(textOf(path))
  const model = isModel(path) ? modelIn(path) : undefined
  yield* removalMutants(path, schema, fields, model)
  yield* fieldMutants(path, schema, fields)
  yield* itemMutants(path, schema, items)
  if (!model) return yield* listMutants(path, fields, items)
  const parameters = parameterSetOf(model, model.provider as 'openai' | 'runware', parameterSets)?.schema
  if (parameters)
    yield* modelMutants(path, model, fields, { models, creditsPerUsd: 1 / settings.usd_per_credit, parameters })
}

/** What is wrong with how a mutant was judged; undefined where it was judged as it should be. */
function misjudgement(mutant: Mutant): string | undefined {
  const findings = findingsOf(withFiles({ [mutant.file]: mutant.text }))
  const places = findings.map(
    (found) => `${found.file.replace('config/', '')}:${found.line}:${found.column} ${found.rule}`,
  )
  const said = `${mutant.file} ${mutant.what}: ${places.join(', ') || 'nothing'}; expected`
  if (mutant.rule === undefined) return places.length === 0 ? undefined : `${said} nothing`
  const hit = findings.some(
    (found) =>
      found.rule === mutant.rule &&
      (mutant.isElsewhere ||
        (found.file === `config/${mutant.file}` &&
          found.line === mutant.line &&
          (mutant.column === undefined || found.column === mutant.column))),
  )
  // What the schema refuses is one mistake, and one finding.
  const isAlone = mutant.column === undefined || findings.length === 1
  return hit && isAlone ? undefined : `${said} ${mutant.line}:${mutant.column ?? '*'} ${mutant.rule}`
}

const files = shipped.files.map((file) => file.path)
let checked = 0
let legal = 0

describe('single edits of the shipped catalog', () => {
  it('has no finding without one', () => {
    expect(findingsOf(shipped)).toEqual([])
  })

  it.each(files)('in %s are each found, at the right line, by the rule meant for them', (path) => {
    const mutants = [...mutantsOf(path)]
    expect(mutants.length).toBeGreaterThan(50)
    checked += mutants.length
    legal += mutants.filter((mutant) => mutant.rule === undefined).length
    expect(mutants.flatMap((mutant) => misjudgement(mutant) ?? [])).toEqual([])
  })

  it('are several hundred', () => {
    console.info(
      `${checked} single edits in ${files.length} files: ${checked - legal} mistakes found, ${legal} legal ones left alone`,
    )
    expect(checked - legal).toBeGreaterThan(500)
  })
})
