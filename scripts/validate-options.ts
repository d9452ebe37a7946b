import { parseArgs } from 'node:util'
import { nameList } from '../api/catalog/did-you-mean.ts'
import type { FailOn, Report, ReportOptions } from '../api/catalog/report.ts'
import { AppError } from '../api/domain/error.ts'
import { utcDate } from '../api/domain/tier.ts'
import { readEnv } from '../api/env.ts'

export const validateHelp = `Usage: npm run validate-config -- [paths] [options]

Checks the catalog: YAML, schemas, and the rules that look across files; then searches source code for facts of the
catalog. A path is a config folder, or a file or folder within one; findings are then limited to it, and code is not
searched unless --source asks for it. Default: ATELIER_CONFIG, or config.

  --format FORMAT     pretty (default), json, sarif, github, junit or markdown
  --fix               mend what leaves no choice, and report the rest: sizes with another cross, numbers with a leading
                      zero or in quotes, items twice in a list, words with one letter wrong. Comments and layout stay
  --watch             check again whenever a file of the catalog or of the code changes, until Ctrl-C
  --source DIR        search the TypeScript, JavaScript and Python of this folder; repeatable (default: the source list
                      in settings.yaml)
  --no-source         search no code
  --fail-on SEVERITY  error (default) or warning
  --base REF          also report what the change since a Git ref breaks for those who rely on the catalog
  --baseline FILE     leave out the findings that FILE knows, such as .atelier-baseline.json; check the whole catalog with it
  --update-baseline   write FILE: all findings where there is none yet, else without those that are found no more
  --no-cache          check everything anew; otherwise what was found is remembered in ~/.cache/atelier and told again while
                      every file, schema and option, the day and Atelier itself are the same
  --today DATE        the day to check lifecycles against, as YYYY-MM-DD (default: today in UTC)
  --explain RULE      print the page of a rule
  --help              print this

Exit: 0 clean, 1 findings, 2 usage, unreadable input or nothing to check, 3 a defect of Atelier. With --fix it is what
remains that counts; --watch ends with 0.
`

export type Format = (report: Report, options: ReportOptions) => string

/** Loaded one by one: most runs need one of them. */
const formats: Record<string, () => Promise<Format>> = {
  pretty: async () => (await import('../api/catalog/format/pretty.ts')).formatPretty,
  json: async () => (await import('../api/catalog/format/json.ts')).formatJson,
  sarif: async () => (await import('../api/catalog/format/sarif.ts')).formatSarif,
  github: async () => (await import('../api/catalog/format/github.ts')).formatGithub,
  junit: async () => (await import('../api/catalog/format/junit.ts')).formatJunit,
  markdown: async () => (await import('../api/catalog/format/markdown.ts')).formatMarkdown,
}

/** What a run of validate-config was asked for. */
export interface ValidateOptions {
  paths: string[]
  loadFormat: () => Promise<Format>
  failOn: FailOn
  today: string
  base: string | undefined
  source: string[] | undefined
  isSourceOff: boolean
  baseline: string | undefined
  isBaselineUpdated: boolean
  /** The folder of what is remembered; undefined to remember nothing. */
  cacheFolder: string | undefined
  isFixing: boolean
  isWatching: boolean
}

function checkedDate(text: string): string {
  const date = new Date(`${text}T00:00:00Z`)
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && utcDate(date) === text) return text
  throw new AppError('invalid', `--today is "${text}"; it must be a date that exists, as YYYY-MM-DD.`)
}

function checkedFailOn(text: string): FailOn {
  if (text === 'error' || text === 'warning') return text
  throw new AppError('invalid', `--fail-on is "${text}"; it must be error or warning.`)
}

function checkedFormat(text: string): () => Promise<Format> {
  const format = Object.hasOwn(formats, text) ? formats[text] : undefined
  if (format) return format
  throw new AppError('invalid', `--format is "${text}"; it must be one of ${nameList(Object.keys(formats))}.`)
}

/** Options that would undo each other. */
function refuseTogether(given: Record<string, boolean>): void {
  const names = Object.keys(given).filter((name) => given[name])
  if (names.length > 1) throw new AppError('invalid', `${names.join(' and ')} exclude each other.`)
}

/**
 * Reads the arguments of validate-config. What needs no run has its own field.
 * @throws AppError `invalid` naming the option that cannot be.
 */
export function readValidateOptions(args: string[]): ValidateOptions | { help: true } | { explain: string } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      format: { type: 'string', default: 'pretty' },
      fix: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
      source: { type: 'string', multiple: true },
      'no-source': { type: 'boolean', default: false },
      base: { type: 'string' },
      baseline: { type: 'string' },
      'update-baseline': { type: 'boolean', default: false },
      'no-cache': { type: 'boolean', default: false },
      'fail-on': { type: 'string', default: 'error' },
      today: { type: 'string', default: utcDate(new Date()) },
      explain: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return { help: true }
  if (values.explain !== undefined) return { explain: values.explain }
  refuseTogether({ '--source': values.source !== undefined, '--no-source': values['no-source'] })
  refuseTogether({ '--watch': values.watch, '--fix': values.fix })
  refuseTogether({ '--watch': values.watch, '--update-baseline': values['update-baseline'] })
  if (values['update-baseline'] && values.baseline === undefined)
    throw new AppError('invalid', '--update-baseline needs --baseline FILE.')
  const env = readEnv()
  return {
    paths: positionals.length > 0 ? positionals : [env.config],
    loadFormat: checkedFormat(values.format),
    failOn: checkedFailOn(values['fail-on']),
    today: checkedDate(values.today),
    base: values.base,
    source: values.source,
    isSourceOff: values['no-source'],
    baseline: values.baseline,
    isBaselineUpdated: values['update-baseline'],
    cacheFolder: values['no-cache'] ? undefined : env.cacheFolder,
    isFixing: values.fix,
    isWatching: values.watch,
  }
}
