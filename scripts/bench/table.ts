import { readFile, writeFile } from 'node:fs/promises'

/** What was measured. */
export interface Table {
  /** Where a bench has more than one. */
  title?: string
  columns: readonly string[]
  rows: readonly (readonly string[])[]
  /** How often or how long it was measured; undefined: the median of the runs that were asked for. */
  how?: string
}

/** As Markdown that can be read as it is: columns have their widths. */
export function tableText({ title, columns, rows }: Table): string {
  const widths = columns.map((column, index) => Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, index) => (cells[index] ?? '').padEnd(width)).join(' | ')} |`
  const heading = title === undefined ? [] : [`${title}:`, '']
  return [
    ...heading,
    line(columns),
    `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`,
    ...rows.map(line),
  ].join('\n')
}

/**
 * Puts what was measured between its marks in a document.
 * @throws Error where the document has none.
 */
export async function writeMeasured(path: string, name: string, text: string): Promise<void> {
  const document = await readFile(path, 'utf8')
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`]
  const [start, stop] = [document.indexOf(begin), document.indexOf(end)]
  if (start === -1 || stop < start) throw new Error(`${path} has no ${begin} ... ${end} to write between.`)
  await writeFile(path, `${document.slice(0, start + begin.length)}\n${text}\n${document.slice(stop)}`)
}
