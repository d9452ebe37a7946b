import { createHash, randomUUID } from 'node:crypto'
import type { CallEnd, ClaimedGeneration, KeptAnswer } from '../domain/claimed-generation.ts'
import type { ProviderPicture } from '../domain/image-provider.ts'
import type { Picture, StoredPicture } from '../domain/picture-store.ts'
import { ProviderError } from '../domain/provider-error.ts'
import { LostLease, held } from './fence.ts'
import { type Job, prepareJob, refusal } from './job.ts'
import { withPatience } from './patience.ts'
import type { WorkerPorts } from './ports.ts'
import { type Progress, progressOf, unknownEnd, unsentEnd } from './progress.ts'
import { logFields, settleFailure } from './settlement.ts'

/** How often a task that the provider still works on is asked for. */
const askAgainMs = 3000
/** A task whose call is just over may be on its way into the provider's archive: not knowing it yet proves nothing. */
const archiveDelayMs = 60_000
/** A provider that does not know an older task may have forgotten it. None says how long its archive goes back. */
const rememberedMs = 60 * 60_000
/** A task that is still pending so long after it was sent will never be done. */
const pendingMaxMs = 30 * 60_000
/** A file that can be fetched again is not written for ever. */
const storeTriesMax = 4
/** A generation whose workers died so often is not given to another one. */
const rescuesMax = 4

/** What the loop may know of a step under way. */
export interface StepInHand {
  /**
   * A call is under way that nobody can ask for afterwards. It is not cut off even when the lease is lost: its
   * answer is the only way to its picture.
   */
  isCallingBlind: boolean
}

interface Step extends StepParts {
  progress: Progress
  startedAtMs: number
  /** Came with the answer and is stored. */
  picture?: StoredPicture
}

interface StepParts {
  ports: WorkerPorts
  signal: AbortSignal
  inHand: StepInHand
}

/**
 * Takes one claimed generation as far as it goes: to a picture, to a failure, or back into the queue.
 * Whatever an earlier attempt already paid for is fetched, never bought again.
 * @throws LostLease when another worker has taken the generation over
 */
export async function advance(generation: ClaimedGeneration, parts: StepParts): Promise<void> {
  const { ports, signal } = parts
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
    await settleFailure(generation, error, step.progress, secondsOf(step), ports)
  }
}

const secondsOf = (step: Step): number => (performance.now() - step.startedAtMs) / 1000

async function finish(job: Job, answer: KeptAnswer, step: Step): Promise<void> {
  const { ports, signal, progress } = step
  const { generation } = job
  const taskId = progress.taskId
  if (taskId === null) throw new Error('A call that was answered has a task id.')
  const picture = step.picture ?? (await fetchPicture(job, answer, step))
  if (answer.source.kind === 'url' && generation.storedSha256 === null)
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
  const { answer, sentAt, taskId } = job.generation
  if (answer) return answer
  return sentAt === null || taskId === null ? send(job, step) : findSent(job, sentAt, step)
}

/** Back into the queue for another call, which a claim makes room and money for like for any other. */
async function callAnew({ generation }: Job, end: CallEnd, { ports }: Step, isBlind = false): Promise<'queued'> {
  held(await ports.queue.requeue(generation, { delayMs: 0, error: null, end, countsAsTry: false, isBlind }))
  ports.meter.spent(generation, end.costUsd)
  return 'queued'
}

/** What became of a call that an earlier attempt made. */
async function findSent(job: Job, sentAt: Date, step: Step): Promise<KeptAnswer | 'queued'> {
  const { adapter, generation, plan, provider } = job
  const { ports, signal, progress } = step
  if (generation.providerMode !== null && generation.providerMode !== job.mode) return leaveOldMode(job, step)
  if (!adapter.findTask) return resendBlind(job, 'cannot be asked what became of it', step)
  progress.isCalling = true
  const outcome = await adapter.findTask(plan.taskId, plan, signal)
  progress.isCalling = false
  const ageMs = ports.now().getTime() - sentAt.getTime()
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
  if (outcome.status === 'succeeded') return keep(job, plan.taskId, outcome.picture, step)
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
      message: `This was sent to ${name} itself and may be paid for. Set ${provider.key_env} so that ${name} can be asked for it, then retry.`,
    })
  return callAnew(job, unsentEnd, step)
}

