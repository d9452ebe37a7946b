import { breakingFindings } from './breaking.ts'
import { type CheckedDocument, contextOf } from './catalog-entries.ts'
import { readFile } from './check-document.ts'
import { findingsOnlyIn, overlaidDocuments } from './check-environment.ts'
import type { CatalogContext } from './context.ts'
import { directedFindings } from './directives.ts'
import type { CatalogDocument } from './document.ts'
import { type Finding, compareFindings, findingOf, overlaps } from './finding.ts'
import type { Overlay } from './overlay.ts'
import { catalogRules, environmentRules } from './rules/registry.ts'
import type { Rule } from './rules/rule.ts'
import { treeFindings } from './rules/tree-rules.ts'
import { type SchemaSet, schemaSet } from './schema-set.ts'
import { secretCover, secretsOf } from './secret.ts'
import { type CatalogSchemas, type CatalogTree, environmentOfPath } from './tree.ts'
import { visibleText } from './visible-text.ts'

/** All that one look at a catalog gives. */
export interface CheckedCatalog {
  findings: Finding[]
  /** The base files: what holds in every environment that says nothing else. */
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

/** A catalog as far as it can be read. */
interface ReadCatalog {
  documents: CatalogDocument[]
  checked: CheckedDocument[]
  context: CatalogContext
}

function readFiles(tree: CatalogTree, schemas: SchemaSet, today: string): ReadCatalog {
  const files = tree.files.map((file) => readFile(file, schemas))
  const documents = files.map((file) => file.document)
  const checked = files.flatMap((file) => file.checked ?? [])
  return { documents, checked, context: contextOf(checked, documents, schemas, today) }
}

/** The same catalog as one environment has it. */
function overlaid({ documents, checked, context }: ReadCatalog, overlay: Overlay): ReadCatalog {
  const merged = overlaidDocuments(checked, overlay, context)
  return { documents, checked: merged, context: contextOf(merged, documents, context.schemas, context.today) }
}

const ruleFindings = (rules: readonly Rule[], context: CatalogContext): Finding[] =>
  rules.flatMap((rule) =>
    [...rule.check(context)].map((problem) => findingOf(rule, problem, context.sources.get(problem.place.file))),
  )

/** What the files and the rules say, before the comments in the files are heard. */
const catalogFindings = ({ checked, context }: ReadCatalog): Finding[] => [
  ...checked.flatMap((file) => file.findings),
  ...ruleFindings(catalogRules, context),
]

/** What is wrong with the files of environments, and then only in the catalogs that they make. */
function environmentFindings(read: ReadCatalog, known: readonly Finding[]): Finding[] {
  const ofFiles = ruleFindings(environmentRules, read.context)
  const ofCatalogs = read.context.overlays.flatMap((overlay) =>
    findingsOnlyIn(overlay, catalogFindings(overlaid(read, overlay)), known),
  )
  return [...ofFiles, ...ofCatalogs]
}

/**
 * Checks a catalog with all of its environments, and what it changes of another one where that is given. Pure: the same
 * trees and date always give the same findings in the same order.
 */
export function checkCatalog(tree: CatalogTree, today: string, base?: CatalogTree): CheckedCatalog {
  const schemas = schemasOf(tree)
  const read = readFiles(tree, schemas, today)
  const known = catalogFindings(read)
  const before = base && readFiles(base, schemas, today).context
  const breaking = before && breakingFindings(before, read.context)
  const findings = [...treeFindings(tree), ...known, ...environmentFindings(read, known)]
  return {
    ...shownFindings(directedFindings(findings, breaking, read.documents), read.documents),
    context: read.context,
    ...(before ? { base: before } : {}),
  }
}

/** A catalog as it is used: in one environment, or in none. */
export interface CheckedEnvironment extends CheckedCatalog {
  /** What the environment has otherwise; null in none. */
  overlay: Overlay | null
}

/**
 * Checks a catalog as one environment has it, undefined: as the base files have it. What other environments say is as
 * if it was not there, and so is what the base files say and this one does otherwise.
 */
export function checkEnvironment(
  tree: CatalogTree,
  today: string,
  environment: string | undefined,
): CheckedEnvironment {
  const files = tree.files.filter(({ path }) => [undefined, environment].includes(environmentOfPath(path)))
  const read = readFiles({ ...tree, files }, schemasOf(tree), today)
  const [overlay = null] = read.context.overlays
  const used = overlay ? overlaid(read, overlay) : read
  const findings = [
    ...treeFindings({ ...tree, files }),
    ...catalogFindings(used),
    ...ruleFindings(environmentRules, read.context),
  ]
  const isOneOfSeveral = overlay !== null || files.length < tree.files.length
  const directed = directedFindings(findings, undefined, read.documents).filter(
    // A comment may be needed by another one only.
    ({ rule }) => !isOneOfSeveral || rule !== 'directive/unused',
  )
  return { ...shownFindings(directed, read.documents), context: used.context, overlay }
}

const messageCharsMax = 600

/** Names come from files that anyone may have written. */
function printable(text: string): string {
  const shown = visibleText(text)
  return shown.length > messageCharsMax ? `${shown.slice(0, messageCharsMax)} ...` : shown
}

/** Findings in their order, and what covers the secrets of the files that they are about. */
function shownFindings(
  findings: readonly Finding[],
  documents: readonly CatalogDocument[],
): Pick<CheckedCatalog, 'findings' | 'blot'> {
  const cover = secretCover(documents.flatMap((document) => secretsOf(document).map((secret) => secret.text)))
  return { findings: withoutSecrets(findings, cover.redact).toSorted(compareFindings), blot: cover.blot }
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
