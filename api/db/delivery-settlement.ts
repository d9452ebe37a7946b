import { type RawBuilder, sql } from 'kysely'
import type { ClaimedDelivery, DeliveryOutcome, RetryPlan, Settled } from '../domain/webhook.ts'
import { type Db, type Trx, transact } from './database.ts'
import { createDeliveryStore } from './webhook-delivery-store.ts'

/** What became of a delivery, as its columns have it. */
const over = { leaseUntil: null, finishedAt: sql<Date>`now()` }

const reasonOfDead = ({ attempts }: ClaimedDelivery, error: string): string =>
  `An event was given up after ${attempts} tries, and nothing else arrived there meanwhile. The last try: ${error}`

const claimed = (on: Db | Trx, { id, claims }: Pick<ClaimedDelivery, 'id' | 'claims'>) =>
  on.updateTable('webhookDeliveries').where('id', '=', id).where('claims', '=', claims).where('status', '=', 'pending')

/**
 * Ends a delivery, and switches its webhook off where that is due. What waits for it is dropped with it.
 * @param isDue what must hold of the webhook beside its being on, and still at the address that the delivery went to
 */
const endAndSwitchOff = (
  db: Db,
  delivery: ClaimedDelivery,
  { responseStatus, error }: Exclude<DeliveryOutcome, { kind: 'delivered' }>,
  reason: string,
  isDue: RawBuilder<boolean>,
): Promise<Settled> =>
  transact(db, async (trx) => {
    // The webhook first, as everything does that writes both.
    await trx.selectFrom('webhooks').select('id').where('id', '=', delivery.webhookId).forNoKeyUpdate().execute()
    const ended = await claimed(trx, delivery)
      .set({ ...over, status: 'failed', responseStatus, error })
      .executeTakeFirstOrThrow()
    if (ended.numUpdatedRows === 0n) return { isOver: false, isSwitchedOff: false }
    const { numUpdatedRows } = await trx
      .updateTable('webhooks')
      .set({ enabled: false, disabledReason: reason, updatedAt: sql<Date>`now()` })
      .where('id', '=', delivery.webhookId)
      .where('enabled', '=', true)
      // Somebody may have given it another address meanwhile.
      .where('url', '=', delivery.url)
      .where(isDue)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows > 0n) await createDeliveryStore(trx).dropPending(delivery.webhookId)
    return { isOver: true, isSwitchedOff: numUpdatedRows > 0n }
  })

/** Nothing arrived at the webhook for as long as a delivery is tried, and nobody changed it meanwhile. */
const isDead = ({ triedForMs }: RetryPlan) => sql<boolean>`
  updated_at <= now() - make_interval(secs => ${triedForMs / 1000})
  and not exists (select from webhook_deliveries d where d.webhook_id = webhooks.id and d.status = 'delivered'
    and d.finished_at > now() - make_interval(secs => ${triedForMs / 1000}))`

const rest = (db: Db, { webhookId, url }: ClaimedDelivery, restMs: number) =>
  db
    .updateTable('webhooks')
    .set({ waitUntil: sql<Date>`now() + make_interval(secs => ${restMs / 1000})` })
    .where('id', '=', webhookId)
    .where('url', '=', url)
    .execute()

/**
 * Writes what became of an attempt; nothing where somebody else has the delivery now. A webhook is switched off where its
 * receiver wants nothing more, and where a delivery was given up and nothing else arrived there in all that time.
 */
export async function settleDelivery(
  db: Db,
  delivery: ClaimedDelivery,
  outcome: DeliveryOutcome,
  plan: RetryPlan,
): Promise<Settled> {
  if (outcome.kind === 'gone') return endAndSwitchOff(db, delivery, outcome, outcome.error, sql<boolean>`true`)
  if (outcome.kind === 'failed' && plan.restMs > 0) await rest(db, delivery, plan.restMs)
  if (outcome.kind === 'failed' && plan.retryMs === null)
    return endAndSwitchOff(db, delivery, outcome, reasonOfDead(delivery, outcome.error), isDead(plan))
  const { numUpdatedRows } = await claimed(db, delivery)
    .set(
      outcome.kind === 'delivered'
        ? { ...over, status: 'delivered', responseStatus: outcome.responseStatus, error: null }
        : {
            leaseUntil: null,
            nextAt: sql<Date>`now() + make_interval(secs => ${(plan.retryMs ?? 0) / 1000})`,
            responseStatus: outcome.responseStatus,
            error: outcome.error,
          },
    )
    .executeTakeFirstOrThrow()
  return { isOver: outcome.kind === 'delivered' && numUpdatedRows > 0n, isSwitchedOff: false }
}
