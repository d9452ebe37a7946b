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

/** Commits the answer. A picture that came as bytes is stored first: the row must never point at what is not there. */
export async function keepAnswer(
  job: Job,
  taskId: string,
  { source, ...rest }: ProviderPicture,
  step: Step,
): Promise<KeptAnswer> {
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

/** The picture of an answer: from the store where it is kept already, else from where the provider put it. Throws ProviderError. */
export async function fetchPicture(job: Job, answer: KeptAnswer, { ports, signal }: Step): Promise<StoredPicture> {
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
