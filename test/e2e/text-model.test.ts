import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { advanceRun } from '../../api/actions/runs/advance-run.ts'
import { noLimits } from '../../api/domain/run.ts'
import { writePrompts } from '../../api/actions/write-prompts.ts'
import { createActions } from '../../api/actions/actions.ts'
import { readCatalog } from '../../api/catalog/read-catalog.ts'
import type { DeclaredEntry } from '../../api/domain/declared-entry.ts'
import type { SettingOverrides } from '../../api/domain/effective-settings.ts'
import type { Actions } from '../../api/routes/actions-port.ts'
import { readSampleArticles } from '../../api/sample/articles.ts'
import { type TestAtelier, openTestAtelier } from '../support/atelier.ts'
import { applyEntries } from '../support/apply.ts'
import { seedContent } from '../support/records.ts'

let test: TestAtelier
let actions: Actions

/** A text model is configured: OpenAI has a key, and its base URL is a server that speaks its protocol. */
beforeAll(async () => {
  test = await openTestAtelier({ OPENAI_API_KEY: 'a-key-for-the-sandbox' })
  const read = await readCatalog('config', { today: '2026-11-22' })
  if (!read.ok) throw new Error('The shipped catalog is not sound.')
  const entries = read.entries.map((entry): DeclaredEntry =>
    entry.kind === 'providers' && entry.id === 'openai'
      ? { ...entry, spec: { ...entry.spec, base_url: `${test.sandbox.url}/openai/v1` } }
      : entry,
  )
  await applyEntries(test.atelier.database.db, entries)
  actions = createActions(test.atelier.studio)
})
beforeEach(() => test.clear())
afterAll(() => test.close())

