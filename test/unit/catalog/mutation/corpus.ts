import { parse } from 'yaml'
import type { ModelConfig } from '../../../../config/types.gen.ts'
import { schemaSet } from '../../../../api/catalog/schema-set.ts'
import { kindOfPath } from '../../../../api/catalog/tree.ts'
import { type JsonSchema, parameterSetOf } from '../../../../api/domain/catalog.ts'
import { shipped, textOf } from '../catalog-fixture.ts'
import { listMutants } from './list-mutants.ts'
import { modelMutants } from './model-mutants.ts'
import { removalMutants } from './removal-mutants.ts'
import { type Mutant, fieldMutants, itemMutants } from './schema-mutants.ts'
import { editsOf } from './yaml-edits.ts'

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
  if (kind === undefined || kind === 'environments') throw new Error(`${path} declares nothing.`)
  return kind === 'models' ? shipped.schemas.model : shipped.schemas[kind]
}

/** Every single edit of one file of the shipped catalog. */
export function* mutantsOf(path: string): Iterable<Mutant> {
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

/** Every single edit of the shipped catalog. */
export function* corpus(): Iterable<Mutant> {
  for (const { path } of shipped.files) yield* mutantsOf(path)
}
