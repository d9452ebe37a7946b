/** The levels, nearest first, as the table of resolution has them from left to right. */
export const columns = ['request', 'content', 'keyword', 'site', 'account'] as const
export type Column = (typeof columns)[number]
type Source = Column | 'system'

/** What each level says where it says anything. */
export const sayings = {
  imagesPerArticle: { request: 7, content: 3, keyword: 8, site: 1, account: 4, system: 6 },
  tierId: {
    request: 'premium',
    content: 'quality_option2',
    keyword: 'quality',
    site: 'basic',
    account: 'quality_option2',
    system: 'quality',
  },
  styleId: {
    request: 'watercolour',
    content: 'isometric',
    keyword: 'photorealistic',
    site: 'line_art',
    account: 'watercolour',
    system: 'photorealistic',
  },
  format: { request: 'png', content: 'jpeg', keyword: 'webp', site: 'png', account: 'jpeg', system: 'webp' },
  negativePrompt: {
    request: 'rain',
    content: '',
    keyword: 'crowds',
    site: 'cars',
    account: 'hands',
    system: 'text, logo',
  },
  promptWriter: {
    request: 'extractive',
    content: 'model',
    keyword: 'extractive',
    site: 'model',
    account: 'extractive',
    system: 'model',
  },
} as const satisfies Record<string, Record<Source, unknown>>
export type Setting = keyof typeof sayings
export const settings = Object.keys(sayings) as Setting[]

/** What each plan allows: the count, and the tiers. */
export const plans = {
  free: { most: 2, tiers: ['basic'] },
  pro: { most: 6, tiers: ['basic', 'quality', 'quality_option2'] },
  studio: { most: 8, tiers: ['basic', 'quality', 'quality_option2', 'premium'] },
} as const
export type PlanId = keyof typeof plans
export const planIds = Object.keys(plans) as PlanId[]

/** Every row of the table: `x` where a level says something, `-` where it says nothing. 32 rows of five. */
export const rows: string[] = Array.from({ length: 2 ** columns.length }, (_, row) =>
  row.toString(2).padStart(columns.length, '0').replaceAll('0', '-').replaceAll('1', 'x'),
)

/** Who decides by a row: the leftmost `x`. */
export const sourceOf = (row: string): Source => columns[row.indexOf('x')] ?? 'system'

/** What holds of a setting by a row under a plan. */
export function expectedOf(setting: Setting, row: string, planId: PlanId): { value: unknown; origin: string } {
  const origin = sourceOf(row)
  const value = sayings[setting][origin]
  const { most } = plans[planId]
  return setting === 'imagesPerArticle' && Number(value) > most ? { value: most, origin: 'plan' } : { value, origin }
}

/** All that a level says. */
export const saidBy = (column: Column): { [S in Setting]: (typeof sayings)[S][Column] } => ({
  imagesPerArticle: sayings.imagesPerArticle[column],
  tierId: sayings.tierId[column],
  styleId: sayings.styleId[column],
  format: sayings.format[column],
  negativePrompt: sayings.negativePrompt[column],
  promptWriter: sayings.promptWriter[column],
})
