import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { ClaimedGeneration, KeptAnswer } from '../domain/claimed-generation.ts'
import type { ProviderPicture } from '../domain/image-provider.ts'
import type { StoredPicture } from '../domain/picture-store.ts'
import { ProviderError } from '../domain/provider-error.ts'
import { LostLease, held } from './fence.ts'
import { type Job, prepareJob, refusal } from './job.ts'
import type { WorkerPorts } from './ports.ts'
import { type Progress, settleFailure } from './settlement.ts'

/** How often a task that the provider still works on is asked for. */
const askAgainMs = 3000
/** A task whose call is just over may be on its way into the provider's archive: not knowing it yet proves nothing. */
const archiveDelayMs = 60_000
/** A provider that does not know an older task may have forgotten it. None says how long its archive goes back. */
const rememberedMs = 60 * 60_000
/** A task that is still pending so long after it was sent will never be done. */
const pendingMaxMs = 30 * 60_000
/** Waits between tries to write down what was paid for. */
const writeWaitsMs = [500, 1000, 2000, 4000]

/**
 * Takes one claimed generation as far as it goes: to a picture, to a failure, or back into the queue.
 * Whatever an earlier attempt already paid for is fetched, never bought again.
 * @throws LostLease when another worker has taken the generation over
 */
export async function advance(generation: ClaimedGeneration, ports: WorkerPorts, signal: AbortSignal): Promise<void> {
  const progress: Progress = {
    answered: generation.answer !== null,
    canAsk: false,
    nothingBought: false,
    paidInVain: null,
  }
  try {
    // Failures end at max_attempts; only a row that kills its workers gets beyond. It must not kill them for ever.
    if (generation.attempts > generation.maxAttempts + 3)
      throw refusal(`Given up after ${generation.attempts - 1} starts that never came to an end.`)
    const job = await prepareJob(generation, ports)
    progress.canAsk = job.adapter.findTask !== undefined
    const obtained = await obtainAnswer(job, progress, ports, signal)
    if (obtained === 'pending') {
      held(await ports.queue.wait(generation, askAgainMs))
      return
    }
    const { answer } = obtained
    const picture = await fetchPicture(obtained.job, answer, ports, signal)
    const credits = obtained.job.model.credits_per_image ?? 0
    held(await withPatience(() => ports.queue.succeed(generation, { picture, answer, credits }), signal))
    ports.log.info(
      { generationId: generation.id, modelId: generation.modelId, costUsd: answer.costUsd },
      'generation succeeded',
    )
  } catch (error) {
    if (error instanceof LostLease || signal.aborted) throw error
    await settleFailure(generation, error, progress, ports)
  }
}

/** An answer, and what it was asked for with: a call that is made anew is made as of now. */
interface Obtained {
  job: Job
  answer: KeptAnswer
}

/** The provider's answer: the one that is kept, asked for where a call may already have been made, bought otherwise. */
async function obtainAnswer(
  job: Job,
  progress: Progress,
  ports: WorkerPorts,
  signal: AbortSignal,
): Promise<Obtained | 'pending'> {
  const { answer, sentAt } = job.generation
  if (answer) return { job, answer }
  if (sentAt === null) return { job, answer: await send(job, progress, ports, signal) }
  const found = await findSent(job, sentAt, progress, ports, signal)
  if (found === 'pending') return found
  if (found) return { job, answer: found }
  const anew = await prepareJob({ ...job.generation, sentAt: null }, ports)
  return { job: anew, answer: await send(anew, progress, ports, signal) }
}

/** What became of a call that an earlier attempt made. Undefined: nothing did, so that it may be sent again. */
async function findSent(
  job: Job,
  sentAt: Date,
  progress: Progress,
  ports: WorkerPorts,
  signal: AbortSignal,
): Promise<KeptAnswer | 'pending' | undefined> {
  const { adapter, generation, plan, provider } = job
  if (generation.providerMode !== null && generation.providerMode !== job.mode) return leaveOldMode(job, ports)
  if (!adapter.findTask) return resendBlind(job, ports, 'cannot be asked what became of it')
  const outcome = await adapter.findTask(plan.taskId, plan, signal)
  const ageMs = ports.now().getTime() - sentAt.getTime()
  if (outcome.status === 'pending' && ageMs > pendingMaxMs) {
    throw outcomeUnknown(
      `${provider.display_name} has been working on this for ${Math.round(ageMs / 60_000)} minutes. It may have been billed. Retry to call again.`,
    )
  }
  // Until its call must be over, a task that is unknown may still be drawn, and billed.
  const isTooEarly = outcome.status === 'unknown' && ageMs < provider.timeout_seconds * 1000 + archiveDelayMs
  if (outcome.status === 'pending' || isTooEarly) return 'pending'
  if (outcome.status === 'succeeded') return keep(job, outcome.picture, progress, ports, signal)
  if (outcome.status === 'failed') {
    progress.nothingBought = true
    throw outcome.error
  }
  if (ageMs > rememberedMs) return resendBlind(job, ports, 'no longer knows it')
  held(await ports.queue.forgetSent(generation))
  return undefined
}

