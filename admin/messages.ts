import type { I18nProvider } from 'react-admin'
import { defaultI18nProvider } from 'react-admin'

/** One name is the same for one and for many where there is no bar. */
const resourceNames: Record<string, string> = {
  contents: 'Content',
  images: 'Image |||| Images',
  generations: 'Generation |||| Queue',
  models: 'Model |||| Models',
  tiers: 'Tier |||| Tiers',
  providers: 'Provider |||| Providers',
  plans: 'Plan |||| Plans',
  styles: 'Style |||| Styles',
  accounts: 'Account |||| Accounts',
  sites: 'Site |||| Sites',
  keywords: 'Keyword |||| Keywords',
  releases: 'Release |||| Releases',
  workers: 'Worker |||| Workers',
  'access-tokens': 'Access token |||| Access tokens',
  webhooks: 'Webhook |||| Webhooks',
  runs: 'Run |||| Automation',
  schedules: 'Schedule |||| Schedules',
}

const fieldNames: Record<string, string> = {
  accountId: 'Account',
  siteId: 'Site',
  keywordId: 'Keyword',
  planId: 'Plan',
  tierId: 'Tier',
  styleId: 'Style',
  imagesPerArticle: 'In-article images',
  format: 'File format',
  negativePrompt: 'Not to be shown',
  promptWriter: 'Prompts written by',
  promptTemplate: 'Prompt template',
  createdAt: 'Created',
  updatedAt: 'Changed',
  url: 'Address',
  imagesMax: 'Images',
  creditsMax: 'Credits',
  usdMax: 'US dollars',
  minutesMax: 'Minutes',
  timeZone: 'Time zone',
  cron: 'Times',
}

const messages: Record<string, string> = {
  ...Object.fromEntries(Object.entries(resourceNames).map(([name, label]) => [`resources.${name}.name`, label])),
  ...Object.fromEntries(
    Object.keys(resourceNames).flatMap((name) =>
      Object.entries(fieldNames).map(([field, label]) => [`resources.${name}.fields.${field}`, label] as const),
    ),
  ),
  'ra.page.dashboard': 'Overview',
  'ra.page.edit': 'Change %{recordRepresentation}',
  'ra.auth.username': 'Name',
  'ra.action.create': 'New',
  'ra.notification.created': 'Saved.',
  'ra.notification.updated': 'Saved.',
  'ra.notification.http_error': 'Atelier does not answer. Check that it is running, then try again.',
  'ra.navigation.no_filtered_results': 'Nothing matches these filters.',
}

function pluralOf(text: string, count: number): string {
  const [one = text, many = one] = text.split(' |||| ')
  return count === 1 ? one : many
}

const filledIn = (text: string, options: Record<string, unknown> = {}): string =>
  text.replaceAll(/%\{(\w+)\}/g, (_, name: string) => {
    const value = options[name]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  })

/** react-admin's English, with the words of Atelier over it. */
export const i18nProvider: I18nProvider = {
  ...defaultI18nProvider,
  translate(key: string, options?: Record<string, unknown>) {
    const own = messages[key]
    if (own === undefined) return defaultI18nProvider.translate(key, options)
    const count = options?.['smart_count']
    return filledIn(pluralOf(own, typeof count === 'number' ? count : 1), options)
  },
}
