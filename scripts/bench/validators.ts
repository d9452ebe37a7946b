import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What npm gives to Node for a script of package.json, from anywhere. */
export async function scriptArgs(root: string, name: string): Promise<readonly string[]> {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    await readFile(join(root, 'package.json'), 'utf8'),
  )
  const [program, ...args] = scripts[name]?.split(' ') ?? []
  if (program !== 'node') throw new Error(`package.json has no script "${name}" that is run by node.`)
  return args.map((arg) => (arg.endsWith('.mjs') ? join(root, arg) : arg))
}

/** Ours, with everything that it does but for searching code, which the others do not do. */
export const ours = async (root: string, options: readonly string[]): Promise<readonly string[]> => [
  ...(await scriptArgs(root, 'validate-config')),
  '--no-source',
  ...options,
]

const models = 'config/models/**/*.yaml'

/**
 * ajv-cli, which tells what is wrong and not where. It runs a file that is no YAML as JavaScript, so it must be given
 * none: see what model-tree.ts breaks.
 */
export const ajvCli = (root: string, peers: string): readonly string[] => [
  join(peers, 'node_modules', 'ajv-cli', 'dist', 'index.js'),
  'validate',
  '--spec=draft2020',
  '--all-errors',
  '--strict=false',
  '-c',
  join(peers, 'node_modules', 'ajv-formats', 'dist', 'index.js'),
  '-s',
  join(root, 'config', 'schema', 'model.schema.json'),
  '-d',
  models,
]

/** Spectral with one rule: the schema of a model, written into the ruleset since a reference to it is ignored. */
export async function spectral(root: string, peers: string): Promise<readonly string[]> {
  const schema = await readFile(join(root, 'config', 'schema', 'model.schema.json'), 'utf8')
  const check = `{"function":"schema","functionOptions":{"dialect":"draft2020-12","allErrors":true,"schema":${schema}}}`
  const ruleset = join(peers, 'ruleset.json')
  await writeFile(ruleset, `{"rules":{"model":{"given":"$","severity":"error","message":"{{error}}","then":${check}}}}`)
  return [
    join(peers, 'node_modules', '@stoplight', 'spectral-cli', 'dist', 'index.js'),
    'lint',
    models,
    '--ruleset',
    ruleset,
    '--ignore-unknown-format',
  ]
}
