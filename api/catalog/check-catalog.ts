import { breakingFindings } from './breaking.ts'
import { type CheckedDocument, contextOf, startsWith } from './catalog-entries.ts'
import type { CatalogContext } from './context.ts'
import { directedFindings } from './directives.ts'
import { type CatalogDocument, type Path, readDocument } from './document.ts'
import { type Finding, type Place, type Problem, compareFindings, findingOf, relatedTo } from './finding.ts'
import { missingFile, unknownFile } from './rules/tree-rules.ts'
import { catalogRules, ruleTextOf } from './rules/registry.ts'
import { type SchemaProblem, schemaProblems } from './schema-problem.ts'
import { type SchemaSet, schemaSet } from './schema-set.ts'
import { secretCover, secretsOf } from './secret.ts'
import { visibleText } from './visible-text.ts'
import { type CatalogSchemas, type CatalogTree, type FileKind, type SourceFile, fileKinds, kindOfPath } from './tree.ts'
import { suggestion } from './did-you-mean.ts'

/** All that one look at a catalog gives. */
export interface CheckedCatalog {
  findings: Finding[]
  context: CatalogContext
  /** What it was compared with. */
  base?: CatalogContext
  /** Covers what looks like a secret in a line, at its length. */
  blot: (text: string) => string
}

/** Compiling schemas costs more than everything else, and tests check many catalogs with the same ones. */
const schemaSets = new WeakMap<CatalogSchemas, SchemaSet>()

function schemasOf(tree: CatalogTree): SchemaSet {
  const known = schemaSets.get(tree.schemas)
  if (known) return known
  const made = schemaSet(tree.schemas)
  schemaSets.set(tree.schemas, made)
  return made
}

const overlaps = (one: Place, other: Place): boolean =>
  one.file === other.file &&
  (one.line < other.endLine || (one.line === other.endLine && one.column < other.endColumn)) &&
  (other.line < one.endLine || (other.line === one.endLine && other.column < one.endColumn))

function schemaFinding(document: CatalogDocument, problem: SchemaProblem): Finding {
  const at = (path: Path, part: 'key' | 'value'): Place => ({
    file: document.file.label,
    ...document.positionOf(path, part),
  })
  const first = problem.first ? at(problem.first, 'value') : undefined
  const words: Problem = {
    place: at(problem.path, problem.at),
    message: problem.message,
    hint: problem.hint,
    mend: problem.mend,
    ...(first ? { related: [relatedTo(first, 'first here')] } : {}),
  }
  return findingOf(ruleTextOf(problem.rule), words, document.source)
}

function emptyFileFinding(document: CatalogDocument): Finding {
  const place = { file: document.file.label, ...document.source.rangeOf(0, 0) }
  return findingOf(ruleTextOf('schema/wrong-type'), {
    place,
    message: 'The file is empty.',
    hint: 'Declare something in it, or remove it.',
  })
}

/** Reading is most of a run. Who checks many trees that differ in one file pays for that file only. */
const knownFiles = new WeakMap<
  SourceFile,
  { document: CatalogDocument; schemas: SchemaSet; checked?: CheckedDocument }
>()

function readFile(file: SourceFile, schemas: SchemaSet): { document: CatalogDocument; checked?: CheckedDocument } {
  const known = knownFiles.get(file)
  if (known?.schemas === schemas) return known
  const document = known?.document ?? readDocument(file)
  const kind = kindOfPath(file.path)
  const read = { document, schemas, ...(kind === undefined ? {} : { checked: checkDocument(document, kind, schemas) }) }
  knownFiles.set(file, read)
  return read
}

const none: never[] = []

/** Whether the schema takes the value at a path for what it is. It knows no parameters: those have sets of their own. */
const isSound = (path: Path | undefined, problems: readonly SchemaProblem[]): boolean =>
  path !== undefined &&
  path[0] !== 'generation_params' &&
  !problems.some(({ spoils }) => spoils.some((spoilt) => startsWith(path, spoilt)))

/** What is wrong with a document as YAML. A number is mended only where a number is wanted. */
const yamlFindingsOf = (document: CatalogDocument, problems: readonly SchemaProblem[]): Finding[] =>
  document.problems.map((problem) =>
    findingOf(ruleTextOf(problem.rule), problem, isSound(problem.path, problems) ? document.source : undefined),
  )

function checkDocument(document: CatalogDocument, kind: FileKind, schemas: SchemaSet): CheckedDocument {
  const spoilt = document.problems.flatMap((problem) => (problem.path ? [problem.path] : []))
  if (!document.isReadable) return { kind, document, findings: yamlFindingsOf(document, []), spoilt }
  if (document.value === null) return { kind, document, findings: [emptyFileFinding(document)], spoilt: [[]] }
  const errors = schemas.errorsOf(kind, document.value)
  if (errors.length === 0 && document.problems.length === 0) return { kind, document, findings: none, spoilt: none }
  const problems = schemaProblems(errors)
  const yamlFindings = yamlFindingsOf(document, problems)
  const schemaFindings = problems.map((problem) => schemaFinding(document, problem))
  // `0123` for a number below 100 is one mistake, not two.
  const fresh = schemaFindings.filter((finding) => !yamlFindings.some((known) => overlaps(known, finding)))
  return {
    kind,
    document,
    findings: [...yamlFindings, ...fresh],
    spoilt: [...spoilt, ...problems.flatMap((problem) => problem.spoils)],
  }
}

