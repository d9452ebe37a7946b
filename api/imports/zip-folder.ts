import { crc32, inflateRawSync } from 'node:zlib'
import { sourceBytesMax } from '../article/check-source.ts'
import { AppError } from '../domain/error.ts'
import { type LeftOut, importItemsMax } from '../domain/imported-article.ts'
import { articleExtensions, isArticleName, isHiddenName } from './article-name.ts'
import { type ZipEntry, readZipDirectory } from './zip-directory.ts'

/** The articles of a zip file by their paths in the folder that was zipped, and what is not read of it. */
export interface ZipFolder {
  files: { name: string; bytes: Uint8Array }[]
  leftOut: LeftOut[]
}

/** UTF-16 writes most of what an article has in twice the bytes. */
const entryBytesMax = 2 * sourceBytesMax

/** Each may cost as much work as a whole one before that is known. */
const damagedMax = 20

const left = (title: string, reason: string, isProblem = true): LeftOut => ({
  title,
  externalId: null,
  reason,
  isProblem,
})

const megabytes = (bytes: number): string => `${bytes / 1024 / 1024} MB`

/** Why a name leads elsewhere than into the folder. Nothing is written under it, but nothing honest has one either. */
function nameProblem(name: string | null): string | undefined {
  if (name === null) return 'Its name is not UTF-8. Rename it, or pack it with a tool that writes names in UTF-8.'
  if (name.includes('\0')) return 'Its name holds a NUL character.'
  if (name.startsWith('/') || /^[a-z]:(?! )/i.test(name)) return 'Its name is a path from the root of a disk.'
  return name.split('/').includes('..') ? 'Its name leads out of the folder with "..".' : undefined
}

/** Without what means nothing: `./a//b.md` is `a/b.md`. */
const partsOf = (name: string): string[] => name.split('/').filter((part) => part !== '' && part !== '.')

interface NamedEntry {
  entry: ZipEntry
  parts: string[]
}

/** A folder that holds everything is the one that was zipped; paths are those in it. */
function withoutOuterFolder(named: NamedEntry[]): NamedEntry[] {
  const [outer] = named[0]?.parts ?? []
  const isZippedFolder = named.every(({ entry, parts }) => parts[0] === outer && (parts.length > 1 || entry.isFolder))
  return isZippedFolder ? named.map(({ entry, parts }) => ({ entry, parts: parts.slice(1) })) : named
}

/** Why an article is not unpacked. */
function entryProblem({ isPlain, isEncrypted, method, packed }: ZipEntry): string | undefined {
  if (!isPlain) return 'It is a link to another file, or no file at all.'
  if (isEncrypted) return 'It is encrypted. Pack it without a password.'
  if (method !== 0 && method !== 8) return `It is packed by method ${method}. Pack it with the usual one, deflate.`
  return packed === null ? 'It is damaged: its place in the zip file is wrong.' : undefined
}

/** What an entry holds, or why that is not known. How much it is, is seen as it comes and not from what it says. */
function unpack({ method, packed, crc32: sum }: ZipEntry, bytesMax: number): Uint8Array | 'too large' | 'damaged' {
  if (packed === null) return 'damaged'
  let content = packed
  try {
    if (method === 8) content = inflateRawSync(packed, { maxOutputLength: Math.max(1, bytesMax) })
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too large' : 'damaged'
  }
  if (content.byteLength > bytesMax) return 'too large'
  return crc32(content) === sum ? content : 'damaged'
}

/** What can be told without unpacking anything: the articles, and why others are not read. */
function sortEntries(entries: ZipEntry[]): { articles: { name: string; entry: ZipEntry }[]; leftOut: LeftOut[] } {
  const leftOut: LeftOut[] = []
  const named: NamedEntry[] = []
  for (const entry of entries) {
    const problem = nameProblem(entry.name)
    if (problem !== undefined) leftOut.push(left(entry.shownName, problem))
    else if (!isHiddenName(partsOf(entry.shownName).join('/'))) named.push({ entry, parts: partsOf(entry.shownName) })
  }
  const articles: { name: string; entry: ZipEntry }[] = []
  for (const { entry, parts } of withoutOuterFolder(named)) {
    const name = parts.join('/')
    if (entry.isFolder) continue
    const isArticle = isArticleName(name)
    const problem = entryProblem(entry)
    if (isArticle && problem === undefined) articles.push({ name, entry })
    else if (problem !== undefined && (isArticle || !entry.isPlain)) leftOut.push(left(name, problem, isArticle))
    else if (/\.zip$/i.test(name))
      leftOut.push(left(name, 'It is a zip file in a zip file, which is not opened. Import it by itself.', false))
  }
  return { articles, leftOut }
}

/**
 * Unpacks the articles of a zipped folder in memory.
 * @param bytesMax of all together
 * @throws AppError `invalid` that names the zip file, where it is none, holds no article, or too much of them
 */
export function readZipFolder(bytes: Uint8Array, zipName: string, bytesMax: number): ZipFolder {
  const { articles, leftOut } = sortEntries(readZipDirectory(bytes, zipName))
  const refuse = (reason: string): AppError => new AppError('invalid', `${zipName} ${reason}`)
  if (articles.length > importItemsMax)
    throw refuse(`has more than ${importItemsMax} articles in it. Import it in several parts.`)
  if (articles.length === 0 && leftOut.length === 0)
    throw refuse(`has no articles in it (${articleExtensions.join(', ')}).`)
  const files: ZipFolder['files'] = []
  let bytesLeft = bytesMax
  let damaged = 0
  for (const { name, entry } of articles) {
    const content = unpack(entry, Math.min(entryBytesMax, bytesLeft))
    if (content === 'damaged') {
      if (++damaged > damagedMax)
        throw refuse(`is damaged: more than ${damagedMax} of its articles cannot be unpacked.`)
      leftOut.push(left(name, 'It is damaged, and cannot be unpacked.'))
      continue
    }
    // What is too large, and thrown away, was unpacked too.
    bytesLeft -= content === 'too large' ? entryBytesMax : content.byteLength
    if (bytesLeft < 0) throw refuse(`unpacks to more than ${megabytes(bytesMax)} of articles. Import it in parts.`)
    if (content === 'too large')
      leftOut.push(left(name, `It is larger than ${megabytes(entryBytesMax)}. Cut it into several articles.`))
    else files.push({ name, bytes: content })
  }
  return { files, leftOut }
}
