import type { Finding } from '../finding.ts'
import type { Report } from '../report.ts'

const inMessage = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const inProperty = (text: string): string => inMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

function annotation(finding: Finding): string {
  // GitHub takes columns only of a place within one line, and counts the last column in.
  const columns =
    finding.line === finding.endLine
      ? `,col=${finding.column},endColumn=${Math.max(finding.column, finding.endColumn - 1)}`
      : ''
  const place = `file=${inProperty(finding.file)},line=${finding.line},endLine=${finding.endLine}${columns}`
  const lines = [
    finding.message,
    ...(finding.hint === undefined ? [] : [finding.hint]),
    ...finding.related.map((related) => `${related.file}:${related.line}:${related.column} ${related.message}`),
    finding.docs,
  ]
  return `::${finding.severity === 'hint' ? 'notice' : finding.severity} ${place},title=${inProperty(finding.rule)}::${inMessage(lines.join('\n'))}`
}

/** Annotations of a GitHub workflow. */
export const formatGithub = (report: Report): string =>
  report.findings.map((finding) => `${annotation(finding)}\n`).join('')
