import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Atelier, openAtelier } from '../api/atelier.ts'
import { checkSource } from '../api/article/check-source.ts'
import { syncCatalog } from '../api/catalog-sync.ts'
import { openTransientDatabase } from '../api/connection.ts'
import { migrate } from '../api/db/migrate.ts'
import type { Manifest } from '../api/bundle/article-bundle.ts'
import { copyFormatFor } from '../api/bundle/copy-format.ts'
import type { ArticleFormat } from '../api/domain/article.ts'
import { AppError } from '../api/domain/error.ts'
import { readEnv } from '../api/env.ts'
import {
  type IllustrationOptions,
  type QueuedArticle,
  type ReadArticle,
  bundleQueued,
  cancelArticle,
  queueArticle,
  waitForArticle,
} from '../api/illustration.ts'
import { createLog } from '../api/log.ts'
import { findArticles, folderNames, readArticleFile } from './article-files.ts'
import { prepareFolder, writeFiles } from './output-folder.ts'
import { startProgressBar } from './progress-bar.ts'
import { print } from './standard-output.ts'
import { runCommand } from '../api/run-command.ts'

const help = `Usage: npm run illustrate -- ARTICLE [...] [options]

Makes the images of Markdown or HTML articles. A folder stands for the articles directly in it.
Writes the pictures, manifest.json, and a copy of the article with the images placed.

  --tier TIER     quality tier (default: the catalog's)
  --style STYLE   style (default: the catalog's)
  --format html   the copy of a Markdown article in HTML (default: as the article is)
  --images N      in-article images, 1 to 8, beside the featured one (default: the catalog's)
  --out DIR       where to write. One article: into DIR. Several: into DIR/<article>/ (default: atelier-out/<article>)

Without a provider key the sandbox draws the pictures. Exit: 0 all made, 1 some image or article failed, 2 usage.
`

function imageCount(text: string | undefined): { imagesPerArticle?: number } {
  if (text === undefined) return {}
  const count = Number(text)
  if (!/^[1-8]$/.test(text))
    throw new AppError('invalid', `--images is "${text}"; it must be a whole number from 1 to 8.`)
  return { imagesPerArticle: count }
}

function formatIn(text: string | undefined): ArticleFormat | undefined {
  if (text === undefined || text === 'html' || text === 'markdown') return text
  throw new AppError('invalid', `--format is "${text}"; it must be html or markdown.`)
}

interface Job extends ReadArticle {
  path: string
  folder: string
}

/** Name of the copy. Beside the article it could be that of the article, or of another one in that format. */
function copyName(path: string, folder: string, extension: string): string {
  const name = basename(path, extname(path))
  return resolve(folder) === dirname(resolve(path)) ? `${name}.illustrated${extension}` : `${name}${extension}`
}

/** Reads every article before anything is paid for. What cannot be read is told and left out. */
async function readJobs(
  paths: string[],
  out: string | undefined,
  wanted: ArticleFormat | undefined,
): Promise<{ jobs: Job[]; unreadable: number }> {
  const names = folderNames(paths)
  const jobs: Job[] = []
  let unreadable = 0
  for (const [index, path] of paths.entries()) {
    try {
      const { source, format, article } = checkSource(await readArticleFile(path), path)
      const folder =
        out !== undefined && paths.length === 1 ? out : join(out ?? 'atelier-out', names[index] ?? basename(path))
      const copy = copyFormatFor(format, { format: wanted })
      const extension = copy.asFormat === format ? extname(path) : '.html'
      jobs.push({ path, folder, fileName: copyName(path, folder, extension), source, format, article, ...copy })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      process.stderr.write(`${error.message}\n`)
      unreadable += 1
    }
  }
  return { jobs, unreadable }
}

async function illustrateAll(jobs: Job[], options: IllustrationOptions): Promise<number> {
  const env = readEnv()
  const database = await openTransientDatabase(env)
  const scratch = database.kind === 'embedded' ? await mkdtemp(join(tmpdir(), 'atelier-')) : undefined
  try {
    await migrate(database.db)
    // A server's catalog is its deploy's business; only a database of our own is filled from the files.
    if (database.kind === 'embedded') await syncCatalog(database.db, env)
    const atelier = await openAtelier({
      // What is thrown away with its database is not kept in a bucket.
      env: scratch === undefined ? env : { ...env, storage: { kind: 'disk' } },
      database,
      filesFolder: scratch ?? join(env.home, 'files'),
      log: createLog(env.logLevel ?? 'error'),
    })
    const worker = atelier.startWorker()
    try {
      return await runJobs(atelier, jobs, options)
    } finally {
      await worker.stop()
      await atelier.close()
    }
  } finally {
    await database.close()
    if (scratch) await rm(scratch, { recursive: true, force: true })
  }
}

