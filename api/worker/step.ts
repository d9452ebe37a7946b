import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { ClaimedGeneration, KeptAnswer } from '../domain/claimed-generation.ts'
import type { ProviderPicture } from '../domain/image-provider.ts'
import type { Picture, StoredPicture } from '../domain/picture-store.ts'
import { ProviderError } from '../domain/provider-error.ts'
import { LostLease, held } from './fence.ts'
import { type Job, prepareJob, refusal } from './job.ts'
import type { WorkerPorts } from './ports.ts'
import { type Progress, settleFailure } from './settlement.ts'

/** How often a task that the provider still works on is asked for. */
const askAgainMs = 3000
/** A task sent this lately may be on its way into the provider's archive: not knowing it yet proves nothing. */
const archiveDelayMs = 60_000
/** A task that is still pending so long after it was sent will never be done. */
const pendingMaxMs = 30 * 60_000
/** Waits between tries to store a picture that came as bytes. */
const putWaitsMs = [500, 1000, 2000, 4000]

/**
 * Takes one claimed generation as far as it goes: to a picture, to a failure, or back into the queue.
 * Whatever an earlier attempt already paid for is fetched, never bought again.
 * @throws LostLease when another worker has taken the generation over
 */
export async function advance(generation: ClaimedGeneration, ports: WorkerPorts, signal: AbortSignal): Promise<void> {
  const progress: Progress = { answered: generation.answer !== null, nothingBought: false, paidInVain: null }
  try {
    // Failures end at max_attempts; only a row that kills its workers gets beyond. It must not kill them for ever.
    if (generation.attempts > generation.maxAttempts + 3)
      throw refusal(`Given up after ${generation.attempts - 1} starts that never came to an end.`)
    const job = await prepareJob(generation, ports)
    const answer = generation.answer ?? (await obtainAnswer(job, progress, ports, signal))
    if (answer === 'pending') {
      held(await ports.queue.wait(generation, askAgainMs))
      return
    }
    const picture = await fetchPicture(job, answer, ports, signal)
    held(await ports.queue.succeed(generation, { picture, answer, credits: job.model.credits_per_image ?? 0 }))
    ports.log.info(
      { generationId: generation.id, modelId: generation.modelId, costUsd: answer.costUsd },
      'generation succeeded',
    )
  } catch (error) {
    if (error instanceof LostLease || signal.aborted) throw error
    await settleFailure(generation, error, progress, ports)
  }
}

/** The provider's answer: asked for where a call may already have been made, bought otherwise. */
async function obtainAnswer(
  job: Job,
  progress: Progress,
  ports: WorkerPorts,
  signal: AbortSignal,
): Promise<KeptAnswer | 'pending'> {
  const { sentAt } = job.generation
  if (sentAt !== null) {
    const found = await findSent(job, sentAt, progress, ports, signal)
    if (found) return found
  }
  return send(job, progress, ports, signal)
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
  if (!adapter.findTask) {
    if (provider.unknown_outcome === 'park') {
      throw new ProviderError({
        class: 'timeout',
        code: 'outcome_unknown',
        message: `The call to ${provider.display_name} was cut off, and ${provider.display_name} cannot be asked what became of it. It may have been billed. Retry to call again.`,
        outcomeUnknown: true,
      })
    }
    held(await ports.queue.forgetSent(generation))
    return undefined
  }
  const outcome = await adapter.findTask(plan.taskId, plan, signal)
  const ageMs = ports.now().getTime() - sentAt.getTime()
  if (outcome.status === 'pending' && ageMs > pendingMaxMs) {
    throw new ProviderError({
      class: 'timeout',
      code: 'outcome_unknown',
      message: `${provider.display_name} has been working on this for ${Math.round(ageMs / 60_000)} minutes. It may have been billed. Retry to call again.`,
      outcomeUnknown: true,
    })
  }
  if (outcome.status === 'pending' || (outcome.status === 'unknown' && ageMs < archiveDelayMs)) return 'pending'
  if (outcome.status === 'succeeded') return keep(job, outcome.picture, progress, ports, signal)
  if (outcome.status === 'failed') {
    progress.nothingBought = true
    throw outcome.error
  }
  held(await ports.queue.forgetSent(generation))
  return undefined
}

async function send(job: Job, progress: Progress, ports: WorkerPorts, signal: AbortSignal): Promise<KeptAnswer> {
  if (job.problem) throw refusal(job.problem)
  // A task id is never used twice: a provider refuses it, or worse, answers with the older picture.
  const plan = { ...job.plan, taskId: randomUUID() }
  held(await ports.queue.recordSent(job.generation, plan.taskId, job.mode))
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
  held(await ports.queue.recordAnswer(job.generation, answer))
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
  await putWithPatience(picture, ports, signal)
  progress.paidInVain = null
  return { kind: 'stored', sha256: picture.sha256 }
}

/** A full disk may have room again in a moment, and these bytes cannot be had a second time. */
async function putWithPatience(picture: Picture, ports: WorkerPorts, signal: AbortSignal): Promise<void> {
  for (const waitMs of putWaitsMs) {
    try {
      return await ports.pictures.put(picture)
    } catch {
      await delay(waitMs, undefined, { signal })
    }
  }
  await ports.pictures.put(picture)
}

async function fetchPicture(
  job: Job,
  answer: KeptAnswer,
  ports: WorkerPorts,
  signal: AbortSignal,
): Promise<StoredPicture> {
  const { plan, provider } = job
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
  const picture = await ports.readPicture(await ports.download(answer.source.url, provider, signal), plan)
  await ports.pictures.put(picture)
  return picture
}
