import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type AnswerCache, answerCache } from './catalog/answer-cache.ts'
import { findPackageRoot } from './catalog/package-root.ts'

/** What was installed, and how Atelier was built. An answer of another program is no answer. */
async function programName(): Promise<string> {
  const root = await findPackageRoot()
  const [stamp, installed] = await Promise.all([
    readFile(join(root, 'dist', 'stamp'), 'utf8'),
    readFile(join(root, 'node_modules', '.package-lock.json')),
  ])
  return JSON.stringify([stamp, createHash('sha256').update(installed).digest('hex'), process.version])
}

/**
 * The cache of what validate-config found. Undefined where it cannot be told which program would be remembered.
 * @param cacheFolder never one of the checkout: a pull request could bring its own verdict along
 */
export async function validationCache(cacheFolder: string): Promise<AnswerCache | undefined> {
  const salt = await programName().catch(() => undefined)
  return salt === undefined ? undefined : answerCache(join(cacheFolder, 'validate'), salt)
}
