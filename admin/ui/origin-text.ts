import type { SettingLevel, SettingOrigin } from '../records.ts'

const nouns: Record<SettingLevel, string> = {
  content: 'article',
  keyword: 'keyword',
  site: 'site',
  account: 'account',
}

/** Where a setting comes from, seen from the record whose page it is on. */
export function originText(origin: SettingOrigin, at: SettingLevel): string {
  if (origin === 'request') return 'this request'
  if (origin === 'system') return 'the system'
  if (origin === 'plan') return 'its plan'
  return `${origin === at ? 'this' : 'its'} ${nouns[origin]}`
}
