import type { Finding } from '../finding.ts'
import { type Report, countsInWords } from '../report.ts'
import { cell } from './markdown-cell.ts'

function row(finding: Finding): string {
  const text = finding.hint === undefined ? finding.message : `${finding.message} ${finding.hint}`
  return `| ${finding.severity} | ${cell(`${finding.file}:${finding.line}:${finding.column}`)} | ${cell(text)} | [${finding.rule}](${finding.docs}) |`
}

/** A table for a pull request or a job's summary. */
export function formatMarkdown(report: Report): string {
  const verdict = `**Catalog:** ${countsInWords(report)}.`
  if (report.findings.length === 0) return `${verdict}\n`
  return [verdict, '', '| | place | finding | rule |', '|---|---|---|---|', ...report.findings.map(row), ''].join('\n')
}
