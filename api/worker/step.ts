import { createHash, randomUUID } from 'node:crypto'
import type { CallEnd, ClaimedGeneration, KeptAnswer } from '../domain/claimed-generation.ts'
import { type ImagePrice, priceOfImage } from '../domain/image-price.ts'
import { ProviderError } from '../domain/provider-error.ts'
import { divert } from './diversion.ts'
import { logFields } from './failure.ts'
import { LostLease, held } from './fence.ts'
import { type Job, prepareJob, refusal } from './job.ts'
import { withPatience } from './patience.ts'
import { fetchPicture, keepAnswer } from './picture-keeping.ts'
import { progressOf, unknownEnd, unsentEnd } from './progress.ts'
import { settleFailure } from './settlement.ts'
import type { Step, StepParts } from './step-parts.ts'

/** How often a task that the provider still works on is asked for. */
const askAgainMs = 3000
/** A task whose call is just over may be on its way into the provider's archive: not knowing it yet proves nothing. */
const archiveDelayMs = 60_000
/** A provider that does not know an older task may have forgotten it. None says how long its archive goes back. */
const rememberedMs = 60 * 60_000
/** A task that is still pending so long after it was sent will never be done. */
const pendingMaxMs = 30 * 60_000
/** A generation whose workers died so often is not given to another one. */
const rescuesMax = 4

/**
 * Takes one claimed generation as far as it goes: to a picture, to a failure, or back into the queue.
 * Whatever an earlier attempt already paid for is fetched, never bought again.
 * @throws LostLease when another worker has taken the generation over
 */
export async function advance(generation: ClaimedGeneration, parts: StepParts): Promise<void> {
  const { ports, signal } = parts
  if (generation.stranded) return divert(generation, generation.stranded, parts)
  const step: Step = { ...parts, progress: progressOf(generation), startedAtMs: performance.now() }
  try {
    // Failures end at max_attempts; only a row that kills its workers gets here. It must not kill them for ever.
    if (generation.rescues >= rescuesMax)
      throw refusal(`Given up: ${generation.rescues} workers that had it in hand were lost. Remake the image.`)
    const job = await prepareJob(generation, ports)
    step.progress.canAsk = job.adapter.findTask !== undefined
    const obtained = await obtainAnswer(job, step)
    if (obtained === 'queued') return
    await finish(job, obtained, step)
  } catch (error) {
    if (error instanceof LostLease || signal.aborted) throw error
    await settleFailure(generation, error, step, secondsOf(step))
  }
}

const secondsOf = (step: Step): number => (performance.now() - step.startedAtMs) / 1000

async function finish(job: Job, answer: KeptAnswer, step: Step): Promise<void> {
  const { ports, signal, progress } = step
  const { generation } = job
  const taskId = progress.taskId
  if (taskId === null) throw new Error('A call that was answered has a task id.')
  const picture = step.picture ?? (await fetchPicture(job, answer, step))
  if (generation.storedSha256 === null)
    held(await withPatience(() => ports.queue.recordStored({ fence: generation, taskId, picture }), signal))
  const credits = job.model.credits_per_image ?? 0
  held(await withPatience(() => ports.queue.succeed({ fence: generation, taskId, picture, answer, credits }), signal))
  ports.log.info(
    { ...logFields(generation, taskId), costUsd: answer.costUsd, sha256: picture.sha256 },
    'generation succeeded',
  )
  ports.meter.spent(generation, answer.costUsd ?? 0)
  ports.meter.finished('succeeded', generation, secondsOf(step))
}

/**
 * The provider's answer: the one that is kept, asked for where a call may already have been made, bought otherwise.
 * `queued` where the generation went back into the queue instead, to be asked for or called later.
 */
async function obtainAnswer(job: Job, step: Step): Promise<KeptAnswer | 'queued'> {
  const { answer, sentAgeMs } = job.generation
  if (answer) return answer
  return sentAgeMs === null ? send(job, step) : findSent(job, sentAgeMs, step)
}

/** Back into the queue for another call, which a claim makes room and money for like for any other. */
async function callAnew({ generation }: Job, end: CallEnd, { ports }: Step, isBlind = false): Promise<'queued'> {
  held(await ports.queue.requeue(generation, { delayMs: 0, error: null, end, countsAsTry: false, isBlind }))
  ports.meter.spent(generation, end.costUsd)
  return 'queued'
}