/** What is queued, and what stops it: an interruption or an error must leave nothing in a queue to be bought later. */
class Batch {
  readonly #atelier: Atelier
  readonly queued: { job: Job; article: QueuedArticle }[] = []
  readonly interrupt = new AbortController()

  constructor(atelier: Atelier) {
    this.#atelier = atelier
  }

  async queue(jobs: readonly Job[], options: IllustrationOptions): Promise<void> {
    for (const job of jobs) {
      if (this.interrupt.signal.aborted) return
      this.queued.push({ job, article: await queueArticle(this.#atelier, job, options) })
    }
  }

  /** Cancels everything that no provider was called for yet, of all articles at once. */
  async cancel(): Promise<void> {
    await Promise.all(this.queued.map(({ article }) => cancelArticle(this.#atelier, article)))
  }
}

/** Queues every article, then writes each as it is done. Answers the exit code. */
async function runJobs(atelier: Atelier, jobs: Job[], options: IllustrationOptions): Promise<number> {
  const batch = new Batch(atelier)
  const { signal } = batch.interrupt
  const onInterrupt = (): void => {
    if (signal.aborted) process.exit(130)
    batch.interrupt.abort()
    process.stderr.write(
      '\nStopping: pictures that are already paid for are waited for. Press Ctrl-C again to leave at once.\n',
    )
    void batch.cancel()
  }
  process.on('SIGINT', onInterrupt).on('SIGTERM', onInterrupt)
  const bar = startProgressBar(process.stderr)
  let failures = 0
  try {
    await batch.queue(jobs, options)
    atelier.log.info({ articles: batch.queued.length }, 'all articles are queued')
    for (const [index, { job, article }] of batch.queued.entries()) {
      const label = jobs.length > 1 ? `(${index + 1}/${jobs.length}) ${job.fileName}` : job.fileName
      await waitForArticle(atelier, article, (progress) => bar.show({ ...progress, label }), signal)
      const { manifest, files } = await bundleQueued(atelier, article)
      bar.clear()
      await writeFiles(job.folder, files)
      await report(job, manifest)
      failures += manifest.failed.length
    }
  } catch (error) {
    await batch.cancel()
    throw error
  } finally {
    bar.clear()
    process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt)
  }
  if (signal.aborted) return 130
  return failures > 0 ? 1 : 0
}

async function report(job: Job, { images, failed }: Manifest): Promise<void> {
  const costUsd = [...images, ...failed].reduce((sum, image) => sum + image.costUsd, 0)
  const drawnBy = images.some((image) => image.sandbox) ? ', drawn by the sandbox' : ''
  const count = images.length === 1 ? '1 image' : `${images.length} images`
  await print(`${job.path}: ${count} in ${job.folder} (${costUsd.toFixed(3)} USD${drawnBy})\n`)
  for (const { type, position, reason } of failed)
    process.stderr.write(`${job.path}: ${type} image ${position} failed: ${reason}\n`)
}

/** An option that must say something where it is given. */
function textOf(name: string, text: string | undefined): string | undefined {
  if (text?.trim() === '') throw new AppError('invalid', `--${name} is empty. Leave it out, or say which.`)
  return text
}

export const main = (args: string[]): Promise<void> =>
  runCommand(async () => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        tier: { type: 'string' },
        style: { type: 'string' },
        format: { type: 'string' },
        images: { type: 'string' },
        out: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    if (values.help) return print(help)
    if (positionals.length === 0)
      throw new AppError('invalid', 'Which article? Name a Markdown or HTML file, or a folder of them. See --help.')
    const tierId = textOf('tier', values.tier)
    const styleId = textOf('style', values.style)
    const options: IllustrationOptions = {
      requestedBy: 'command line',
      ...imageCount(values.images),
      ...(tierId === undefined ? {} : { tierId }),
      ...(styleId === undefined ? {} : { styleId }),
    }
    const { jobs, unreadable } = await readJobs(
      await findArticles(positionals),
      textOf('out', values.out),
      formatIn(values.format),
    )
    for (const { folder } of jobs) await prepareFolder(folder)
    const status = jobs.length > 0 ? await illustrateAll(jobs, options) : 1
    process.exitCode = unreadable > 0 ? 1 : status
  })
