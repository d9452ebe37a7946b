import type { CheckedCatalog } from './check-catalog.ts'
import type { Finding, Severity } from './finding.ts'

/** What a check has to say, ready for any output format. */
export interface Report {
  /** Labels of the files that were checked. */
  files: string[]
  findings: Finding[]
  /** A line of a checked file, with every secret blotted out at its length. Undefined past the end. */
  line(file: string, number: number): string | undefined
}

/** Findings of this severity and above make a run fail. */
export type FailOn = Exclude<Severity, 'hint'>

/** What paths in a report lead to, on a terminal. */
export interface TerminalLinks {
  /** The folder that `docs/` is in. */
  docsRoot: string
}

export interface ReportOptions {
  failOn: FailOn
  /** Whether escape codes for colours may be used. */
  colours: boolean
  /** Absent where the report is not for a terminal. */
  links?: TerminalLinks
}

export const countOf = (report: Report, severity: Severity): number =>
  report.findings.filter((finding) => finding.severity === severity).length

export const isFailure = ({ severity }: Finding, failOn: FailOn): boolean => severity === 'error' || severity === failOn

export const isFailed = (report: Report, failOn: FailOn): boolean =>
  report.findings.some((finding) => isFailure(finding, failOn))

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** `15 files, 1 error, 2 hints`. */
export function countsInWords(report: Report): string {
  const severities: readonly Severity[] = ['error', 'warning', 'hint']
  const counts = severities.flatMap((severity) => {
    const count = countOf(report, severity)
    return count > 0 ? [counted(count, severity)] : []
  })
  return [counted(report.files.length, 'file'), ...(counts.length > 0 ? counts : ['no findings'])].join(', ')
}

/** The report of a checked catalog, limited to some of its files. Cross-file rules have seen the others. */
export function reportOf(checked: CheckedCatalog, isWanted: (path: string) => boolean = () => true): Report {
  const documents = checked.context.documents.filter(({ file }) => isWanted(file.path))
  const byLabel = new Map(documents.map((document) => [document.file.label, document]))
  const isWhole = documents.length === checked.context.documents.length
  // Many findings may be about one line, and looking for secrets in it takes longer than anything else here.
  const shown = new Map<string, string>()
  return {
    files: [...byLabel.keys()],
    // A finding about a file that is not there belongs to the whole catalog.
    findings: checked.findings.filter((finding) => isWhole || byLabel.has(finding.file)),
    line(file, number) {
      const source = byLabel.get(file)?.source
      if (!source || number < 1 || number > source.lineCount()) return undefined
      const key = `${number} ${file}`
      const line = shown.get(key) ?? checked.blot(source.line(number))
      shown.set(key, line)
      return line
    },
  }
}

/** Several reports as one. */
export function mergedReport(reports: readonly Report[]): Report {
  return {
    files: reports.flatMap((report) => report.files),
    findings: reports.flatMap((report) => report.findings),
    line: (file, number) => reports.map((report) => report.line(file, number)).find((line) => line !== undefined),
  }
}
