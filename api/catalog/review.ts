import type { CheckedCatalog } from './check-catalog.ts'
import { changeInWords } from './change-words.ts'
import { type CatalogContext, imageModels } from './context.ts'
import type { Entry } from './entry.ts'
import { pairEntries } from './entry-pairs.ts'
import type { Finding } from './finding.ts'
import { changedFields } from './field-changes.ts'
import { cell } from './format/markdown-cell.ts'
import { type ChangeRow, overlayChanges } from './overlay-changes.ts'
import { type Report, countsInWords } from './report.ts'

/** How a size change bears on the price, which is for one image of the default size. */
function priceWords(field: string, changed: readonly string[]): string {
  const isSize = field === 'landscape_size' || field === 'square_size'
  return isSize && !changed.includes('price.usd_per_image') ? ', price unchanged' : ''
}

/** Fields that a finding is about are left out: the finding says it better. */
function fieldRows<T extends object>(what: string, before: Entry<T>, after: Entry<T>): ChangeRow[] {
  const changes = changedFields(before.spec, after.spec).filter(({ path }) => {
    const field = path.split('.')[0] as keyof T & string
    return after.has(field) === field in after.spec && before.has(field) === field in before.spec
  })
  const paths = changes.map(({ path }) => path)
  return changes.map((change) => ({
    what,
    field: change.path,
    words: changeInWords(change) + priceWords(change.path, paths),
  }))
}

function rowsOf<T extends { moved_from?: string }>(
  noun: string,
  before: readonly Entry<T>[],
  after: readonly Entry<T>[],
  idField: keyof T & string,
): ChangeRow[] {
  const { kept, removed, renamed } = pairEntries(before, after, idField)
  const known = new Set(kept.map((pair) => pair.after))
  const added = after.filter((entry) => entry.isReadable && entry.spec[idField] !== undefined && !known.has(entry))
  return [
    ...added.map((entry) => ({ what: `${noun} ${String(entry.spec[idField])}`, field: '', words: 'new' })),
    ...kept.flatMap((pair) => fieldRows(`${noun} ${pair.name}`, pair.before, pair.after)),
    ...removed.map(({ name }) => ({ what: `${noun} ${name}`, field: '', words: 'taken out' })),
    ...renamed.map(({ before: name }) => ({ what: `${noun} ${name}`, field: '', words: 'taken out' })),
  ]
}

const settingsRows = (before: CatalogContext, after: CatalogContext): ChangeRow[] => {
  const [was, now] = [before.settings[0], after.settings[0]]
  return was?.isReadable && now?.isReadable ? fieldRows('settings', was, now) : []
}

const changeRows = (before: CatalogContext, after: CatalogContext): ChangeRow[] => [
  ...rowsOf('model', before.models, after.models, 'model_name'),
  ...rowsOf('tier', before.tiers, after.tiers, 'id'),
  ...rowsOf('plan', before.plans, after.plans, 'id'),
  ...rowsOf('style', before.styles, after.styles, 'id'),
  ...rowsOf('provider', before.providers, after.providers, 'id'),
  ...settingsRows(before, after),
  ...overlayChanges(before, after),
]

/** The active models of a tier in the order they are tried. */
const lineUp = (context: CatalogContext, tier: string): string =>
  imageModels(context)
    .filter(({ spec }) => spec.quality_tier === tier && spec.is_active)
    .toSorted((one, other) => (one.spec.priority ?? 0) - (other.spec.priority ?? 0))
    .map(({ spec }) => spec.model_name ?? 'a model')
    .join(', ') || 'none'

function tierTable(before: CatalogContext, after: CatalogContext): string[] {
  const ids = new Set([...before.tiers, ...after.tiers].flatMap(({ spec }) => spec.id ?? []))
  const rows = [...ids].map((id) => [id, lineUp(before, id), lineUp(after, id)] as const)
  if (rows.every(([, was, now]) => was === now))
    return ['Every tier uses the models that it used before, in the same order.', '']
  const lines = rows.map(
    ([id, was, now]) => `| ${cell(id)} | ${cell(was)} | ${was === now ? 'the same' : `**${cell(now)}**`} |`,
  )
  return ['| tier | models before | models after |', '|---|---|---|', ...lines, '']
}