/** The embedded database answers without letting anything else have its turn. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 20))

async function write(
  said: SettingOverrides = {},
): Promise<{ content: Awaited<ReturnType<typeof contentOf>>; prompts: string[] }> {
  const { contentId } = await seedContent(test.atelier.database.db)
  const [article] = await readSampleArticles()
  await test.atelier.stores.contents.update(contentId, { source: article?.source ?? '', title: 'A sample', ...said })
  await actions.writePrompts(
    contentId,
    { regenerate: true, remake: false, requestedBy: 'ada' },
    AbortSignal.timeout(30_000),
  )
  const images = await test.atelier.stores.images.ofContent(contentId)
  return { content: await contentOf(contentId), prompts: images.map((image) => image.prompt) }
}

async function contentOf(contentId: number) {
  const content = await test.atelier.stores.contents.record(contentId)
  if (!content) throw new Error('The article is gone.')
  return content
}

describe('prompts, where a text model is configured', () => {
  it('are written by it, and what it cost is kept', async () => {
    const { content, prompts } = await write()
    expect(content).toMatchObject({ promptsWriter: 'gpt-6-luna', promptsNotes: [] })
    expect(content.promptsCostUsd).toBeGreaterThan(0)
    expect(prompts).toHaveLength(5)
    expect(new Set(prompts).size).toBe(5)
  })

  it('are written without it, and cost nothing, where the settings say so', async () => {
    const { content } = await write({ promptWriter: 'extractive' })
    expect(content).toMatchObject({ promptsWriter: 'extractive', promptsCostUsd: 0, promptsNotes: [] })
  })

  it('are booked to the account’s month, and written without it when that is spent', async () => {
    const { content } = await write()
    const { accountId } = content
    const { db } = test.atelier.database
    const month = async () => (await test.atelier.stores.spending.ofAccounts([accountId]))[0]
    expect(await month()).toMatchObject({ spentUsd: content.promptsCostUsd, reservedUsd: 0 })
    const { limitUsd = 0, spentUsd = 0 } = (await month()) ?? {}
    await db
      .insertInto('ledgerEntries')
      .values({
        accountId,
        providerId: 'openai',
        promptWritingId: 999,
        kind: 'settle',
        spentUsd: limitUsd - spentUsd,
        bookedFor: new Date().toISOString().slice(0, 10),
      })
      .execute()
    await actions.writePrompts(
      content.id,
      { regenerate: true, remake: false, requestedBy: 'ada' },
      AbortSignal.timeout(30_000),
    )
    expect(await contentOf(content.id)).toMatchObject({
      promptsWriter: 'extractive',
      promptsCostUsd: 0,
      promptsNotes: [
        expect.stringMatching(/^Written without a text model: Northwind \(plan "studio"\) has \$0\.0000 left/),
      ],
    })
    expect(await month()).toMatchObject({ spentUsd: limitUsd, reservedUsd: 0 })
  })

  it('are asked for once more when the answer is no JSON', async () => {
    test.sandbox.faults.add({ kind: 'not-json' })
    expect((await write()).content.promptsWriter).toBe('gpt-6-luna')
  })

  it('are asked for in plainer words when the server refuses a JSON schema', async () => {
    test.sandbox.faults.add({ kind: 'mode-refused' })
    expect((await write()).content.promptsWriter).toBe('gpt-6-luna')
  })

  it.each(['refusal', 'empty', 'wrong-count', 'not-json', 'fail'] as const)(
    'are written without it when it goes on to answer with %s, and the note says why',
    async (kind) => {
      test.sandbox.faults.add({ kind, times: null })
      const { content, prompts } = await write()
      expect(content.promptsWriter).toBe('extractive')
      expect(content.promptsNotes).toEqual([expect.stringMatching(/^Written without a text model: /)])
      expect(prompts).toHaveLength(5)
    },
  )
})

describe('a run with a limit of US dollars, where a text model is configured', () => {
  /** A run, just started, that is to write the prompts of one article. */
  const startedRun = async (usdMax: number | null = null) => {
    const { stores } = test.atelier
    const { siteId, accountId, contentId } = await seedContent(test.atelier.database.db)
    const [article] = await readSampleArticles()
    await stores.contents.update(contentId, { source: article?.source ?? '' })
    const limits = { ...noLimits, usdMax }
    const wish = { siteId, accountId, lastStage: 'prompts' as const, limits, startedBy: 'ada' }
    const runId = await stores.runs.start({ ...wish, scheduleId: null, correlationId: null })
    return { contentId, runId }
  }

  const runOf = async (usdMax: number) => {
    const { stores } = test.atelier
    const { runId } = await startedRun(usdMax)
    await stores.runLeases.claim('one', 60)
    const baton = { runId, conductor: 'one', signal: AbortSignal.timeout(30_000) }
    while ((await advanceRun(test.atelier.studio, baton)) !== 'over');
    return stores.runs.get(runId)
  }

  it('counts what prompts cost', async () => {
    const run = await runOf(1)
    expect(run).toMatchObject({ endReason: 'done', progress: { promptsWritten: 1 } })
    expect(run?.promptsCostUsd).toBeGreaterThan(0)
    expect(run?.costUsd).toBe(run?.promptsCostUsd)
  })

  it('knows what prompts cost although the process that had them written died before it said so', async () => {
    const { stores, studio } = test.atelier
    const { contentId, runId } = await startedRun()
    const { costUsd } = await writePrompts(studio, contentId, { requestedBy: 'run', overwrite: false, runId })
    expect(costUsd).toBeGreaterThan(0)
    expect((await stores.runs.get(runId))?.promptsCostUsd).toBeCloseTo(costUsd, 6)
  })

  it('asks it once for an article, although another process takes the run up while it answers', async () => {
    const { stores, studio } = test.atelier
    const { contentId, runId } = await startedRun()
    const step = (conductor: string) => advanceRun(studio, { runId, conductor, signal: AbortSignal.timeout(30_000) })
    await stores.runLeases.claim('one', 60)
    await step('one')
    test.sandbox.faults.add({ kind: 'slow', ms: 1500, route: 'openai-chat' })
    const first = step('one')
    while ((await stores.promptWritings.ofContent(contentId)).length === 0) await aMoment()
    await stores.runs.operate(runId, 'pause', 'ada')
    await stores.runs.operate(runId, 'resume', 'ada')
    await stores.runLeases.claim('two', 60)
    expect(await step('two')).toBe('wait')
    await first
    while ((await step('two')) !== 'over') await aMoment()
    expect(await stores.promptWritings.ofContent(contentId)).toHaveLength(1)
    expect(await stores.runs.get(runId)).toMatchObject({ status: 'completed', progress: { promptsWritten: 1 } })
  })

  it('does not ask it where that may cost more than is left', async () => {
    expect(await runOf(0.000_01)).toMatchObject({
      status: 'completed',
      endReason: 'usd_limit',
      costUsd: 0,
      progress: { promptsWritten: 0, articlesSkipped: 1 },
    })
  })
})
