import type { KeptAnswer } from '../domain/claimed-generation.ts'
import type { ProviderPicture } from '../domain/image-provider.ts'
import type { Picture, StoredPicture } from '../domain/picture-store.ts'
import { ProviderError } from '../domain/provider-error.ts'
import { LostLease } from './fence.ts'
import type { Job } from './job.ts'
import { withPatience } from './patience.ts'
import { logFields } from './failure.ts'
import type { Step } from './step-parts.ts'

/** A file that can be fetched again is not written for ever. */
const storeTriesMax = 4

/**
 * Commits the answer, then keeps the picture that came with it. In this order a worker may die at any moment: what is paid for
 * is on record, a file that is there is found by the hash in the answer, and there is no file that nothing on record names.
 */
export async function keepAnswer(
  job: Job,
  taskId: string,
  { source, ...rest }: ProviderPicture,
  step: Step,
): Promise<KeptAnswer> {
  const { ports, signal, progress } = step
  const picture = source.kind === 'bytes' ? await read(job, source.bytes, rest, step) : null
  const answer: KeptAnswer = {
    ...rest,
    source: source.kind === 'url' ? source : { kind: 'stored', sha256: picture?.sha256 ?? '' },
  }
  const fence = job.generation
  if (!(await withPatience(() => ports.queue.recordAnswer({ fence, taskId, answer }), signal)))
    await keepLate(job, taskId, answer, picture, step)
  progress.answer = answer
  if (picture) {
    await keepFile(picture, answer, step)
    step.picture = picture
  }
  return answer
}

/** Somebody else has the generation, but the answer is the one to its open call, and paid for. */
async function keepLate(
  { generation }: Job,
  taskId: string,
  answer: KeptAnswer,
  picture: Picture | null,
  step: Step,
): Promise<never> {
  const { ports, signal } = step
  if (picture) await keepFile(picture, answer, step)
  const became = await withPatience(() => ports.queue.adoptLateAnswer({ taskId, answer, picture }), signal)
  ports.log.warn(
    { ...logFields(generation, taskId), costUsd: answer.costUsd },
    became === 'adopted'
      ? 'the lease was lost, but its answer was kept for whoever has the generation now'
      : 'the lease was lost, and its answer is of no use any more',
  )
  throw new LostLease()
}

async function read(
  job: Job,
  bytes: Uint8Array,
  rest: Omit<ProviderPicture, 'source'>,
  { ports, progress }: Step,
): Promise<Picture> {
  progress.paidInVain = { ...rest, source: { kind: 'stored', sha256: '' } }
  const picture = await ports.readPicture(bytes, job.plan)
  progress.paidInVain = null
  return picture
}

async function keepFile(picture: Picture, answer: KeptAnswer, { ports, signal, progress }: Step): Promise<void> {
  progress.paidInVain = answer
  await withPatience(() => ports.pictures.put(picture), signal).catch((error: unknown) => {
    // Its bytes are nowhere but here.
    if (error instanceof ProviderError) throw lostPicture(error.message)
    throw error
  })
  progress.paidInVain = null
}

const lostPicture = (why: string): ProviderError =>
  new ProviderError({
    class: 'storage',
    code: 'picture_lost',
    message: `The picture is paid for, but could not be kept: ${why} Retry to call again.`,
  })

/** The picture of an answer: from the store where it is kept already, else from where the provider put it. Throws ProviderError. */
export async function fetchPicture(job: Job, answer: KeptAnswer, { ports, signal }: Step): Promise<StoredPicture> {
  const { plan, generation } = job
  const sha256 = answer.source.kind === 'stored' ? answer.source.sha256 : generation.storedSha256
  const kept = sha256 === null ? undefined : await ports.pictures.get(sha256, plan.format)
  if (kept) return ports.readPicture(kept, plan)
  if (answer.source.kind === 'stored' && generation.storedSha256 === null)
    throw lostPicture('the worker that had it was lost before it had written it.')
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
