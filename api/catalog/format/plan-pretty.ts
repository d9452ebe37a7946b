import { catalogKinds } from '../../domain/declared-entry.ts'
import { changeInWords } from '../change-words.ts'
import { hitInWords } from '../guard-refusal.ts'
import type { Impact } from '../impact.ts'
import type { CatalogChange, PlannedField } from '../plan.ts'
import { type AdoptedEdit, isNothing } from '../sync-plan.ts'
import { type SyncReport, findingsIn, sourceLines } from '../sync-report.ts'
import { visibleText } from '../visible-text.ts'
import { type Palette, paletteOf } from './palette.ts'

const marks = { create: '+', update: '~', rename: '>', archive: '-', restore: '+', reorder: '↕' } as const

const sideWords = {
  database: ', undoes an edit by hand',
  both: ', over an edit by hand',
} as const

const fieldLine = (field: PlannedField): string =>
  `    ${field.path}: ${changeInWords(field)}${field.movedIn ? sideWords[field.movedIn] : ''}`

function changeLines(change: CatalogChange, palette: Palette): string[] {
  const { kind, id, from, action, edited } = change
  const title = `${marks[action]} ${kind} ${from === undefined ? '' : `${from} -> `}${id}  (${action})`
  const paint = action === 'archive' ? palette.error : action === 'create' ? palette.good : palette.strong
  const isUndone = change.fields.some((field) => field.movedIn !== undefined)
  return [
    paint(visibleText(title)),
    ...(action === 'create' ? [] : change.fields.map((field) => visibleText(fieldLine(field)))),
    ...(edited && isUndone ? [visibleText(`    edited by hand by ${edited.by} at ${edited.at}`)] : []),
  ]
}

function impactLines(impact: Impact, approve: readonly string[], palette: Palette): string[] {
  const { concerns, before, after, stranded, name, why } = impact
  const approval = stranded && name !== undefined && approve.includes(name) ? ' (approved)' : ''
  const title = stranded
    ? palette.error(visibleText(`  ${name ?? concerns}: without pictures${approval}. ${why ?? ''}`))
    : visibleText(`  ${concerns}: ${before ?? 'nothing'} -> ${after ?? 'nothing'}`)
  return [title, palette.faint(visibleText(`    ${hitInWords(impact)}`))]
}

/** New entries of a kind that are listed one by one: of a thousand, their number says more. */
const newShownMax = 20

function allChanges(changes: readonly CatalogChange[], palette: Palette): string[] {
  const isNew = ({ action }: CatalogChange) => action === 'create'
  return catalogKinds.flatMap((kind) => {
    const ofKind = changes.filter((change) => change.kind === kind)
    const created = ofKind.filter(isNew)
    const more = created.length - newShownMax
    return [
      ...created.slice(0, newShownMax).flatMap((change) => changeLines(change, palette)),
      ...(more > 0 ? [palette.good(`+ ${kind}: ${more} more  (create)`)] : []),
      ...ofKind.filter((change) => !isNew(change)).flatMap((change) => changeLines(change, palette)),
    ]
  })
}

function adoptedLines({ kind, id, fields, edited }: AdoptedEdit, palette: Palette): string[] {
  return [
    palette.strong(visibleText(`= ${kind} ${id}  (edited by hand, and declared so by now)`)),
    ...fields.map((field) => visibleText(`    ${field.path}: ${changeInWords(field)}`)),
    ...(edited ? [visibleText(`    edited by hand by ${edited.by} at ${edited.at}`)] : []),
  ]
}

const section = (title: string, lines: readonly string[], palette: Palette): string[] =>
  lines.length === 0 ? [] : ['', palette.strong(title), ...lines]

/** A plan for people at a terminal: where from, what changes, whom it hits, what stands in its way. */
export function planPretty({ place, plan, refusals, outcome }: SyncReport, colours: boolean): string {
  const palette = paletteOf(colours)
  const end = visibleText(`${place}: ${outcome}`)
  if (isNothing(plan) && refusals.length === 0 && plan.skipped.length === 0) return `${end}\n`
  return `${[
    ...sourceLines(plan).map((line) => palette.faint(visibleText(line))),
    '',
    ...allChanges(plan.changes, palette),
    ...plan.adopted.flatMap((edit) => adoptedLines(edit, palette)),
    ...section(
      'Whom it hits',
      plan.impact.flatMap((impact) => impactLines(impact, plan.options.approve, palette)),
      palette,
    ),
    ...section(
      'Findings',
      findingsIn(plan).map((finding) => visibleText(`  ${finding}`)),
      palette,
    ),
    ...section(
      'Left out',
      plan.skipped.map(({ kind, id, why }) => visibleText(`  - ${kind} ${id}: ${why}`)),
      palette,
    ),
    ...section(
      'Refused',
      refusals.map((refusal) => palette.error(visibleText(`  ${refusal}`))),
      palette,
    ),
    '',
    end,
  ].join('\n')}\n`
}
