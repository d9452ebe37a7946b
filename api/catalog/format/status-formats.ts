import type { CatalogStatus, StatusEntry, StatusField } from '../catalog-status.ts'
import { visibleText } from '../visible-text.ts'
import { cell } from './markdown-cell.ts'
import { type Palette, paletteOf } from './palette.ts'

/** A status and the database it is of. */
export interface StatusReport {
  place: string
  status: CatalogStatus
}

const sideWords = {
  files: 'moved in the files',
  database: 'moved in the database',
  both: 'moved in both',
} as const

const shown = (value: unknown): string => JSON.stringify(value) ?? 'not set'

const fieldWords = ({ files, released, database }: StatusField): string =>
  `files ${shown(files)}, release ${shown(released)}, database ${shown(database)}`

function entryLines({ kind, id, fields, edited }: StatusEntry, palette: Palette): string[] {
  return [
    palette.strong(visibleText(`${kind} ${id}`)),
    ...fields.map((field) => visibleText(`  ${field.path}: ${sideWords[field.movedIn]} (${fieldWords(field)})`)),
    ...(edited ? [visibleText(`  edited by hand by ${edited.by} at ${edited.at}`)] : []),
  ]
}

/** How far apart the sides are, in a sentence. */
function verdict({ entries, inSync, release }: CatalogStatus): string {
  const at = release ? `release ${release.id} of ${release.appliedAt}` : 'no release yet'
  if (inSync) return `In sync with the files, at ${at}.`
  const moved = (side: StatusField['movedIn']) =>
    entries.filter(({ fields }) => fields.some(({ movedIn }) => movedIn === side)).length
  const counts = (['files', 'database', 'both'] as const).flatMap((side) =>
    moved(side) > 0 ? [`${moved(side)} ${sideWords[side]}`] : [],
  )
  return `Not in sync, at ${at}: ${counts.join(', ')}.`
}

const killWords = ({ model, reason, by, at }: CatalogStatus['kills'][number]): string =>
  `${model}: switched off by ${by} at ${at}: ${reason}`

/** For people at a terminal. */
export function statusPretty({ place, status }: StatusReport, colours: boolean): string {
  const palette = paletteOf(colours)
  return `${[
    ...status.entries.flatMap((entry) => entryLines(entry, palette)),
    ...(status.kills.length > 0
      ? [palette.strong('Kill switches (no drift)'), ...status.kills.map((kill) => visibleText(`  ${killWords(kill)}`))]
      : []),
    visibleText(`${place}: ${verdict(status)}`),
  ].join('\n')}\n`
}

/** For a comment or a job's summary. */
export function statusMarkdown({ place, status }: StatusReport): string {
  const rows = status.entries.flatMap(({ kind, id, fields, edited }) =>
    fields.map(
      (field) =>
        `| ${cell(`${kind} ${id}`)} | ${cell(field.path)} | ${cell(shown(field.files))} | ${cell(shown(field.released))} | ${cell(shown(field.database))} | ${sideWords[field.movedIn]}${edited ? `, by ${cell(edited.by)}` : ''} |`,
    ),
  )
  return [
    `## Catalog: ${status.inSync ? 'in sync' : 'not in sync'}`,
    '',
    `${cell(place)}: ${cell(verdict(status))}`,
    '',
    ...(rows.length > 0
      ? ['| what | field | files | release | database | |', '|---|---|---|---|---|---|', ...rows, '']
      : []),
    ...(status.kills.length > 0
      ? ['### Kill switches (no drift)', '', ...status.kills.map((kill) => `- ${cell(killWords(kill))}`), '']
      : []),
  ].join('\n')
}

/** For programs. */
export const statusJson = ({ place, status }: StatusReport): string =>
  `${JSON.stringify({ version: 1, database: place, ...status }, null, 2)}\n`
