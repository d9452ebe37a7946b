import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFile } from './replace-file.ts'

/** Keeps answers under what they were made of. It may forget; it never gives another answer than it was given. */
export interface AnswerCache {
  /** Names what no answer must outlive, such as the build of Atelier. */
  readonly salt: string
  read(key: string): Promise<unknown>
  write(key: string, answer: unknown): Promise<void>
}

const answersMax = 32
/** All answers together take at most so much for each of them. */
const answerBytesMax = 4_000_000
const abandonedMs = 3_600_000

const checksum = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Removes what was used least lately, and what a process that died has left. */
async function prune(folder: string): Promise<void> {
  const names = await readdir(folder)
  const files = await Promise.all(
    names.map(async (name) => ({
      path: join(folder, name),
      name,
      ageMs: Date.now() - (await stat(join(folder, name))).mtimeMs,
    })),
  )
  const answers = files.filter(({ name }) => name.endsWith('.json')).toSorted((one, other) => one.ageMs - other.ageMs)
  const abandoned = files.filter(({ name, ageMs }) => name.endsWith('.tmp') && ageMs > abandonedMs)
  for (const { path } of [...answers.slice(answersMax), ...abandoned]) await rm(path, { force: true })
}

async function writeAnswer(folder: string, key: string, body: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await replaceFile(join(folder, `${key}.json`), `${checksum(body)}\n${body}`)
  await prune(folder)
}

/** Answers as files in a folder. One that cannot be read, is not whole or cannot be written is as if it was not there. */
export function answerCache(folder: string, salt: string): AnswerCache {
  return {
    salt,
    async read(key) {
      try {
        const text = await readFile(join(folder, `${key}.json`), 'utf8')
        const end = text.indexOf('\n')
        const body = text.slice(end + 1)
        return text.slice(0, end) === checksum(body) ? JSON.parse(body) : undefined
      } catch {
        return undefined
      }
    },
    async write(key, answer) {
      const body = JSON.stringify(answer)
      if (body.length > answerBytesMax) return
      await writeAnswer(folder, key, body).catch(() => undefined)
    },
  }
}
