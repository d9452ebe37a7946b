import type { CatalogContext } from '../catalog/context.ts'
import { type Finding, type RelatedPlace, compareFindings, findingOf, relatedTo } from '../catalog/finding.ts'
import { brokenSource, duplicatedFact, orphanConstant, sizeFallback } from '../catalog/rules/code-rules.ts'
import { type SourceText, decodeText } from '../catalog/source-text.ts'
import type { SourceFile } from '../catalog/tree.ts'
import { messageOf } from '../domain/error.ts'
import { isAccepted } from './accepted.ts'
import type { Group } from './atom.ts'
import { candidateTest } from './candidate-text.ts'
import { type CatalogFacts, type Fact, catalogFacts } from './catalog-facts.ts'
import { type SourceSet, isUsed } from './constant-use.ts'
import { findGroups } from './find-groups.ts'
import { type Judgement, judge } from './judge.ts'
import { type ParsedSource, loadParser } from './parse-source.ts'

const relatedMax = 4

function relatedOf(facts: readonly Fact[]): RelatedPlace[] {
  const places = facts.map((fact) => relatedTo(fact.place(), fact.label))
  const byPlace = new Map(places.toReversed().map((place) => [`${place.file}:${place.line}:${place.column}`, place]))
  return [...byPlace.values()].toReversed().slice(0, relatedMax)
}

/** A file's own words for the matter that the catalog is about. */
const speaksOfPictures = (text: string): boolean =>
  /image|picture|photo|dall-?e|diffusion/i.test(text) && /generat|prompt|model|provider/i.test(text)

const emptyTree: ParsedSource = {
  syntax: { type: 'program', field: null, start: 0, end: 0, children: [] },
  root: { start: 0, end: 0, kind: 'other', parts: [] },
}

/** The files as the rules look at them: parsed once, and only those that somebody asks for. */
function sourceSet(files: readonly SourceFile[]): SourceSet & { source(path: string): SourceText } {
  const sources = new Map(files.map((file) => [file.path, decodeText(file.bytes).source]))
  const trees = new Map<string, Promise<ParsedSource>>()
  let parser: ReturnType<typeof loadParser> | undefined
  const source = (path: string): SourceText => sources.get(path) ?? decodeText(new Uint8Array()).source
  const parse = async (path: string): Promise<ParsedSource> => {
    parser ??= loadParser()
    const parseSource = await parser
    try {
      return await parseSource(path, source(path).text)
    } catch (error) {
      // Only nesting that no person writes leads here: the stack ends before the file does.
      if (error instanceof RangeError) return { ...emptyTree, brokenAt: { start: 0, end: 1 } }
      throw error
    }
  }
  return {
    paths: [...sources.keys()],
    source,
    textOf: (path) => source(path).text,
    parsed(path) {
      const known = trees.get(path) ?? parse(path)
      trees.set(path, known)
      return known
    },
  }
}

function fallbackFinding(judgement: Judgement, related: readonly RelatedPlace[]) {
  const at = related[0] ? ` The catalog has sizes for each model, such as ${related[0].file}:${related[0].line}.` : ''
  return {
    rule: sizeFallback,
    message: `${judgement.facts.join('; ')} is used where the catalog gives none.`.replace(/^s/, 'S'),
    hint: `Fail with a message that names the model instead.${at}`,
  }
}

function factFinding(group: Group, judgement: Judgement, used: boolean, related: readonly RelatedPlace[]) {
  const facts = judgement.facts.join('; ')
  const where = related[0] ? `: ${related[0].file}:${related[0].line}` : ''
  if (group.owner && !used) {
    return {
      rule: orphanConstant,
      message: `Nothing uses ${group.owner.name}, which repeats facts of the catalog: ${facts}.`,
      hint: `Remove it. The catalog has them${where}.`,
    }
  }
  return {
    rule: duplicatedFact,
    message: group.owner
      ? `${group.owner.name} repeats facts of the catalog: ${facts}.`
      : `This is a fact of the catalog: ${facts}.`,
    hint: `Read it from the catalog instead${where}.`,
  }
}

async function lintFile(
  file: SourceFile,
  facts: CatalogFacts,
  sources: ReturnType<typeof sourceSet>,
): Promise<Finding[]> {
  const { root, brokenAt } = await sources.parsed(file.path)
  const source = sources.source(file.path)
  const at = ({ start, end }: { start: number; end: number }) => ({ file: file.label, ...source.rangeOf(start, end) })
  const findings: Finding[] = []
  if (brokenAt) {
    const place = { ...at(brokenAt), endLine: at(brokenAt).line, endColumn: at(brokenAt).column + 1 }
    const message = 'The file cannot be parsed from here on, so not all of it was checked.'
    findings.push(findingOf(brokenSource, { place, message }))
  }
  for (const group of findGroups(root, facts)) {
    const judgement = judge(group, facts, speaksOfPictures(source.text))
    if (!judgement) continue
    const related = relatedOf(judgement.declared)
    const isOwned = group.owner !== undefined && !judgement.isFallback
    const used = isOwned && group.owner ? await isUsed(group.owner, file.path, sources) : true
    const { rule, message, hint } = judgement.isFallback
      ? fallbackFinding(judgement, related)
      : factFinding(group, judgement, used, related)
    findings.push(findingOf(rule, { place: at(group.anchor), message, hint, related }))
  }
  return findings.filter((finding) => !isAccepted(finding, (number) => source.line(number)))
}

/** Searches source files for facts of a catalog. Paths are absolute, with forward slashes. */
export async function lintSources(context: CatalogContext, files: readonly SourceFile[]): Promise<Finding[]> {
  const facts = catalogFacts(context)
  const isCandidate = candidateTest(facts)
  const sources = sourceSet(files)
  const findings: Finding[] = []
  for (const file of files) {
    if (!isCandidate(sources.textOf(file.path))) continue
    try {
      findings.push(...(await lintFile(file, facts, sources)))
    } catch (error) {
      throw new Error(`${file.label} could not be searched: ${messageOf(error)}`, { cause: error })
    }
  }
  return findings.toSorted(compareFindings)
}
