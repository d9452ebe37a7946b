import type { Scope } from '../records.ts'

/** What each scope lets a program do, in the order in which a CMS needs them. */
export const scopeWords: Record<Scope, { name: string; does: string }> = {
  'contents:read': { name: 'Read', does: 'Sites, articles, results and pictures' },
  'contents:write': { name: 'Write', does: 'Put and archive articles' },
  'images:make': { name: 'Make images', does: 'Ask for images, which spends the account’s money' },
}
export const scopeList = Object.keys(scopeWords) as Scope[]
