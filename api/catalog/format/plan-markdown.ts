import { changeInWords } from '../change-words.ts'
import { hitInWords } from '../guard-refusal.ts'
import type { Impact } from '../impact.ts'
import type { CatalogChange } from '../plan.ts'
import type { SyncPlan } from '../sync-plan.ts'
import { type SyncReport, changeCount, findingsIn, sourceLines } from '../sync-report.ts'
import { cell } from './markdown-cell.ts'

const words: Record<CatalogChange['action'], string> = {
  create: 'new',
  update: 'changed',
  rename: 'renamed',
  archive: 'taken out',
  restore: 'back',
  reorder: 'in another place of the order',
}

const sideWords = { database: ' (undoes an edit by hand)', both: ' (over an edit by hand)' } as const

function changeRows({ kind, id, from, action, fields }: CatalogChange): string[] {
  const what = cell(`${kind} ${from === undefined ? '' : `${from} -> `}${id}`)
  if (action === 'create' || fields.length === 0) return [`| ${what} | | ${words[action]} |`]
  return fields.map(
    (field) =>
      `| ${what} | ${cell(field.path)} | ${cell(changeInWords(field))}${field.movedIn ? sideWords[field.movedIn] : ''} |`,
  )
}

function impactRow(impact: Impact, approve: readonly string[]): string {
  const { concerns, before, after, stranded, name = '', why = '' } = impact
  if (!stranded)
    return `| ${cell(concerns)} | ${cell(before ?? 'nothing')} | ${cell(after ?? 'nothing')} | ${cell(hitInWords(impact))} |`
  const approval = approve.includes(name) ? 'approved' : '**not approved**'
  return `| ${cell(name)} | | ⚠ without pictures, ${approval}. ${cell(why)} | ${cell(hitInWords(impact))} |`
}

const rowsMax = 200

function table(columns: readonly string[], rows: readonly string[]): string[] {
  if (rows.length === 0) return []
  const more = rows.length - rowsMax
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    line(columns),
    line(columns.map(() => '---')),
    ...rows.slice(0, rowsMax),
    ...(more > 0 ? [line(columns.map((_, index) => (index === 0 ? `and ${more} more` : '')))] : []),
    '',
  ]
}

/** Whom a plan hits. Empty where it hits nobody. */
export const impactMarkdown = (plan: Pick<SyncPlan, 'impact' | 'options'>): string[] =>
  plan.impact.length === 0
    ? []
    : [
        '### Whom it hits',
        '',
        ...table(
          ['what', 'before', 'after', 'who'],
          plan.impact.map((impact) => impactRow(impact, plan.options.approve)),
        ),
      ]

function findingLines(plan: SyncPlan): string[] {
  const findings = findingsIn(plan)
  return findings.length === 0 ? [] : ['### Findings', '', ...findings.map((finding) => `- ${cell(finding)}`), '']
}

/** A plan as a comment or a job's summary. */
export function planMarkdown({ place, plan, refusals, outcome }: SyncReport): string {
  return [
    `## Catalog: ${plan.changes.length === 0 ? 'no changes' : changeCount(plan)}`,
    '',
    `${refusals.length > 0 ? '❌' : '✅'} ${cell(place)}: ${cell(outcome)}`,
    '',
    ...sourceLines(plan).map((line) => `- ${cell(line)}`),
    '',
    ...table(
      ['what', 'field', 'change'],
      plan.changes.flatMap((change) => changeRows(change)),
    ),
    ...impactMarkdown(plan),
    ...findingLines(plan),
    ...(plan.skipped.length > 0 ? ['### Left out', ''] : []),
    ...table(
      ['what', 'why'],
      plan.skipped.map(({ kind, id, why }) => `| ${cell(`${kind} ${id}`)} | ${cell(why)} |`),
    ),
    ...(refusals.length > 0 ? ['### Refused', '', ...refusals.map((refusal) => `- ${cell(refusal)}`), ''] : []),
  ].join('\n')
}
