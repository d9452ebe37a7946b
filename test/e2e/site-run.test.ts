import { type ChildProcess, spawn } from 'node:child_process'
import { beforeEach, expect, it } from 'vitest'
import { startApiServer } from '../../api/api-server.ts'
import { useEngine } from '../support/engine.ts'
import { runsOf } from '../support/runs.ts'
import { addSite, drawSmall } from '../support/site.ts'

const isOnServer = Boolean(process.env['TEST_DATABASE_URL'])
if (!isOnServer) console.log('Skipped: a conductor that is killed needs a PostgreSQL server (set TEST_DATABASE_URL).')

/** SITE_ARTICLES=500 is a whole site; how long it takes and how fast the API answers meanwhile is printed then. */
const articles = Number(process.env['SITE_ARTICLES'] ?? 24)
const isMeasured = process.env['SITE_ARTICLES'] !== undefined
const imagesPerArticle = 3
const images = articles * (1 + imagesPerArticle)
const deaths = 3
/** A whole site takes minutes. */
const longMs = 600_000

const engine = useEngine()
const { run, start, over } = runsOf(engine)
beforeEach(() => drawSmall(engine))

function startConductorProcess(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [new URL('../support/conductor-process.mjs', import.meta.url).pathname], {
    env: { ...process.env, DATABASE_URL: engine.databaseUrl, ATELIER_HOME: engine.home, ATELIER_SANDBOX: 'on' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', () => resolve(child))
    child.once('exit', () => reject(new Error('The conductor ended before it was ready.')))
  })
}

const doneOf = ({ progress }: Awaited<ReturnType<typeof run>>): number =>
  progress.promptsWritten + progress.made + progress.failed

/** How long each of many answers took, in milliseconds, shortest first. */
async function readOften(url: string, signal: AbortSignal): Promise<number[]> {
  const took: number[] = []
  while (!signal.aborted) {
    const from = performance.now()
    await (await fetch(url)).arrayBuffer()
    took.push(performance.now() - from)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return took.toSorted((one, other) => one - other)
}

it.runIf(isOnServer)(
  'is made to its end although whoever conducts it is killed again and again, and every number adds up',
  async () => {
    const site = await addSite(engine, { articles, imagesPerArticle })
    const worker = engine.work()
    const server = await startApiServer(engine.atelier)
    const end = new AbortController()
    const reading = readOften(`${server.url}/readyz`, end.signal)
    const from = performance.now()
    let conductor = await startConductorProcess()
    try {
      const id = await start(site)
      for (let death = 1; death <= deaths; death += 1) {
        await engine.until(async () => doneOf(await run(id)) >= ((articles + images) * death) / (deaths + 1), longMs)
        conductor.kill('SIGKILL')
        conductor = await startConductorProcess()
      }
      const ended = await over(id, longMs)
      expect(ended).toMatchObject({ status: 'completed', endReason: 'done' })
      expect(ended.progress).toEqual({
        articles,
        articlesDone: articles,
        articlesSkipped: 0,
        promptsWanted: articles,
        promptsWritten: articles,
        imagesWanted: images,
        made: images,
        failed: 0,
        queued: 0,
        running: 0,
      })
      const bills = engine.bills()
      expect(bills).toHaveLength(images)
      expect(ended.costUsd).toBeCloseTo(
        bills.reduce((sum, { costUsd }) => sum + costUsd, 0),
        6,
      )
      const [spending] = await engine.atelier.stores.spending.ofAccounts([site.accountId])
      expect(spending).toMatchObject({ spentCredits: ended.credits, reservedUsd: 0, waitingUsd: 0 })
      expect(spending?.spentUsd).toBeCloseTo(ended.costUsd, 6)
      const { db } = engine.atelier.database
      const told = await db.selectFrom('runLog').select('message').where('runId', '=', id).execute()
      expect(told.filter(({ message }) => message.startsWith('Went on in another process'))).toHaveLength(deaths)
      expect(
        told.filter(({ message }) =>
          message.endsWith(`: ${1 + imagesPerArticle} of ${1 + imagesPerArticle} images made.`),
        ),
      ).toHaveLength(articles)
      end.abort()
      const took = await reading
      if (isMeasured)
        console.log(
          `${articles} articles, ${images} images in ${((performance.now() - from) / 1000).toFixed(1)} s;`,
          `answers meanwhile: ${took[took.length >> 1]?.toFixed(0)} ms median, ${took[Math.floor(took.length * 0.99)]?.toFixed(0)} ms p99`,
        )
    } finally {
      end.abort()
      conductor.kill('SIGKILL')
      await worker.stop(0)
      await server.close()
    }
  },
  900_000,
)