/** Files that nothing reads, and files that a catalog must have. */
function treeFindings(tree: CatalogTree): Finding[] {
  const expected = fileKinds.filter((kind) => kind !== 'models').map((kind) => `${kind}.yaml`)
  const atStart = (file: string): Place => ({ file, line: 1, column: 1, endLine: 1, endColumn: 1 })
  const paths = new Set(tree.files.map((file) => file.path))
  const unknown = tree.files
    .filter((file) => kindOfPath(file.path) === undefined)
    .map((file): Finding => {
      const problem: Problem = {
        place: atStart(file.label),
        message: 'Nothing reads this file.',
        hint: unknownFileHint(file.path, expected),
      }
      return findingOf(unknownFile, problem)
    })
  const missing = expected
    .filter((name) => !paths.has(name))
    .map((name) =>
      findingOf(missingFile, {
        place: atStart(tree.label === '.' ? name : `${tree.label}/${name}`),
        message: `The catalog has no ${name}.`,
        hint: `Add ${name}.`,
      }),
    )
  return [...unknown, ...missing]
}

function unknownFileHint(path: string, expected: readonly string[]): string | undefined {
  const [folder = ''] = path.split('/')
  if (folder === 'models') return 'Model files end in .yaml and do not begin with a dot.'
  if (path.includes('/')) return `Models are files under models/, not ${folder}/.`
  return path.endsWith('.yml') && expected.includes(`${path.slice(0, -4)}.yaml`)
    ? `Did you mean "${path.slice(0, -4)}.yaml"?`
    : suggestion(path, expected, 'Files of a catalog: models/**/*.yaml and')
}

/** A catalog as far as it can be read. */
function readFiles(
  tree: CatalogTree,
  schemas: SchemaSet,
  today: string,
): { context: CatalogContext; findings: Finding[] } {
  const files = tree.files.map((file) => readFile(file, schemas))
  const documents = files.map((file) => file.document)
  const checked = files.flatMap((file) => file.checked ?? [])
  return {
    context: contextOf(checked, documents, schemas, today),
    findings: [...treeFindings(tree), ...checked.flatMap((file) => file.findings)],
  }
}

/**
 * Checks a catalog, and what it changes of another one where that is given. Pure: the same trees and date always give
 * the same findings in the same order.
 */
export function checkCatalog(tree: CatalogTree, today: string, base?: CatalogTree): CheckedCatalog {
  const schemas = schemasOf(tree)
  const { context, findings } = readFiles(tree, schemas, today)
  const { documents } = context
  const sources = new Map(documents.map(({ file, source }) => [file.label, source]))
  const ruleFindings = catalogRules.flatMap((rule) =>
    [...rule.check(context)].map((problem) => findingOf(rule, problem, sources.get(problem.place.file))),
  )
  const before = base && readFiles(base, schemas, today).context
  const breaking = before && breakingFindings(before, context)
  const all = directedFindings([...findings, ...ruleFindings], breaking, documents)
  const cover = secretCover(documents.flatMap((document) => secretsOf(document).map((secret) => secret.text)))
  return {
    findings: withoutSecrets(all, cover.redact).toSorted(compareFindings),
    context,
    ...(before ? { base: before } : {}),
    blot: cover.blot,
  }
}

const messageCharsMax = 600

/** Names come from files that anyone may have written. */
function printable(text: string): string {
  const shown = visibleText(text)
  return shown.length > messageCharsMax ? `${shown.slice(0, messageCharsMax)} ...` : shown
}

/** A secret is one finding, whatever else is wrong with the value that it stands in, and no message repeats it. */
function withoutSecrets(findings: readonly Finding[], redact: (text: string) => string): Finding[] {
  const secrets = findings.filter((finding) => finding.rule === 'secret/literal')
  const shown = (text: string) => printable(redact(text))
  return findings
    .filter((finding) => finding.rule === 'secret/literal' || !secrets.some((secret) => overlaps(secret, finding)))
    .map(({ fix, ...finding }) => ({
      ...finding,
      message: shown(finding.message),
      ...(finding.hint === undefined ? {} : { hint: shown(finding.hint) }),
      related: finding.related.map((place) => ({ ...place, message: shown(place.message) })),
      ...(fix && JSON.stringify(fix) === redact(JSON.stringify(fix)) ? { fix } : {}),
    }))
}
