import { posix } from 'node:path'

/** What an article's file is called at its end. */
export const articleExtensions = ['.md', '.markdown', '.html', '.htm']

export const isArticleName = (name: string): boolean => articleExtensions.includes(posix.extname(name).toLowerCase())

/** What systems and tools keep for themselves in a folder, by its path with / between folders. */
export const isHiddenName = (name: string): boolean =>
  name.split('/').some((part) => part.startsWith('.') || part === 'node_modules' || part === '__MACOSX')
