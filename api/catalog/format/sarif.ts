import type { Finding, Severity } from '../finding.ts'
import type { Report } from '../report.ts'
import { allRules } from '../rules/registry.ts'

/** A colon in a relative path would be taken for the end of a scheme. */
const uriOf = (file: string): string =>
  encodeURI(file).replaceAll('#', '%23').replaceAll('?', '%3F').replaceAll(':', '%3A')

const levelOf = (severity: Severity) => (severity === 'hint' ? 'note' : severity)

const region = (place: { line: number; column: number; endLine?: number; endColumn?: number }) => ({
  startLine: place.line,
  startColumn: place.column,
  ...(place.endLine === undefined ? {} : { endLine: place.endLine, endColumn: place.endColumn }),
})

/** The edits of a fix, as SARIF wants them: what goes, and what comes there instead. */
const fixes = ({ file, fix }: Finding): object =>
  fix
    ? {
        fixes: [
          {
            description: { text: fix.description },
            artifactChanges: [
              {
                artifactLocation: { uri: uriOf(file) },
                replacements: fix.edits.map((edit) => ({
                  deletedRegion: region(edit),
                  ...(edit.text === '' ? {} : { insertedContent: { text: edit.text } }),
                })),
              },
            ],
          },
        ],
      }
    : {}

function result(finding: Finding, rules: readonly string[]): object {
  return {
    ruleId: finding.rule,
    ruleIndex: rules.indexOf(finding.rule),
    level: levelOf(finding.severity),
    message: { text: finding.hint === undefined ? finding.message : `${finding.message} ${finding.hint}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(finding.file) }, region: region(finding) } }],
    ...(finding.related.length === 0
      ? {}
      : {
          relatedLocations: finding.related.map((related, index) => ({
            id: index + 1,
            message: { text: related.message },
            physicalLocation: { artifactLocation: { uri: uriOf(related.file) }, region: region(related) },
          })),
        }),
    ...fixes(finding),
  }
}

/** SARIF 2.1.0, for code scanning. Columns count UTF-16 units, as ours do. */
export function formatSarif(report: Report): string {
  const rules = allRules.map((rule) => ({
    id: rule.id,
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.why },
    help: { text: rule.fix },
    defaultConfiguration: { level: levelOf(rule.severity) },
  }))
  const ids = rules.map((rule) => rule.id)
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'atelier', rules } },
        columnKind: 'utf16CodeUnits',
        artifacts: report.files.map((file) => ({ location: { uri: uriOf(file) } })),
        results: report.findings.map((finding) => result(finding, ids)),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}
