import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { BaselineEntry } from '../api/catalog/baseline.ts'
import { type CatalogAnswer, checkPaths, configRootsOf } from '../api/catalog/check-paths.ts'
import { suggestion } from '../api/catalog/did-you-mean.ts'
import { findPackageRoot } from '../api/catalog/package-root.ts'
import { type Report, isFailed } from '../api/catalog/report.ts'
import { AppError } from '../api/domain/error.ts'
import { runCommand } from '../api/run-command.ts'
import { validationCache } from '../api/validation-cache.ts'
import { print } from './standard-output.ts'
import { type ValidateOptions, readValidateOptions, validateHelp } from './validate-options.ts'

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

type OnAnswer = (answer: CatalogAnswer) => void

/** Checks the catalog, and the code beside it where the options ask for that. Its search is loaded only then. */
async function checkAll(options: ValidateOptions, onAnswer?: OnAnswer): Promise<Report> {
  const cache = options.cacheFolder === undefined ? undefined : await validationCache(options.cacheFolder)
  return checkPaths(options.paths, {
    today: options.today,
    base: options.base,
    cache,
    async further(answer) {
      if (options.isSourceOff || (!answer.isWhole && !options.source)) return undefined
      onAnswer?.(answer)
      const { checkSources } = await import('../api/source-check.ts')
      return checkSources(answer, options.source, cache)
    },
  })
}

/** What a baseline knows; undefined without one. */
async function knownEntries({ baseline, isBaselineUpdated }: ValidateOptions): Promise<BaselineEntry[] | undefined> {
  if (baseline === undefined) return undefined
  const { readBaseline } = await import('../api/catalog/baseline.ts')
  const known = await readBaseline(baseline)
  if (!known && !isBaselineUpdated)
    throw new AppError('invalid', `${baseline} does not exist. Write it with --update-baseline.`)
  return known
}

/** What a run could have found: in the files it checked or that are gone, and of breaking changes if it compared. */
const lookedAt =
  (report: Report, { base }: ValidateOptions) =>
  ({ rule, file }: BaselineEntry): boolean =>
    (base !== undefined || !rule.startsWith('breaking/')) && (report.files.includes(file) || !existsSync(file))

/** The report without what the baseline knows. The baseline only shrinks: nothing new ever gets into it. */
async function baselined(report: Report, options: ValidateOptions): Promise<Report> {
  const path = options.baseline
  if (path === undefined) return report
  const { applyBaseline, firstBaseline, writeBaseline } = await import('../api/catalog/baseline.ts')
  const known = await knownEntries(options)
  const applied = applyBaseline(report, known ?? firstBaseline(report.findings), lookedAt(report, options))
  if (options.isBaselineUpdated) await writeBaseline(path, applied.kept)
  else if (applied.stale > 0) {
    process.stderr.write(
      `${path}: ${applied.stale} known findings are found no more. Prune it with --update-baseline.\n`,
    )
  }
  return applied.report
}

/** Mends what can be mended of what counts as found, and says what it did. */
async function fix(options: ValidateOptions): Promise<void> {
  const known = await knownEntries(options)
  // Everything that is found now gets into a first baseline, and what is in one stays as it is.
  if (options.baseline !== undefined && !known) return
  const { fixPaths } = await import('../api/catalog/fix-paths.ts')
  const { applyBaseline } = await import('../api/catalog/baseline.ts')
  const { fixesInWords } = await import('../api/catalog/fix-words.ts')
  const mended = await fixPaths(options.paths, async () => {
    const report = await checkAll({ ...options, isSourceOff: true })
    return known ? applyBaseline(report, known, lookedAt(report, options)).report : report
  })
  process.stderr.write(fixesInWords(mended))
}

async function show(report: Report, { loadFormat, failOn }: ValidateOptions): Promise<void> {
  const format = await loadFormat()
  // hasColors knows NO_COLOR and terminals that have none.
  const colours = process.stdout.isTTY && process.stdout.hasColors()
  const links = colours ? { links: { docsRoot: await findPackageRoot() } } : {}
  await print(format(report, { failOn, colours, ...links }))
}

async function watch(options: ValidateOptions): Promise<void> {
  const { recheckOnChange } = await import('../api/watch-folders.ts')
  const { labelOf } = await import('../api/catalog/tree-files.ts')
  const folders = new Set(await configRootsOf(options.paths))
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  const check = async (): Promise<() => Promise<void>> => {
    try {
      const found = await checkAll(options, ({ sourceFolders }) => {
        for (const folder of options.source ?? sourceFolders) folders.add(resolve(folder))
      })
      const report = await baselined(found, options)
      return () => show(report, options)
    } catch (error) {
      // A file that is being moved, or half written, is as good a state as any other to wait from.
      if (!(error instanceof AppError)) throw error
      return async () => void process.stderr.write(`${error.message}\n`)
    }
  }
  await recheckOnChange({
    folders: () => [...folders],
    signal: stop.signal,
    check: async () => {
      const showIt = await check()
      return async () => {
        if (process.stdout.isTTY) await print('\u001B[2J\u001B[3J\u001B[H')
        await showIt()
        process.stderr.write(`Watching ${[...folders].map(labelOf).join(', ')}. Ctrl-C ends it.\n`)
      }
    },
  })
}

/** `npm run validate-config`. */
export const main = (args: string[]): Promise<void> =>
  runCommand(async () => {
    const options = readValidateOptions(args)
    if ('help' in options) return print(validateHelp)
    if ('explain' in options) return print(await explain(options.explain))
    if (options.isWatching) return watch(options)
    if (options.isFixing) await fix(options)
    const report = await baselined(await checkAll(options), options)
    await show(report, options)
    if (isFailed(report, options.failOn)) process.exitCode = 1
  })
