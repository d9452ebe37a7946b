import { randomBytes } from 'node:crypto'
import { checkSource } from './article/check-source.ts'
import { countWords } from './article/word-count.ts'
import type { Stores } from './db/stores.ts'
import { AppError } from './domain/error.ts'
import { readSampleArticles } from './sample/articles.ts'

const adminName = 'admin'

/** Letters and digits that cannot be taken for one another. */
const passwordAlphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** 20 characters from 56: 116 bits. */
function makePassword(): string {
  // Bytes above the largest multiple of the alphabet's length are left out: every character is equally likely.
  const usable = 256 - (256 % passwordAlphabet.length)
  let password = ''
  while (password.length < 20) {
    for (const byte of randomBytes(32))
      if (byte < usable && password.length < 20) password += passwordAlphabet[byte % passwordAlphabet.length] ?? ''
  }
  return password
}

/** How to sign in: `password` is there only when it was made just now. */
export interface AdminUser {
  name: string
  password: string | null
}

/** Makes the user `admin` where there is no user at all. A password that was asked for is not told again. */
export async function ensureAdmin({ users }: Stores, wanted: string | undefined): Promise<AdminUser> {
  if ((await users.count()) > 0) return { name: adminName, password: null }
  const password = wanted ?? makePassword()
  try {
    await users.create({ name: adminName, password, role: 'admin' })
  } catch (error) {
    // Several servers may start at once on one new database. The one that was first tells the password.
    if (error instanceof AppError && error.code === 'conflict') return { name: adminName, password: null }
    throw error
  }
  return { name: adminName, password: wanted === undefined ? password : null }
}

/** Gives the user `admin` a new password, and ends every session that the old one opened. */
export async function resetAdmin(stores: Stores, wanted: string | undefined): Promise<AdminUser> {
  const admin = await stores.users.findByName(adminName)
  if (!admin) return ensureAdmin(stores, wanted)
  const password = wanted ?? makePassword()
  await stores.users.setPassword(admin.id, password)
  await stores.sessions.closeAll(admin.id)
  return { name: adminName, password: wanted === undefined ? password : null }
}

/** Adds an account with a site and three articles where there is no account at all, so that a newcomer has something to look at. */
export async function addSample(stores: Stores): Promise<void> {
  const catalog = await stores.catalogs.current()
  const { total } = await stores.accounts.list({ page: 1, perPage: 1, filter: {} })
  // The plan that allows most: a newcomer should be able to try everything.
  const plan = catalog.plans.toSorted((one, other) => other.tiers.length - one.tiers.length)[0]
  if (total > 0 || !plan) return
  const account = await stores.accounts.create({ name: 'Sample account', planId: plan.id })
  const site = await stores.sites.create({ accountId: account.id, name: 'Sample site', url: 'https://example.com' })
  for (const { fileName, source } of await readSampleArticles()) {
    const { article, format } = checkSource(new TextEncoder().encode(source), fileName)
    await stores.contents.create({
      accountId: account.id,
      siteId: site.id,
      title: article.title,
      sourceFormat: format,
      source,
      language: article.language,
      words: countWords(article),
    })
  }
}
