import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../../api/db/database.ts'
import { type Fence, fenceRow, whichWereOurs } from '../../../api/db/fence.ts'
import type { GenerationQueue } from '../../../api/db/generation-queue.ts'
import type { Stores } from '../../../api/db/stores.ts'
import { inBatches } from '../../../api/db/write-batch.ts'
import type { ImageProvider, RenderPlan } from '../../../api/domain/image-provider.ts'
import type { Picture, PictureStore } from '../../../api/domain/picture-store.ts'
import type { WorkerMeter, WorkerPorts } from '../../../api/worker/ports.ts'

/** A worker's ports with nothing outside of the database: a provider that answers at once and a store that keeps nothing. */
export interface QuietPorts {
  stores: Stores
  /** Called with the image that a call is made for, at the moment in which it would go out. */
  onCall: (plan: RenderPlan) => Promise<void>
  onFinished: () => void
  queue: GenerationQueue
}

const silent: WorkerMeter = {
  finished: () => undefined,
  called: () => undefined,
  failed: () => undefined,
  spent: () => undefined,
  leaseLost: () => undefined,
  fellBack: () => undefined,
}

const quietLog = { info: () => undefined, warn: () => undefined, error: () => undefined }

const pictureUrl = 'https://bench.example/picture.webp'

const adapterOf = (onCall: QuietPorts['onCall']): ImageProvider => ({
  requestBody: (plan) => [{ taskType: 'imageInference', taskUUID: plan.taskId, positivePrompt: plan.prompt }],
  parametersOf: (body) => (body as Record<string, unknown>[])[0] ?? {},
  async generate(plan) {
    await onCall(plan)
    return {
      source: { kind: 'url', url: pictureUrl },
      costUsd: 0.009,
      costSource: 'provider',
      seed: 1,
      requestId: null,
      raw: { taskType: 'imageInference', taskUUID: plan.taskId, imageURL: pictureUrl, cost: 0.009 },
    }
  },
  // As Runware can: a call that was cut off is asked for.
  findTask: () => Promise.resolve({ status: 'unknown' }),
})

const pictures: PictureStore = {
  put: () => Promise.resolve(),
  get: () => Promise.resolve(undefined),
  open: () => Promise.resolve(undefined),
  thumbnail: () => Promise.resolve(undefined),
}

/** Each of another hash, as pictures are. */
function newPicture(width: number, height: number): Picture {
  const content = Buffer.from(randomUUID())
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { sha256, format: 'webp', width, height, bytes: content.byteLength, content }
}

export function quietPorts({ stores, onCall, onFinished, queue }: QuietPorts): WorkerPorts {
  const adapter = adapterOf(onCall)
  return {
    queue,
    providerStates: stores.providerStates,
    workers: stores.workers,
    nextModel: () => Promise.resolve(undefined),
    meter: { ...silent, finished: onFinished },
    catalog: () => stores.catalogs.current(),
    catalogOf: (releaseId) => stores.catalogs.ofRelease(releaseId),
    modes: (catalog) => new Map(catalog.providers.map(({ id }) => [id, 'live'])),
    imageProvider: () => adapter,
    requestProblem: () => undefined,
    download: () => Promise.resolve(new Uint8Array(1)),
    readPicture: (_, { size }) => Promise.resolve(newPicture(size.width, size.height)),
    pictures,
    log: quietLog,
    now: () => new Date(),
    random: Math.random,
  }
}

/** Claims as always, and ends with one statement: what a bare queue does, and nothing of what makes a bill safe. */
export function queueOnly(queue: GenerationQueue, db: Db): GenerationQueue {
  const yes = (): Promise<boolean> => Promise.resolve(true)
  const finish = inBatches(async (fences: Fence[]): Promise<boolean[]> => {
    const { rows } = await sql<{ id: number; claims: number }>`
      with i as (select * from jsonb_to_recordset(${JSON.stringify(fences.map(fenceRow))}::jsonb) as t(
        generation_id bigint, worker_id text, claims integer)),
      ours as (
        update generations g set status = 'cancelled', finished_at = now(), lease_until = null, reserved_for = null
        from i join generations was on was.id = i.generation_id
        where g.id = i.generation_id and g.worker_id = i.worker_id and g.claims = i.claims and g.status = 'running'
        returning g.id, g.claims, g.account_id, g.provider_id, g.estimate_usd, g.estimate_credits, was.reserved_for),
      booked as (
        insert into ledger_entries (account_id, provider_id, generation_id, kind, reserved_usd, reserved_credits, booked_for)
        select account_id, provider_id, id, 'release', -estimate_usd, -estimate_credits, reserved_for from ours)
      select id, claims from ours`.execute(db)
    return whichWereOurs(fences, rows)
  })
  return {
    ...queue,
    recordSent: yes,
    recordAnswer: yes,
    recordStored: yes,
    succeed: ({ fence }) => finish(fence),
  }
}
