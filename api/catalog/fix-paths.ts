import { readFile, realpath } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { AppError, messageOf } from '../domain/error.ts'
import type { Finding } from './finding.ts'
import { type FixableFinding, isFixable, mendText } from './mend-text.ts'
import { replaceFile } from './replace-file.ts'
import type { Report } from './report.ts'

/** Each round mends what the one before uncovered; a catalog is not that deep. */
const roundsMax = 20

const byteOrderMark = '\uFEFF'

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep)

/** The file itself where it lies in what was asked for; undefined for one that a link leads to from there. */
async function fileWithin(label: string, roots: readonly string[]): Promise<string | undefined> {
  const real = await realpath(resolve(label))
  return roots.some((root) => isWithin(real, root)) ? real : undefined
}

async function mendFile(path: string, findings: readonly FixableFinding[]): Promise<FixableFinding[]> {
  const whole = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await readFile(path))
  const start = whole.startsWith(byteOrderMark) ? byteOrderMark : ''
  const { text, mended } = mendText(whole.slice(start.length), findings)
  if (mended.length > 0) await replaceFile(path, start + text)
  return mended
}

/** Writes the files of findings that can be mended, each at once or not at all. */
async function mendFiles(findings: readonly Finding[], roots: readonly string[]): Promise<FixableFinding[]> {
  const fixable = findings.filter(isFixable)
  const mended: FixableFinding[] = []
  for (const label of new Set(fixable.map(({ file }) => file))) {
    try {
      const path = await fileWithin(label, roots)
      const ofFile = fixable.filter(({ file }) => file === label)
      if (path !== undefined) mended.push(...(await mendFile(path, ofFile)))
    } catch (error) {
      throw new AppError('invalid', `${label} cannot be mended: ${messageOf(error)}`, { cause: error })
    }
  }
  return mended
}

/**
 * Mends what can be mended in files and folders, and what that uncovers, until nothing is left. `check` says what is
 * wrong with them now, without what is to stay as it is.
 * @throws AppError `invalid` when a file cannot be written.
 */
export async function fixPaths(paths: readonly string[], check: () => Promise<Report>): Promise<FixableFinding[]> {
  const mended: FixableFinding[] = []
  for (let round = 0; round < roundsMax; round++) {
    const { findings } = await check()
    const roots = await Promise.all(paths.map((path) => realpath(resolve(path))))
    const now = await mendFiles(findings, roots)
    if (now.length === 0) break
    mended.push(...now)
  }
  return mended
}
