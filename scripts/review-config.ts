import { parseArgs } from 'node:util'
import { checkCatalog } from '../api/catalog/check-catalog.ts'
import { readBaseTree } from '../api/catalog/read-base.ts'
import { readTree } from '../api/catalog/read-tree.ts'
import { isFailed, reportOf } from '../api/catalog/report.ts'
import { reviewText } from '../api/catalog/review.ts'
import { cell } from '../api/catalog/format/markdown-cell.ts'
import { impactMarkdown } from '../api/catalog/format/plan-markdown.ts'
import { planDeploy } from '../api/catalog-deploy.ts'
import { defaultOptions } from '../api/catalog-sync.ts'
import { AppError } from '../api/domain/error.ts'
import { utcDate } from '../api/domain/tier.ts'
import { type Env, readEnv } from '../api/env.ts'
import { runCommand } from '../api/run-command.ts'
import { hasDatabase } from '../api/with-database.ts'
import { print } from './standard-output.ts'

const help = `Usage: npm run -s review-config -- --base REF [options]

Prints the comment for a pull request as Markdown: verdict, what changes field by field, the models of each tier and the
cost of a typical article before and after, the findings of validate-config --base REF, and, where there is a database
(DATABASE_URL, or the embedded one), which accounts, sites and articles it hits.

  --base REF    the Git ref to compare with, such as origin/main
  --config DIR  the catalog's folder (default: ATELIER_CONFIG, or config)
  --link URL    where links to files begin, such as https://github.com/acme/site/blob/COMMIT (default: relative)
  --today DATE  the day to check lifecycles against, as YYYY-MM-DD (default: today in UTC)
  --help        print this

Exit: 0 no errors, 1 errors, 2 usage, unreadable input or nothing to compare with, 3 a defect of Atelier.
`

/** Whom the files hit, as far as there is a database to ask. What goes wrong with it must not cost the review. */
async function whoIsHit(env: Env): Promise<string[]> {
  if (!(await hasDatabase(env))) return []
  try {
    const { place, plan, refusals } = await planDeploy({ env, rollbackTo: undefined, options: defaultOptions })
    const hit = impactMarkdown(plan)
    return [
      ...(hit.length > 0 ? hit : [`Applied to ${cell(place)}, this hits nobody.`, '']),
      ...(refusals.length > 0
        ? ['### It would be refused', '', ...refusals.map((refusal) => `- ${cell(refusal)}`), '']
        : []),
    ]
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [`Whom it hits could not be asked: ${cell(error.message)}`, '']
  }
}

/** `npm run review-config`. */
export const main = (args: string[]): Promise<void> =>
  runCommand(async () => {
    const { values } = parseArgs({
      args,
      options: {
        base: { type: 'string' },
        config: { type: 'string' },
        link: { type: 'string', default: '' },
        today: { type: 'string', default: utcDate(new Date()) },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) return print(help)
    if (values.base === undefined)
      throw new AppError('invalid', '--base is missing: name the Git ref to compare with. See --help.')
    if (!/^\d{4}-\d{2}-\d{2}$/.test(values.today) || Number.isNaN(Date.parse(values.today))) {
      throw new AppError('invalid', `--today is "${values.today}"; it must be a date that exists, as YYYY-MM-DD.`)
    }
    const env = readEnv()
    const folder = values.config ?? env.config
    const tree = await readTree(folder)
    const base = await readBaseTree(folder, values.base, tree.schemas)
    const checked = checkCatalog(tree, values.today, base.tree)
    const report = reportOf(checked)
    const hit = await whoIsHit({ ...env, config: folder })
    await print([reviewText(checked, report, values.link), ...hit].join('\n'))
    if (isFailed(report, 'error')) process.exitCode = 1
  })