/** The body without the task id, which is new for every call: the same request has the same hash. */
const requestSha256 = ({ adapter, plan }: Job): string =>
  createHash('sha256')
    .update(JSON.stringify(adapter.requestBody({ ...plan, taskId: '' })))
    .digest('hex')

async function send(job: Job, step: Step): Promise<KeptAnswer> {
  const { adapter, generation } = job
  const { ports, signal, progress, inHand } = step
  if (job.problem) throw refusal(job.problem)
  // A task id is never used twice: a provider refuses it, or worse, answers with the older picture.
  const plan = { ...job.plan, taskId: randomUUID() }
  held(
    await ports.queue.recordSent({
      fence: generation,
      taskId: plan.taskId,
      mode: job.mode,
      releaseId: job.catalog.releaseId,
      requestSha256: requestSha256(job),
    }),
  )
  progress.taskId = plan.taskId
  const startedAtMs = performance.now()
  try {
    progress.isCalling = true
    inHand.isCallingBlind = !progress.canAsk
    const picture = await adapter.generate(plan, signal)
    progress.isCalling = false
    return await keep(job, plan.taskId, picture, step)
  } catch (error) {
    progress.nothingBought =
      error instanceof ProviderError && !error.outcomeUnknown && !progress.answer && !progress.paidInVain
    throw error
  } finally {
    inHand.isCallingBlind = false
    ports.meter.called(generation, (performance.now() - startedAtMs) / 1000)
  }
}

/** Commits the answer. A picture that came as bytes is stored first: the row must never point at what is not there. */
async function keep(job: Job, taskId: string, { source, ...rest }: ProviderPicture, step: Step): Promise<KeptAnswer> {
  const { ports, signal, progress } = step
  const picture = source.kind === 'bytes' ? await store(job, source.bytes, rest, step) : null
  const answer: KeptAnswer = {
    ...rest,
    source: source.kind === 'url' ? source : { kind: 'stored', sha256: picture?.sha256 ?? '' },
  }
  const fence = job.generation
  if (!(await withPatience(() => ports.queue.recordAnswer({ fence, taskId, answer, picture }), signal)))
    await keepLate(job, taskId, answer, picture, step)
  progress.answer = answer
  if (picture) step.picture = picture
  return answer
}

/** Somebody else has the generation, but the answer is the one to its open call, and paid for. */
async function keepLate(
  { generation }: Job,
  taskId: string,
  answer: KeptAnswer,
  picture: StoredPicture | null,
  { ports, signal }: Step,
): Promise<never> {
  const became = await withPatience(() => ports.queue.adoptLateAnswer({ taskId, answer, picture }), signal)
  ports.log.warn(
    { ...logFields(generation, taskId), costUsd: answer.costUsd },
    became === 'adopted'
      ? 'the lease was lost, but its answer was kept for whoever has the generation now'
      : 'the lease was lost, and its answer is of no use any more',
  )
  throw new LostLease()
}

async function store(
  job: Job,
  bytes: Uint8Array,
  rest: Omit<ProviderPicture, 'source'>,
  { ports, signal, progress }: Step,
): Promise<Picture> {
  progress.paidInVain = { ...rest, source: { kind: 'stored', sha256: '' } }
  const picture = await ports.readPicture(bytes, job.plan)
  await withPatience(() => ports.pictures.put(picture), signal)
  progress.paidInVain = null
  return picture
}

async function fetchPicture(job: Job, answer: KeptAnswer, { ports, signal }: Step): Promise<StoredPicture> {
  const { plan, generation } = job
  const sha256 = answer.source.kind === 'stored' ? answer.source.sha256 : generation.storedSha256
  const kept = sha256 === null ? undefined : await ports.pictures.get(sha256, plan.format)
  if (kept) return ports.readPicture(kept, plan)
  if (answer.source.kind === 'stored')
    throw new ProviderError({
      class: 'storage',
      code: null,
      message: `The stored file ${answer.source.sha256} is gone.`,
    })
  const bytes = await ports.download(answer.source.url, job, plan.size, signal)
  const picture = await ports.readPicture(bytes, plan)
  await withPatience(() => ports.pictures.put(picture), signal, storeTriesMax)
  return picture
}
