import { type Report, type ReportOptions, isFailed } from '../report.ts'

/** For programs. The version changes when a field does. */
export function formatJson(report: Report, { failOn }: ReportOptions): string {
  return `${JSON.stringify({ version: 1, ok: !isFailed(report, failOn), filesChecked: report.files.length, findings: report.findings }, null, 2)}\n`
}
