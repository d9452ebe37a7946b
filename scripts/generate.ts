import { readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compile } from 'json-schema-to-typescript'
import { environmentSchemaOf } from '../api/catalog/environment-schema.ts'
import { readTree } from '../api/catalog/read-tree.ts'
import { ruleDocs } from '../api/catalog/rule-docs.ts'
import { environmentSchemaName } from '../api/catalog/tree-files.ts'
import { describeTables } from '../api/db/table-types.ts'
import { lintSources } from '../api/source-lint/lint-sources.ts'

const help = `Usage: npm run generate -- [--check]

Writes what is generated from one source of truth:
  config/schema/environment.schema.json  from the other schemas of files in config/schema/
  config/types.gen.ts        from config/schema/*.schema.json
  api/contract/types.gen.ts  from api/contract/schema/*.schema.json
  api/db/tables.gen.ts       from api/db/migrations/
  docs/rules/*.md            from api/catalog/rules/

  --check  write nothing; exit 1 and name each file that is not up to date
`

const banner = (source: string) => `// Generated from ${source} by \`npm run generate\`. Do not edit.\n`

async function typesOfSchemas(folder: string): Promise<string> {
  // What an environment changes has the types of what it changes.
  const names = (await readdir(folder))
    .filter((name) => name.endsWith('.schema.json') && name !== environmentSchemaName)
    .toSorted()
  const parts: string[] = []
  for (const name of names) {
    const schema = JSON.parse(await readFile(join(folder, name), 'utf8'))
    parts.push(
      await compile(schema, name, {
        bannerComment: '',
        additionalProperties: false,
        cwd: folder,
        style: { semi: false, singleQuote: true, printWidth: 120 },
        declareExternallyReferenced: true,
        strictIndexSignatures: true,
      }),
    )
  }
  return banner(`${folder}/*.schema.json`) + '\n' + parts.join('\n')
}

export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { check: { type: 'boolean' }, help: { type: 'boolean' } } })
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const settle = async (path: string, text: string): Promise<void> => {
    const current = await readFile(path, 'utf8').catch(() => '')
    if (current === text) return
    if (values.check) {
      process.stderr.write(`${path} is not up to date. Run: npm run generate\n`)
      process.exitCode = 1
    } else {
      await writeFile(path, text)
      process.stderr.write(`wrote ${path}\n`)
    }
  }
  // First: the pages of rules are made by checking examples with it.
  const { schemas } = await readTree('config')
  await settle(`config/schema/${environmentSchemaName}`, `${JSON.stringify(environmentSchemaOf(schemas), null, 2)}\n`)
  const files = {
    'config/types.gen.ts': await typesOfSchemas('config/schema'),
    'api/contract/types.gen.ts': await typesOfSchemas('api/contract/schema'),
    'api/db/tables.gen.ts': `${banner('api/db/migrations/*.sql')}\n${await describeTables()}`,
    ...(await ruleDocs(lintSources)),
  }
  for (const [path, text] of Object.entries(files)) await settle(path, text)
}
