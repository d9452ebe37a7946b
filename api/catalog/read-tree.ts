import { basename } from 'node:path'
import type { JsonSchema } from '../domain/catalog.ts'
import { AppError, messageOf } from '../domain/error.ts'
import { schemaFault } from './schema-shape.ts'
import { type TreeFiles, environmentSchemaName, readSchemaFiles, readTreeFiles, schemaSuffix } from './tree-files.ts'
import { type CatalogSchemas, type CatalogTree, type SourceFile, environmentOfPath } from './tree.ts'

function schemaOf({ label, bytes }: SourceFile): JsonSchema {
  let schema: unknown
  try {
    schema = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (error) {
    throw new AppError('invalid', `${label} is not JSON: ${messageOf(error)}`, { cause: error })
  }
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    throw new AppError('invalid', `${label} is not a JSON Schema: it must be an object.`)
  }
  const fault = schemaFault(schema, schema as JsonSchema)
  if (fault !== undefined) throw new AppError('invalid', `${label} is not a JSON Schema that can be used: ${fault}.`)
  return schema as JsonSchema
}

/**
 * Schemas ready to be used.
 * @throws AppError `invalid` when one of them cannot be.
 */
export function schemasOf(files: readonly SourceFile[]): CatalogSchemas {
  const [sets, others] = [
    files.filter((file) => file.path.startsWith('params/')),
    files.filter((file) => !file.path.startsWith('params/')),
  ]
  const named = Object.fromEntries(others.map((file) => [basename(file.path, schemaSuffix), schemaOf(file)]))
  return {
    ...(named as Omit<CatalogSchemas, 'parameterSets'>),
    parameterSets: sets.map((file) => ({
      id: basename(file.path, schemaSuffix),
      label: file.label,
      schema: schemaOf(file),
    })),
  }
}

/** A catalog that began before there were environments has schemas of its own, and none for them. */
function requireEnvironmentSchema(files: readonly SourceFile[], schemas: CatalogSchemas): void {
  const first = files.find((file) => environmentOfPath(file.path) !== undefined)
  if (!first || schemas.environment) return
  throw new AppError(
    'invalid',
    `${first.label} cannot be checked: the schema/ folder of its catalog has no ${environmentSchemaName}. Copy it from config/schema/ of Atelier.`,
  )
}

/**
 * A config folder, ready to be checked.
 * @throws AppError `invalid` when a schema of it cannot be used, or is not there.
 */
export function treeOf({ label, files, schemas: schemaFiles }: TreeFiles): CatalogTree {
  const schemas = schemasOf(schemaFiles)
  requireEnvironmentSchema(files, schemas)
  return { label, files, schemas }
}

/**
 * Reads a config folder into memory.
 * @throws AppError `invalid` when there is nothing to check, or something cannot be read.
 */
export const readTree = async (folder: string): Promise<CatalogTree> => treeOf(await readTreeFiles(folder))

/**
 * The schemas of a config folder alone, where its files may be broken.
 * @throws AppError `invalid` when one of them cannot be used.
 */
export const readSchemas = async (folder: string): Promise<CatalogSchemas> => schemasOf(await readSchemaFiles(folder))