const outcomeUnknown = (message: string): ProviderError =>
  new ProviderError({ class: 'timeout', code: 'outcome_unknown', message, outcomeUnknown: true })

/** Nobody can say whether the call was billed: the provider's settings decide whether it is made again, once. */
async function resendBlind({ generation, provider }: Job, ports: WorkerPorts, why: string): Promise<undefined> {
  const name = provider.display_name
  if (provider.unknown_outcome === 'park' || generation.resentBlind)
    throw outcomeUnknown(
      `The call to ${name} was cut off, and ${name} ${why}. It may have been billed. Retry to call again.`,
    )
  held(await ports.queue.forgetSent(generation, true))
  return undefined
}

/** Sent while the provider was live, it is paid for and must not be asked for elsewhere; sent to the sandbox, it cost nothing. */
async function leaveOldMode({ generation, provider }: Job, ports: WorkerPorts): Promise<undefined> {
  const name = provider.display_name
  if (generation.providerMode === 'live')
    throw new ProviderError({
      class: 'auth',
      code: 'key_missing',
      message: `This was sent to ${name} itself and may be paid for. Set ${provider.key_env} so that ${name} can be asked for it, then retry.`,
    })
  held(await ports.queue.forgetSent(generation))
  return undefined
}

async function send(job: Job, progress: Progress, ports: WorkerPorts, signal: AbortSignal): Promise<KeptAnswer> {
  if (job.problem) throw refusal(job.problem)
  // A task id is never used twice: a provider refuses it, or worse, answers with the older picture.
  const plan = { ...job.plan, taskId: randomUUID() }
  held(await ports.queue.recordSent(job.generation, plan.taskId, job.mode, job.catalog.releaseId))
  try {
    return await keep(job, await job.adapter.generate(plan, signal), progress, ports, signal)
  } catch (error) {
    progress.nothingBought =
      error instanceof ProviderError && !error.outcomeUnknown && !progress.answered && !progress.paidInVain
    throw error
  }
}

/** Commits the answer. A picture that came as bytes is stored first: the row must never point at what is not there. */
async function keep(
  job: Job,
  { source, ...rest }: ProviderPicture,
  progress: Progress,
  ports: WorkerPorts,
  signal: AbortSignal,
): Promise<KeptAnswer> {
  const stored = source.kind === 'url' ? source : await store(job, source.bytes, rest, progress, ports, signal)
  const answer: KeptAnswer = { ...rest, source: stored }
  held(await withPatience(() => ports.queue.recordAnswer(job.generation, answer), signal))
  progress.answered = true
  return answer
}

async function store(
  job: Job,
  bytes: Uint8Array,
  rest: Omit<ProviderPicture, 'source'>,
  progress: Progress,
  ports: WorkerPorts,
  signal: AbortSignal,
): Promise<KeptAnswer['source']> {
  progress.paidInVain = { ...rest, source: { kind: 'stored', sha256: '' } }
  const picture = await ports.readPicture(bytes, job.plan)
  await withPatience(() => ports.pictures.put(picture), signal)
  progress.paidInVain = null
  return { kind: 'stored', sha256: picture.sha256 }
}

/** A full disk may have room again in a moment and a database be back; what was paid for cannot be had a second time. */
async function withPatience<T>(write: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (const waitMs of writeWaitsMs) {
    try {
      return await write()
    } catch {
      await delay(waitMs, undefined, { signal })
    }
  }
  return write()
}

async function fetchPicture(
  job: Job,
  answer: KeptAnswer,
  ports: WorkerPorts,
  signal: AbortSignal,
): Promise<StoredPicture> {
  const { plan } = job
  if (answer.source.kind === 'stored') {
    const bytes = await ports.pictures.get(answer.source.sha256, plan.format)
    if (!bytes)
      throw new ProviderError({
        class: 'storage',
        code: null,
        message: `The stored file ${answer.source.sha256} is gone.`,
      })
    return ports.readPicture(bytes, plan)
  }
  const bytes = await ports.download(answer.source.url, job, plan.size, signal)
  const picture = await ports.readPicture(bytes, plan)
  await ports.pictures.put(picture)
  return picture
}
