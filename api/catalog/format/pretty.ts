import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Finding } from '../finding.ts'
import { type Report, type ReportOptions, type TerminalLinks, countOf, countsInWords } from '../report.ts'
import { visibleText } from '../visible-text.ts'
import { codeFrame } from './code-frame.ts'
import { type Palette, paletteOf } from './palette.ts'

const indented = (text: string): string => `    ${text}`

/** Makes a text lead to a file; terminals that know no links show the text alone. */
const linked = (text: string, path: string): string =>
  `\u001B]8;;${pathToFileURL(path).href}\u001B\\${text}\u001B]8;;\u001B\\`

/** Names of files come from whoever made them, as their texts do. */
const placeText = ({ file, line, column }: { file: string; line: number; column: number }): string =>
  visibleText(`${file}:${line}:${column}`)

function findingLines(finding: Finding, report: Report, palette: Palette, links: TerminalLinks | undefined): string[] {
  const leading = (text: string, path: string) => (links ? linked(text, path) : text)
  const place = leading(placeText(finding), resolve(finding.file))
  const frame = codeFrame(finding, (number) => report.line(finding.file, number))
  return [
    `${palette.strong(place)} ${palette[finding.severity](finding.severity)} ${palette.faint(finding.rule)}`,
    `  ${finding.message}`,
    ...frame.map((line) => indented(line.isCaret ? palette[finding.severity](line.text) : palette.faint(line.text))),
    ...(finding.hint === undefined ? [] : [`  hint: ${finding.hint}`]),
    ...finding.related.map((related) => `  ${palette.faint(placeText(related))} ${related.message}`),
    `  ${palette.faint(leading(finding.docs, resolve(links?.docsRoot ?? '', finding.docs)))}`,
    '',
  ]
}

function verdict(report: Report, palette: Palette): string {
  const words = countsInWords(report)
  if (countOf(report, 'error') > 0) return palette.error(`✖ ${words}`)
  return countOf(report, 'warning') > 0 ? palette.warning(`⚠ ${words}`) : palette.good(`✔ ${words}`)
}

function fixableLine({ findings }: Report, palette: Palette): string[] {
  const count = findings.filter(({ fix }) => fix !== undefined).length
  return count === 0 ? [] : [palette.faint(`  --fix would mend ${count} of them.`)]
}

/** For people at a terminal. */
export function formatPretty(report: Report, { colours, links }: ReportOptions): string {
  const palette = paletteOf(colours)
  const lines = report.findings.flatMap((finding) => findingLines(finding, report, palette, links))
  return `${[...lines, verdict(report, palette), ...fixableLine(report, palette)].join('\n')}\n`
}
