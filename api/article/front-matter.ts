import { parse as parseToml } from 'smol-toml'
import { parse as parseYaml } from 'yaml'

/** The head of a Markdown file, between `---` (YAML) or `+++` (TOML). */
export interface FrontMatter {
  /** Offset after its closing mark, before the line ending. */
  end: number
  fields: Record<string, unknown>
}

/** Parsing more than this only to find a title is not worth the time. Characters. */
const longest = 64_000

/** Reads the front matter that starts at an offset; null when there is none. */
export function readFrontMatter(source: string, from: number): FrontMatter | null {
  const opening = /(?:---|\+\+\+)[ \t]*(?:\r\n?|\n)/y
  opening.lastIndex = from
  const first = opening.exec(source)?.[0]
  if (first === undefined) return null
  const mark = first.slice(0, 3)
  const closing = mark === '---' ? /^---[ \t]*$/gm : /^\+\+\+[ \t]*$/gm
  const bodyStart = from + first.length
  closing.lastIndex = bodyStart
  const close = closing.exec(source)
  if (!close) return null
  const body = source.slice(bodyStart, close.index)
  const fields = mark === '---' ? readFields(body, parseYaml, ':') : readFields(body, parseToml, '=')
  return fields ? { end: close.index + close[0].trimEnd().length, fields } : null
}

/** Null when it is text between two rules, not fields. */
function readFields(body: string, parse: (text: string) => unknown, sign: string): Record<string, unknown> | null {
  if (body.trim() === '') return {}
  const loose = looseFields(body.slice(0, longest), sign)
  if (body.length > longest) return loose
  let value: unknown
  try {
    value = parse(body)
  } catch {
    // `title: Rust: the language` is not YAML, and a common slip. Its fields are still plain to see.
    return Object.keys(loose).length > 0 ? loose : null
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
}

function looseFields(body: string, sign: string): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  for (const line of body.split(/\r\n?|\n/)) {
    const at = line.indexOf(sign)
    const name = line.slice(0, at).trim()
    const value = line.slice(at + 1).trim()
    if (at > 0 && /^\w+$/.test(name) && value !== '') fields[name] = value.replace(/^(["'])(.*)\1$/, '$2')
  }
  return fields
}
