import { checkCatalog } from './check-catalog.ts'
import type { CatalogContext } from './context.ts'
import { type Finding, docsPathOf } from './finding.ts'
import { type Example, readExampleBase, readExamples } from './rules/read-examples.ts'
import { allRules } from './rules/registry.ts'
import type { RuleText } from './rules/rule.ts'
import type { CatalogTree, SourceFile } from './tree.ts'

/** Searches the source files of an example. Handed in: the catalog does not know the search. */
export type LintExample = (context: CatalogContext, files: readonly SourceFile[]) => Promise<Finding[]>

const banner = '<!-- Generated from api/catalog/rules/ by `npm run generate`. Do not edit. -->'

const fenced = (path: string, text: string): string => `\`\`\`${path.split('.').at(-1)}\n${text.trimEnd()}\n\`\`\``

function exampleText({ files, encoding }: Example): string {
  const paths = Object.entries(files)
  if (paths.length === 0) return 'The file is not there.'
  const note = encoding === 'utf8' ? '' : `, saved as ${encoding}`
  return paths.map(([path, text]) => `\`${path}\`${note}\n\n${fenced(path, text)}`).join('\n\n')
}

const findingText = (finding: Finding): string =>
  `> ${finding.file}:${finding.line}:${finding.column} ${finding.message}${finding.hint === undefined ? '' : ` ${finding.hint}`}`

/** A rule's page. */
async function pageOf(rule: RuleText, base: CatalogTree, lint: LintExample): Promise<string> {
  const { before, bad, good, today } = await readExamples(rule.id, base)
  const checked = checkCatalog(bad.tree, today, before?.tree)
  const findings = [...checked.findings, ...(await lint(checked.context, bad.sources))]
  const parts = [
    banner,
    `# ${rule.id}`,
    `${rule.summary} (${rule.severity})`,
    `**Why.** ${rule.why}`,
    `**What to do.** ${rule.fix}`,
    ...(before ? ['## Before', exampleText(before)] : []),
    '## Found',
    exampleText(bad),
    findings
      .filter((finding) => finding.rule === rule.id || finding.severity !== 'hint')
      .map(findingText)
      .join('\n>\n'),
    '## Fine',
    exampleText(good),
  ]
  return `${parts.join('\n\n')}\n`
}

const indexText = (): string =>
  [
    banner,
    '',
    '# Rules of validate-config',
    '',
    'Each page has an example of what is found and one of what is fine. In them, `# ...` stands for the other keys of the model.',
    '',
    '| rule | severity | asks for |',
    '|---|---|---|',
    ...allRules.map(
      (rule) =>
        `| [${rule.id}](${docsPathOf(rule.id).slice('docs/rules/'.length)}) | ${rule.severity} | ${rule.summary} |`,
    ),
    '',
  ].join('\n')

/** The page of one rule, as Markdown. */
export async function ruleDoc(rule: RuleText, lint: LintExample): Promise<string> {
  return pageOf(rule, await readExampleBase(), lint)
}

/** All pages of docs/rules/: path from the root of the repository, and text. */
export async function ruleDocs(lint: LintExample): Promise<Record<string, string>> {
  const base = await readExampleBase()
  const pages = await Promise.all(
    allRules.map(async (rule): Promise<[string, string]> => [docsPathOf(rule.id), await pageOf(rule, base, lint)]),
  )
  return Object.fromEntries([['docs/rules/README.md', indexText()], ...pages])
}
