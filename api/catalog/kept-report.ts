import type { Finding } from './finding.ts'
import { contextLines } from './format/code-frame.ts'
import type { Report } from './report.ts'

/** A report as plain data, to be kept. */
export interface KeptReport {
  files: string[]
  findings: Finding[]
  /** The lines that findings are shown with, by file and number. Secrets are blotted out in them as everywhere. */
  lines: Record<string, Record<number, string>>
}

/** All that a report can be asked, as data. */
export function keptReport(report: Report): KeptReport {
  const lines: KeptReport['lines'] = Object.create(null)
  for (const { file, line } of report.findings) {
    const ofFile = (lines[file] ??= {})
    for (let number = line - contextLines; number <= line + contextLines; number++) {
      const text = report.line(file, number)
      if (text !== undefined) ofFile[number] = text
    }
  }
  return { files: report.files, findings: report.findings, lines }
}

/** A kept report, as it was. Only lines around findings are known. */
export const reportFrom = ({ files, findings, lines }: KeptReport): Report => ({
  files,
  findings,
  line: (file, number) => lines[file]?.[number],
})
