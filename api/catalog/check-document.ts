import { type CheckedDocument, startsWith } from './catalog-entries.ts'
import { type CatalogDocument, type Path, readDocument } from './document.ts'
import { type Finding, type Problem, findingOf, overlaps, relatedTo } from './finding.ts'
import { identityKeys } from './overlay.ts'
import { ruleTextOf } from './rules/registry.ts'
import { type SchemaProblem, schemaProblems } from './schema-problem.ts'
import type { SchemaSet } from './schema-set.ts'
import { type DocumentKind, type SourceFile, kindOfPath } from './tree.ts'

function schemaFinding(document: CatalogDocument, problem: SchemaProblem): Finding {
  const place = document.placeOf(problem.path, problem.at)
  const first = problem.first ? document.placeOf(problem.first, 'value') : undefined
  const words: Problem = {
    place,
    message: problem.message,
    hint: problem.hint,
    mend: problem.mend,
    ...(first ? { related: [relatedTo(first, 'first here')] } : {}),
  }
  // What an environment sets stands in another text, whose own check has offered to mend it.
  return findingOf(ruleTextOf(problem.rule), words, place.file === document.file.label ? document.source : undefined)
}

function emptyFileFinding(document: CatalogDocument): Finding {
  const place = { file: document.file.label, ...document.source.rangeOf(0, 0) }
  return findingOf(ruleTextOf('schema/wrong-type'), {
    place,
    message: 'The file is empty.',
    hint: 'Declare something in it, or remove it.',
  })
}

/** Why an environment may not have a key that tells which thing an entry is. */
function identityProblem(problem: SchemaProblem): SchemaProblem {
  const key = String(problem.path.at(-1))
  if (problem.rule !== 'schema/key-not-allowed' || !identityKeys.includes(key)) return problem
  return { ...problem, message: `"${key}" says which thing this is, and an environment cannot make it another one.` }
}

const none: never[] = []

/** Whether the schema takes the value at a path for what it is. It knows no parameters: those have sets of their own. */
const isSound = (path: Path | undefined, problems: readonly SchemaProblem[]): boolean =>
  path !== undefined &&
  !path.includes('generation_params') &&
  !problems.some(({ spoils }) => spoils.some((spoilt) => startsWith(path, spoilt)))

/** What is wrong with a document as YAML. A number is mended only where a number is wanted. */
const yamlFindingsOf = (document: CatalogDocument, problems: readonly SchemaProblem[]): Finding[] =>
  document.problems.map((problem) =>
    findingOf(ruleTextOf(problem.rule), problem, isSound(problem.path, problems) ? document.source : undefined),
  )

/** Checks a document by itself: as YAML, and by the schema of its kind. */
export function checkDocument(document: CatalogDocument, kind: DocumentKind, schemas: SchemaSet): CheckedDocument {
  const spoilt = document.problems.flatMap((problem) => (problem.path ? [problem.path] : []))
  if (!document.isReadable) return { kind, document, findings: yamlFindingsOf(document, []), spoilt }
  if (document.value === null) return { kind, document, findings: [emptyFileFinding(document)], spoilt: [[]] }
  const errors = schemas.errorsOf(kind, document.value)
  if (errors.length === 0 && document.problems.length === 0) return { kind, document, findings: none, spoilt: none }
  const found = schemaProblems(errors)
  const problems = kind === 'environments' ? found.map(identityProblem) : found
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

/** A file as read. What nothing reads is a document too, but not checked. */
interface ReadFile {
  document: CatalogDocument
  checked?: CheckedDocument
}

/** Reading is most of a run. Who checks many trees that differ in one file pays for that file only. */
const knownFiles = new WeakMap<SourceFile, ReadFile & { schemas: SchemaSet }>()

/** Reads and checks a file by itself. */
export function readFile(file: SourceFile, schemas: SchemaSet): ReadFile {
  const known = knownFiles.get(file)
  if (known?.schemas === schemas) return known
  const document = known?.document ?? readDocument(file)
  const kind = kindOfPath(file.path)
  const read = { document, schemas, ...(kind === undefined ? {} : { checked: checkDocument(document, kind, schemas) }) }
  knownFiles.set(file, read)
  return read
}
