import { suggestion } from './did-you-mean.ts'
import type { CatalogDocument } from './document.ts'
import { groupedBy } from '../domain/grouped.ts'
import { type Finding, type Place, findingOf, relatedTo } from './finding.ts'
import { directiveUnused, directiveWrong } from './rules/directive-rules.ts'
import { allRules } from './rules/registry.ts'

/**
 * What a comment tells the validator: `# atelier-disable-next-line RULE -- reason`, or
 * `# atelier-breaking RULE NAME -- reason`, which may stand in any file, since what was removed has no line any more.
 */
interface Directive {
  place: Place
  word: 'disable-next-line' | 'breaking'
  rule: string
  /** Of a breaking change: the name that it is about. */
  name: string
  reason: string
  /** The line that it speaks of. */
  line: number
}

/** A breaking change, and the name by which it can be declared. */
export interface BreakingFinding {
  finding: Finding
  name: string
}

const comment = /^(\s*)#\s*atelier-([\w-]+)\s*(.*?)\s*$/
const words = ['disable-next-line', 'breaking'] as const
/** Errors of these groups leave nothing that could be used: a catalog with one of them cannot be applied at all. */
const groupsThatHold = [
  'yaml',
  'schema',
  'tree',
  'secret',
  'id',
  'default',
  'reference',
  'environment',
  'directive',
  'breaking',
]

function mayBeDisabled(ruleId: string): boolean {
  const rule = allRules.find((candidate) => candidate.id === ruleId)
  return rule !== undefined && (rule.severity !== 'error' || !groupsThatHold.includes(ruleId.split('/')[0] ?? ''))
}

/** What is wrong with a directive, and what to write instead. */
function faultOf(
  word: string,
  rule: string,
  name: string,
  reason: string,
): [message: string, hint?: string | undefined] | undefined {
  if (word !== 'disable-next-line' && word !== 'breaking') {
    return [`atelier-${word} is not a directive.`, suggestion(word, [...words], 'Directives')]
  }
  const ids = allRules
    .map(({ id }) => id)
    .filter((id) => (word === 'breaking' ? id.startsWith('breaking/') : mayBeDisabled(id)))
  if (!ids.includes(rule)) {
    const isRule = allRules.some(({ id }) => id === rule)
    return isRule && word === 'disable-next-line'
      ? [`${rule} cannot be switched off.`, 'Correct what it finds.']
      : [
          rule ? `There is no rule "${rule}" that this could be about.` : 'The directive names no rule.',
          suggestion(rule, ids, 'Rules'),
        ]
  }
  if (word === 'breaking' && !name)
    return ['The directive does not say what breaks.', 'Write: # atelier-breaking RULE NAME -- reason']
  return reason ? undefined : ['The directive gives no reason.', 'Add one at the end: -- reason']
}

/** The directives of a document, and what is wrong with those that are none. Comments within texts count too. */
function readDirectives({ file, source }: CatalogDocument): { directives: Directive[]; wrong: Finding[] } {
  const directives: Directive[] = []
  const wrong: Finding[] = []
  if (!source.text.includes('atelier-')) return { directives, wrong }
  for (let number = 1; number <= source.lineCount(); number++) {
    const text = source.line(number)
    const match = comment.exec(text)
    if (!match) continue
    const [, indent = '', word = '', rest = ''] = match
    const [what = '', reason = ''] = rest.split(/\s*--\s*(.*)/s)
    const [rule = '', ...names] = what.split(/[\s,]+/).filter(Boolean)
    const place = {
      file: file.label,
      line: number,
      column: indent.length + 1,
      endLine: number,
      endColumn: text.trimEnd().length + 1,
    }
    const fault = faultOf(word, rule, names.join(' '), reason)
    if (fault) wrong.push(findingOf(directiveWrong, { place, message: fault[0], hint: fault[1] }))
    else
      directives.push({
        place,
        word: word === 'breaking' ? word : 'disable-next-line',
        rule,
        name: names.join(' '),
        reason,
        line: lineAfter(source, number),
      })
  }
  return { directives, wrong }
}

/** The next line that says something. */
function lineAfter(source: CatalogDocument['source'], number: number): number {
  let line = number + 1
  while (line < source.lineCount() && /^\s*(#.*)?$/.test(source.line(line))) line++
  return line
}

const unused = (directive: Directive, hasBase: boolean): Finding[] => {
  if (directive.word === 'breaking' && !hasBase) return []
  // A reason stays in the file when its change is merged, which is no fault of whoever changes something else.
  const severity = directive.word === 'breaking' ? 'hint' : directiveUnused.severity
  const what =
    directive.word === 'breaking'
      ? `${directive.name} has no ${directive.rule} to declare`
      : `Nothing on line ${directive.line} breaks ${directive.rule}`
  return [
    findingOf(
      { ...directiveUnused, severity },
      { place: directive.place, message: `${what}.`, hint: 'Take the directive out.' },
    ),
  ]
}

/** What a breaking change becomes that someone gave a reason for. Its hint was to do so. */
function declared({ finding }: BreakingFinding, { reason, place }: Directive): Finding {
  const { hint: _, ...rest } = finding
  return { ...rest, severity: 'hint', related: [...rest.related, relatedTo(place, `declared: ${reason}`)] }
}

const subjectOfLine = (rule: string, file: string, line: number): string => JSON.stringify([rule, file, line])
const subjectOfChange = (rule: string, name: string): string => JSON.stringify([rule, name])

/** What a directive speaks of, to be found by what is found. */
const subjectOf = ({ word, rule, name, line, place }: Directive): string =>
  word === 'breaking' ? subjectOfChange(rule, name) : subjectOfLine(rule, place.file, line)

/** Findings as the comments of the files ask for them. `breaking` is undefined where nothing was compared. */
export function directedFindings(
  findings: readonly Finding[],
  breaking: readonly BreakingFinding[] | undefined,
  documents: readonly CatalogDocument[],
): Finding[] {
  const read = documents.map(readDirectives)
  const directives = read.flatMap((document) => document.directives)
  const used = new Set<Directive>()
  const bySubject = groupedBy(directives, subjectOf)
  const use = (subject: string): Directive | undefined => {
    const found = bySubject.get(subject) ?? []
    for (const directive of found) used.add(directive)
    return found[0]
  }
  const kept = findings.filter(({ rule, file, line }) => !use(subjectOfLine(rule, file, line)))
  const broken = (breaking ?? []).map((one) => {
    const directive = use(subjectOfChange(one.finding.rule, one.name))
    return directive ? declared(one, directive) : one.finding
  })
  // Rules say nothing about what cannot be read, so only a catalog without errors tells which directives are idle.
  const isSound = ![...kept, ...broken].some(({ severity }) => severity === 'error')
  const idle = directives
    .filter((directive) => isSound && !used.has(directive))
    .flatMap((directive) => unused(directive, breaking !== undefined))
  return [...kept, ...broken, ...read.flatMap((document) => document.wrong), ...idle]
}
