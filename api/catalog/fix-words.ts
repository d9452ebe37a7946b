import type { FixableFinding } from './mend-text.ts'
import { visibleText } from './visible-text.ts'

function lineOf({ file, line, column, rule, fix }: FixableFinding): string {
  const words = fix.edits.map(({ replaces, text }) =>
    text === '' ? `took out ${JSON.stringify(replaces.trim())}` : `${replaces} -> ${text}`,
  )
  return visibleText(`${file}:${line}:${column} ${words.join(', ')} (${rule})`)
}

/** What was mended, a line for each finding. */
export function fixesInWords(mended: readonly FixableFinding[]): string {
  if (mended.length === 0) return 'Nothing to mend.\n'
  const count = new Set(mended.map(({ file }) => file)).size
  const total = `Mended ${mended.length} ${mended.length === 1 ? 'finding' : 'findings'} in ${count} ${count === 1 ? 'file' : 'files'}.`
  return `${[...mended.map(lineOf), total].join('\n')}\n`
}
