import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { findPackageRoot } from '../package-root.ts'
import { readTree } from '../read-tree.ts'
import type { CatalogTree, SourceFile } from '../tree.ts'

/** What a rule finds fault with, or does not. */
export interface Example {
  /** As written, by path: `# ...` stands for the other keys of the model. */
  files: Record<string, string>
  /** The example within a whole small catalog. */
  tree: CatalogTree
  /** Those of its files that are code. */
  sources: SourceFile[]
  encoding: BufferEncoding
}

export interface RuleExamples {
  /** YYYY-MM-DD. */
  today: string
  /** The catalog that both are compared with, where the rule is about changes. */
  before?: Example
  bad: Example
  good: Example
}

/** What an example file holds: the files of each example by path, null for one that is not there. */
interface ExampleFile {
  today?: string
  before?: Record<string, string | null>
  bad: Record<string, string | null>
  good: Record<string, string | null>
  /** Of the bad example; UTF-8 where it is not given. */
  encoding?: 'latin1'
}

const elided = /^# \.\.\.$/m
const modelTemplate = 'models/easel.yaml'

const topKey = (line: string): string | undefined => /^([A-Za-z_]\w*):/.exec(line)?.[1]

/** Puts the lines of the small catalog's file, but for the keys that the example has, where `# ...` stands. */
function completed(text: string, base: string): string {
  if (!elided.test(text)) return text
  const own = new Set(text.split('\n').map(topKey))
  const others = base.split('\n').filter((line) => topKey(line) !== undefined && !own.has(topKey(line)))
  return text.replace(elided, () => others.join('\n'))
}

function exampleOf(files: Record<string, string | null>, base: CatalogTree, encoding: BufferEncoding): Example {
  const textOf = (path: string) => {
    const file = base.files.find((candidate) => candidate.path === path)
    return file ? Buffer.from(file.bytes).toString('utf8') : undefined
  }
  const shown = Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== null)
  const written = shown.map(([path, text]): SourceFile => {
    const whole = completed(text, textOf(path) ?? textOf(modelTemplate) ?? '')
    return { path, label: path, bytes: Buffer.from(whole, encoding) }
  })
  const isCode = ({ path }: SourceFile) => /\.(?:[jt]sx?|py)$/.test(path)
  const kept = base.files.filter((file) => !Object.hasOwn(files, file.path))
  const all = [...kept.map((file) => ({ ...file, label: file.path })), ...written.filter((file) => !isCode(file))]
  return {
    files: Object.fromEntries(shown),
    tree: { label: '.', files: all.toSorted((one, other) => (one.path < other.path ? -1 : 1)), schemas: base.schemas },
    sources: written.filter(isCode),
    encoding,
  }
}

const folder = async () => join(await findPackageRoot(), 'api', 'catalog', 'rules', 'examples')

/** The small catalog that every example changes in one place. */
export const readExampleBase = async (): Promise<CatalogTree> => readTree(join(await folder(), 'base'))

/** A rule's own examples. */
export async function readExamples(ruleId: string, base: CatalogTree): Promise<RuleExamples> {
  const text = await readFile(join(await folder(), `${ruleId.replaceAll('/', '-')}.yaml`), 'utf8')
  const file = parse(text) as ExampleFile
  return {
    today: file.today ?? '2026-01-01',
    ...(file.before ? { before: exampleOf(file.before, base, 'utf8') } : {}),
    bad: exampleOf(file.bad, base, file.encoding ?? 'utf8'),
    good: exampleOf(file.good, base, 'utf8'),
  }
}
