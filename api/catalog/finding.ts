import { type Fix, type Mend, fixOf } from './fix.ts'
import type { SourceText } from './source-text.ts'

/** A hint is worth knowing and never fails a run. */
export type Severity = 'error' | 'warning' | 'hint'

/** Where in a text something is. Lines and columns count from 1; the end is exclusive. */
export interface TextRange {
  line: number
  column: number
  endLine: number
  endColumn: number
}

/** A range in a file, by the name that people are shown. */
export interface Place extends TextRange {
  file: string
}

/** Another place that explains a finding, such as where a name was declared first. */
export interface RelatedPlace {
  file: string
  line: number
  column: number
  message: string
}

/** What a check says about one place. The engine makes a finding of it. */
export interface Problem {
  place: Place
  message: string
  hint?: string | undefined
  /** What is meant, where only one thing can be. */
  mend?: Mend | undefined
  related?: RelatedPlace[]
}

/** One problem the validator reports. Field order is that of the JSON output. */
export interface Finding extends Place {
  rule: string
  severity: Severity
  message: string
  hint?: string
  /** Path of the rule's page, from the root of the repository. */
  docs: string
  related: RelatedPlace[]
  /** What --fix would do about it. */
  fix?: Fix
}

/** Path of a rule's page. */
export const docsPathOf = (ruleId: string): string => `docs/rules/${ruleId.replaceAll('/', '-')}.md`

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** Stable order: file, line, column, rule. Not by locale, so that every machine agrees. */
export const compareFindings = (one: Finding, other: Finding): number =>
  compareText(one.file, other.file) ||
  one.line - other.line ||
  one.column - other.column ||
  compareText(one.rule, other.rule) ||
  compareText(one.message, other.message)

/** Whether two places have something in common. */
export const overlaps = (one: Place, other: Place): boolean =>
  one.file === other.file &&
  (one.line < other.endLine || (one.line === other.endLine && one.column < other.endColumn)) &&
  (other.line < one.endLine || (other.line === one.endLine && other.column < one.endColumn))

/** A place as a related place. */
export const relatedTo = (place: Place, message: string): RelatedPlace => ({
  file: place.file,
  line: place.line,
  column: place.column,
  message,
})

/** A finding's worth of a rule's words about one place. With the text that it is about, it may carry a fix. */
export function findingOf(rule: { id: string; severity: Severity }, problem: Problem, source?: SourceText): Finding {
  const { file, line, column, endLine, endColumn } = problem.place
  const fix = problem.mend && source && fixOf(problem.mend, problem.place, source)
  return {
    rule: rule.id,
    severity: rule.severity,
    file,
    line,
    column,
    endLine,
    endColumn,
    message: problem.message,
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    docs: docsPathOf(rule.id),
    related: problem.related ?? [],
    ...(fix ? { fix } : {}),
  }
}
