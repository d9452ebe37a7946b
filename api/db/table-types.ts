import { PGlite } from '@electric-sql/pglite'
import { kyselyOf } from './database.ts'
import { migrate } from './migrate.ts'
import { pgliteDialect } from './pglite-dialect.ts'

interface Column {
  table: string
  name: string
  type: string
  isNullable: boolean
  isFilledIn: boolean
  isGenerated: boolean
}

const typescriptTypes: Record<string, string> = {
  integer: 'number',
  bigint: 'number',
  numeric: 'number',
  text: 'string',
  uuid: 'string',
  boolean: 'boolean',
  date: 'string',
  xid8: 'string',
  'timestamp with time zone': 'Date',
}

const camelCase = (name: string): string => name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
const pascalCase = (name: string): string => camelCase(`_${name}`)

/** jsonb goes in as text and comes out as what it says: written with JSON.stringify, since arrays would become SQL arrays. */
function columnType(column: Column): string {
  if (column.type === 'jsonb')
    return column.isNullable
      ? 'ColumnType<unknown, string | null, string | null>'
      : column.isFilledIn
        ? 'ColumnType<unknown, string | undefined, string>'
        : 'ColumnType<unknown, string, string>'
  const base = typescriptTypes[column.type]
  if (!base)
    throw new Error(
      `${column.table}.${column.name} has type ${column.type}, for which table-types.ts has no TypeScript type.`,
    )
  const type = column.isNullable ? `${base} | null` : base
  if (column.isGenerated) return `GeneratedAlways<${type}>`
  return column.isFilledIn ? `Generated<${type}>` : type
}

/** TypeScript types of all tables, read from a database that was made by the migrations. */
export async function describeTables(): Promise<string> {
  const pglite = await PGlite.create('memory://')
  const db = kyselyOf(pgliteDialect(pglite))
  await migrate(db)
  const { rows } = await pglite.query<Column>(`
    select table_name as "table", column_name as name, data_type as type, is_nullable = 'YES' as "isNullable",
           column_default is not null or is_identity = 'YES' as "isFilledIn",
           is_generated = 'ALWAYS' or identity_generation = 'ALWAYS' as "isGenerated"
    from information_schema.columns
    where table_schema = 'public' and table_name not like 'kysely%'
    order by table_name, ordinal_position`)
  await db.destroy()
  const tables = new Map<string, Column[]>()
  for (const row of rows) tables.set(row.table, [...(tables.get(row.table) ?? []), row])
  const interfaces = [...tables].map(([table, columns]) => {
    const lines = columns.map((column) => `  ${camelCase(column.name)}: ${columnType(column)}`)
    return `export interface ${pascalCase(table)}Table {\n${lines.join('\n')}\n}\n`
  })
  const index = [...tables.keys()].map((table) => `  ${camelCase(table)}: ${pascalCase(table)}Table`)
  return [
    `import type { ColumnType, Generated, GeneratedAlways } from 'kysely'\n`,
    ...interfaces,
    `export interface Tables {\n${index.join('\n')}\n}\n`,
  ].join('\n')
}