/** An article of the default number of images in the default tier; undefined where that cannot be told. */
function articleCost(context: CatalogContext): { usd: number; credits: number; words: string } | undefined {
  const model = imageModels(context).find(({ spec }) => spec.is_default && spec.is_active)
  const count = context.settings[0]?.spec.images_per_article
  const { price, credits_per_image: credits = 0, model_name: name = '' } = model?.spec ?? {}
  if (count === undefined || price?.usd_per_image === undefined) return undefined
  const images = 1 + count
  const usd = Number((images * price.usd_per_image).toFixed(6))
  return {
    usd,
    credits: images * credits,
    words: `${usd} USD and ${images * credits} credits (${images} images with ${cell(name)})`,
  }
}

function costLine(before: CatalogContext, after: CatalogContext): string {
  const [was, now] = [articleCost(before), articleCost(after)]
  if (was && now && was.words === now.words) return `A typical article costs what it did: ${now.words}.`
  return `A typical article costs ${now?.words ?? 'what cannot be told'}; before ${was?.words ?? 'what cannot be told'}.`
}

function findingLines(findings: readonly Finding[], link: (path: string) => string): string[] {
  if (findings.length === 0) return []
  const rows = findings.map((finding) => {
    const place = `[${cell(`${finding.file}:${finding.line}`)}](${link(finding.file)}#L${finding.line})`
    const text = [finding.message, finding.hint, ...finding.related.map(({ message }) => message)].filter(
      (part) => part !== undefined,
    )
    return `| ${finding.severity} | ${place} | ${cell(text.join(' '))} | [${finding.rule}](${link(finding.docs)}) |`
  })
  return ['', '### Findings', '', '| | place | finding | rule |', '|---|---|---|---|', ...rows]
}

const rowsMax = 200
/** GitHub refuses a comment of more than 65,536 characters, and counts some of them double. */
const commentCharsMax = 50_000

/** A comment short enough to be posted, ending with a whole line. */
function shortened(lines: readonly string[]): string {
  const text = lines.join('\n')
  if (text.length <= commentCharsMax) return text
  const end = text.lastIndexOf('\n', commentCharsMax)
  return `${text.slice(0, end)}\n\nThere is more than a comment can hold. Run: npm run review-config\n`
}

/** The comment for a pull request: verdict, changes field by field, tiers, the cost of an article, findings. */
export function reviewText(checked: CheckedCatalog, report: Report, linkTo: string): string {
  const { base, context, blot } = checked
  if (!base) throw new Error('A review needs something to compare with.')
  const link = (path: string) => encodeURI(linkTo ? `${linkTo.replace(/\/$/, '')}/${path}` : path)
  const rows = changeRows(base, context)
  const shownRows = rows
    .slice(0, rowsMax)
    .map(({ what, field, words }) => `| ${cell(blot(what))} | ${cell(field)} | ${cell(blot(words))} |`)
  const isRefused = report.findings.some(({ severity }) => severity === 'error')
  return shortened([
    `## Catalog: ${isRefused ? 'not yet' : 'fine'}`,
    '',
    `${isRefused ? '❌' : '✅'} ${countsInWords(report)}.`,
    '',
    ...(rows.length === 0
      ? ['Nothing in the catalog changes.', '']
      : [
          '| what | field | change |',
          '|---|---|---|',
          ...shownRows,
          ...(rows.length > rowsMax ? [`| ... | | and ${rows.length - rowsMax} more |`] : []),
          '',
        ]),
    ...tierTable(base, context),
    costLine(base, context),
    ...findingLines(report.findings.slice(0, rowsMax), link),
    '',
  ])
}