/** What became of a call that an earlier attempt made. */
async function findSent(job: Job, ageMs: number, step: Step): Promise<KeptAnswer | 'queued'> {
  const { adapter, generation, plan, provider } = job
  const { ports, signal, progress } = step
  if (generation.providerMode !== null && generation.providerMode !== job.mode) return leaveOldMode(job, step)
  if (!adapter.findTask) return resendBlind(job, 'cannot be asked what became of it', step)
  progress.isCalling = true
  const outcome = await adapter.findTask(plan.taskId, plan, signal)
  progress.isCalling = false
  if (outcome.status === 'pending' && ageMs > pendingMaxMs) {
    throw outcomeUnknown(
      `${provider.display_name} has been working on this for ${Math.round(ageMs / 60_000)} minutes. It may have been billed. Retry to call again.`,
    )
  }
  // Until its call must be over, a task that is unknown may still be drawn, and billed.
  const isTooEarly = outcome.status === 'unknown' && ageMs < provider.timeout_seconds * 1000 + archiveDelayMs
  if (outcome.status === 'pending' || isTooEarly) {
    held(await ports.queue.requeue(generation, { delayMs: askAgainMs, error: null, end: null, countsAsTry: false }))
    return 'queued'
  }
  if (outcome.status === 'succeeded') return keepAnswer(job, plan.taskId, outcome.picture, step)
  if (outcome.status === 'failed') {
    progress.nothingBought = true
    progress.isCalling = true
    throw outcome.error
  }
  if (ageMs > rememberedMs) return resendBlind(job, 'no longer knows it', step)
  return callAnew(job, unsentEnd, step)
}

const outcomeUnknown = (message: string): ProviderError =>
  new ProviderError({ class: 'timeout', code: 'outcome_unknown', message, outcomeUnknown: true })

/** Nobody can say whether the call was billed: the provider's settings decide whether it is made again, once. */
async function resendBlind(job: Job, why: string, step: Step): Promise<'queued'> {
  const { generation, provider } = job
  const name = provider.display_name
  if (provider.unknown_outcome === 'park' || generation.resentBlind)
    throw outcomeUnknown(
      `The call to ${name} was cut off, and ${name} ${why}. It may have been billed. Retry to call again.`,
    )
  return callAnew(job, unknownEnd(generation), step, true)
}

/** Sent while the provider was live, it is paid for and must not be asked for elsewhere; sent to the sandbox, it cost nothing. */
async function leaveOldMode(job: Job, step: Step): Promise<'queued'> {
  const { generation, provider } = job
  const name = provider.display_name
  if (generation.providerMode === 'live')
    throw new ProviderError({
      class: 'auth',
      code: 'key_missing',
      message: `This was sent to ${name} itself and may be paid for. Set ${provider.key_env ?? 'its key'} so that ${name} can be asked for it, then retry.`,
    })
  return callAnew(job, unsentEnd, step)
}

/** The body without the task id, which is new for every call: the same request has the same hash. */
const requestSha256 = ({ adapter, plan }: Job): string =>
  createHash('sha256')
    .update(JSON.stringify(adapter.requestBody({ ...plan, taskId: '' })))
    .digest('hex')

const textOf = ({ estimateUsd, estimateCredits }: ImagePrice): string =>
  `$${estimateUsd.toFixed(4)} and ${estimateCredits} credits`

/** Whether the model costs more now than was reserved for the call. Then more has to be reserved first, by another claim. */
async function isRepriced({ generation, model }: Job, { ports }: Step): Promise<boolean> {
  const price = priceOfImage(model, refusal)
  if (price.estimateUsd <= generation.estimateUsd && price.estimateCredits <= generation.estimateCredits) return false
  const note = `${model.model_name} now costs ${textOf(price)}, and cost ${textOf(generation)} when this was asked for.`
  held(await ports.queue.reprice(generation, price, note))
  return true
}

async function send(job: Job, step: Step): Promise<KeptAnswer | 'queued'> {
  const { adapter, generation } = job
  const { ports, signal, progress, inHand } = step
  if (job.problem) throw refusal(job.problem)
  if (await isRepriced(job, step)) return 'queued'
  // A task id is never used twice: a provider refuses it, or worse, answers with the older picture.
  const plan = { ...job.plan, taskId: randomUUID() }
  progress.taskId = plan.taskId
  try {
    held(
      await ports.queue.recordSent({
        fence: generation,
        taskId: plan.taskId,
        mode: job.mode,
        releaseId: job.catalog.releaseId,
        requestSha256: requestSha256(job),
      }),
    )
  } catch (error) {
    // It may be on record, where the connection was lost as it was committed. It was not made, and only we know that.
    progress.nothingBought = true
    throw error
  }
  const startedAtMs = performance.now()
  try {
    progress.isCalling = true
    inHand.isCallingBlind = !progress.canAsk
    const picture = await adapter.generate(plan, signal)
    progress.isCalling = false
    return await keepAnswer(job, plan.taskId, picture, step)
  } catch (error) {
    progress.nothingBought =
      error instanceof ProviderError && !error.outcomeUnknown && !progress.answer && !progress.paidInVain
    throw error
  } finally {
    inHand.isCallingBlind = false
    ports.meter.called(generation, (performance.now() - startedAtMs) / 1000)
  }
}
