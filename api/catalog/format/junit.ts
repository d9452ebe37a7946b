import type { Finding } from '../finding.ts'
import { type Report, type ReportOptions, isFailure } from '../report.ts'

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
/** XML has no way at all to write these. */
const unspeakable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
/** Readers of XML turn them into blanks where they stand as they are. */
const blanks = /[\t\n\r]/g

const escaped = (text: string): string =>
  text
    .replaceAll(unspeakable, '\uFFFD')
    .replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
    .replaceAll('\r', '&#13;')

const attribute = (text: string): string =>
  escaped(text).replaceAll(blanks, (character) => `&#${character.charCodeAt(0)};`)

function failedCase(finding: Finding, fails: boolean): string {
  const place = `${finding.file}:${finding.line}:${finding.column}`
  const text = [
    `${place} ${finding.message}`,
    ...(finding.hint === undefined ? [] : [finding.hint]),
    finding.docs,
  ].join('\n')
  const name = `${finding.rule} ${finding.line}:${finding.column}`
  const body = fails
    ? `<failure type="${attribute(finding.rule)}" message="${attribute(finding.message)}">${escaped(text)}</failure>`
    : `<system-out>${escaped(text)}</system-out>`
  return `    <testcase classname="${attribute(finding.file)}" name="${attribute(name)}" time="0">${body}</testcase>`
}

/** JUnit XML: one test case for each finding, and one for each file without any. */
export function formatJunit(report: Report, { failOn }: ReportOptions): string {
  const withFindings = new Set(report.findings.map((finding) => finding.file))
  const sound = report.files.filter((file) => !withFindings.has(file))
  const fails = (finding: Finding) => isFailure(finding, failOn)
  const counts = `tests="${sound.length + report.findings.length}" failures="${report.findings.filter(fails).length}" errors="0" time="0"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="atelier" ${counts}>`,
    `  <testsuite name="validate-config" ${counts}>`,
    ...sound.map((file) => `    <testcase classname="${attribute(file)}" name="valid" time="0"/>`),
    ...report.findings.map((finding) => failedCase(finding, fails(finding))),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}
