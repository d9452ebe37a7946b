import { parseArgs } from 'node:util'
import type { AnswerCache } from '../api/catalog/answer-cache.ts'
import { type FurtherCheck, checkPaths } from '../api/catalog/check-paths.ts'
import { nameList, suggestion } from '../api/catalog/did-you-mean.ts'
import { type FailOn, type Report, type ReportOptions, isFailed } from '../api/catalog/report.ts'
import { AppError } from '../api/domain/error.ts'
import { utcDate } from '../api/domain/tier.ts'
import { readEnv } from '../api/env.ts'
import { runCommand } from '../api/run-command.ts'
import { validationCache } from '../api/validation-cache.ts'

const help = `Usage: npm run validate-config -- [paths] [options]

Checks the catalog: YAML, schemas, and the rules that look across files; then searches source code for facts of the
catalog. A path is a config folder, or a file or folder within one; findings are then limited to it, and code is not
searched unless --source asks for it. Default: ATELIER_CONFIG, or config.

  --format FORMAT     pretty (default), json, sarif, github, junit or markdown
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

Exit: 0 clean, 1 findings, 2 usage, unreadable input or nothing to check, 3 a defect of Atelier.
`

type Format = (report: Report, options: ReportOptions) => string

/** Loaded one by one: most runs need one of them. */
const formats: Record<string, () => Promise<Format>> = {
  pretty: async () => (await import('../api/catalog/format/pretty.ts')).formatPretty,
  json: async () => (await import('../api/catalog/format/json.ts')).formatJson,
  sarif: async () => (await import('../api/catalog/format/sarif.ts')).formatSarif,
  github: async () => (await import('../api/catalog/format/github.ts')).formatGithub,
  junit: async () => (await import('../api/catalog/format/junit.ts')).formatJunit,
  markdown: async () => (await import('../api/catalog/format/markdown.ts')).formatMarkdown,
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

/** The page of a rule. Everything it needs is loaded only here. */
async function explain(ruleId: string): Promise<string> {
  const { allRules } = await import('../api/catalog/rules/registry.ts')
  const rule = allRules.find((candidate) => candidate.id === ruleId)
  if (!rule) {
    const ids = allRules.map((candidate) => candidate.id)
    throw new AppError('invalid', `There is no rule "${ruleId}". ${suggestion(ruleId, ids, 'Rules') ?? ''}`)
  }
  const { ruleDoc } = await import('../api/catalog/rule-docs.ts')
  const { lintSources } = await import('../api/source-lint/lint-sources.ts')
  return (await ruleDoc(rule, lintSources)).replace(/^<!--.*-->\n+/, '')
}

/** The search of source code, as the options ask for it. Loaded only when there is one. */
function sourceSearch(
  asked: readonly string[] | undefined,
  isOff: boolean,
  cache: AnswerCache | undefined,
): FurtherCheck | undefined {
  if (isOff && asked) throw new AppError('invalid', '--source and --no-source exclude each other.')
  if (isOff) return undefined
  return async (answer) => {
    if (!answer.isWhole && !asked) return undefined
    const { checkSources } = await import('../api/source-check.ts')
    return checkSources(answer, asked, cache)
  }
}

/** The report without what the baseline knows. The baseline only shrinks: nothing new ever gets into it. */
async function baselined(report: Report, path: string | undefined, update: boolean): Promise<Report> {
  if (path === undefined) {
    if (update) throw new AppError('invalid', '--update-baseline needs --baseline FILE.')
    return report
  }
  const { applyBaseline, firstBaseline, readBaseline, writeBaseline } = await import('../api/catalog/baseline.ts')
  const known = await readBaseline(path)
  if (!known && !update) throw new AppError('invalid', `${path} does not exist. Write it with --update-baseline.`)
  const applied = applyBaseline(report, known ?? firstBaseline(report.findings))
  if (update) await writeBaseline(path, applied.kept)
  else if (applied.stale > 0) {
    process.stderr.write(
      `${path}: ${applied.stale} known findings are found no more. Prune it with --update-baseline.\n`,
    )
  }
  return applied.report
}

/** A pipe that closes early, such as that of `head`, is no defect. */
function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? resolve() : reject(error)))
    process.stdout.write(text, () => resolve())
  })
}

/** `npm run validate-config`. */
export const main = (args: string[]): Promise<void> =>
  runCommand(async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'pretty' },
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
    if (values.help) return write(help)
    if (values.explain !== undefined) return write(await explain(values.explain))
    const failOn = checkedFailOn(values['fail-on'])
    const loadFormat = checkedFormat(values.format)
    const env = readEnv()
    const paths = positionals.length > 0 ? positionals : [env.config]
    const cache = values['no-cache'] ? undefined : await validationCache(env.cacheFolder)
    const found = await checkPaths(paths, {
      today: checkedDate(values.today),
      base: values.base,
      further: sourceSearch(values.source, values['no-source'], cache),
      cache,
    })
    const report = await baselined(found, values.baseline, values['update-baseline'])
    const format = await loadFormat()
    // hasColors knows NO_COLOR and terminals that have none.
    const colours = process.stdout.isTTY && process.stdout.hasColors()
    await write(format(report, { failOn, colours }))
    if (isFailed(report, failOn)) process.exitCode = 1
  })
