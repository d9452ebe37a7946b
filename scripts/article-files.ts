import { readFile, readdir, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { AppError, messageOf } from '../api/domain/error.ts'
import { articleExtensions, isArticleName } from '../api/imports/article-name.ts'

/** Read no more than this of one file; the article reader names its own, smaller limit. */
const bytesMax = 64 * 1024 * 1024

/** The article files that paths name: files as they are, folders with the articles directly in them, in the order of their names. */
export async function findArticles(paths: string[]): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    const entry = await stat(path).catch((error: unknown) => {
      throw new AppError(
        'invalid',
        (error as { code?: string }).code === 'ENOENT'
          ? `${path} does not exist.`
          : `${path} cannot be read: ${messageOf(error)}.`,
      )
    })
    if (!entry.isDirectory()) {
      found.push(path)
      continue
    }
    const names = (await readdir(path)).filter(isArticleName).toSorted()
    if (names.length === 0)
      throw new AppError('invalid', `${path} has no articles in it (${articleExtensions.join(', ')}).`)
    found.push(...names.map((name) => join(path, name)))
  }
  return [...new Set(found)]
}

/** The bytes of one article. Throws AppError with one line that names the file. */
export async function readArticleFile(path: string): Promise<Uint8Array> {
  const entry = await stat(path)
  if (entry.size > bytesMax)
    throw new AppError('invalid', `${path} is ${(entry.size / 1e6).toFixed(0)} MB, too large for an article.`)
  return readFile(path).catch((error: unknown) => {
    throw new AppError('invalid', `${path} cannot be read: ${messageOf(error)}.`)
  })
}

/** Folder names for articles, each once: `guide.md` and `guide.html` become `guide` and `guide-2`. */
export function folderNames(paths: string[]): string[] {
  const plain = paths.map((path) => basename(path, extname(path)) || 'article')
  // A name that is made up must not be one that another article brings.
  const reserved = new Set(plain.map((name) => name.toLowerCase()))
  const taken = new Set<string>()
  return plain.map((name) => {
    let unique = name
    for (let count = 2; taken.has(unique.toLowerCase()) || (count > 2 && reserved.has(unique.toLowerCase())); count++)
      unique = `${name}-${count}`
    taken.add(unique.toLowerCase())
    return unique
  })
}
