import { expressionBuilder, sql } from 'kysely'
import { type DeliveryStatus, type DeliveryType, deliveryStatuses, deliveryTypes } from '../domain/webhook.ts'
import type { Db } from './database.ts'
import { keepBriefly } from './kept-briefly.ts'
import { type ListQuery, type ListRules, bigIdsFrom, choicesFrom, idsFrom, openPage, planList } from './list-query.ts'
import type { Tables } from './tables.gen.ts'

const eb = expressionBuilder<Tables, 'webhookDeliveries'>()
const keptDays = 30

const columns = [
  'id',
  'webhookId',
  'eventId',
  'type',
  'payload',
  'status',
  'attempts',
  'responseStatus',
  'error',
  'createdAt',
  'finishedAt',
] as const
interface Narrow {
  type: DeliveryType
  status: DeliveryStatus
}
/** A webhook whose receiver asked for time waits as a whole. */
const waitUntil = sql<Date | null>`(select w.wait_until from webhooks w where w.id = webhook_deliveries.webhook_id)`
const nextAt = sql<Date | null>`case when status = 'pending' then greatest(next_at, ${waitUntil}) end`
const isBeingSent = sql<boolean>`(status = 'pending' and coalesce(lease_until > now(), false))`

const rules: ListRules<'id'> = {
  // Ids are given out in the order of making.
  sorts: { id: 'id', createdAt: 'id' },
  defaultSort: { by: 'id', order: 'desc' },
  offsetMax: 10_000,
  filters: {
    id: (value, field) => eb('id', 'in', bigIdsFrom(value, field)),
    webhookId: (value, field) => eb('webhookId', 'in', idsFrom(value, field)),
    status: (value, field) => eb('status', 'in', choicesFrom(value, field, deliveryStatuses)),
    type: (value, field) => eb('type', 'in', choicesFrom(value, field, deliveryTypes)),
  },
}

/** What waits to be sent, for metrics. */
export interface WaitingDeliveries {
  waiting: number
  /** Age of the oldest event that waits; null where none does. */
  oldestSeconds: number | null
  /** For how long the one that waits longest could have been sent; null where none could. */
  oldestDueSeconds: number | null
  /** Webhooks that are off because of what their receiver did. */
  switchedOff: number
}

/** For a person who wants something sent: it does not wait until the receiver wanted to hear again. */
export const endRest = (db: Db, webhookId: number) =>
  db.updateTable('webhooks').set({ waitUntil: null }).where('id', '=', webhookId).execute()

/** What was sent to webhooks, for reading, and what people do with it. Sending is `webhook-outbox.ts`. */
export function createDeliveryStore(db: Db) {
  const selectRows = () =>
    db
      .selectFrom('webhookDeliveries')
      .select([...columns, nextAt.as('nextAt'), isBeingSent.as('isBeingSent')])
      .$narrowType<Narrow>()

  const readWaiting = async (): Promise<WaitingDeliveries> => {
    const dueAt = sql`greatest(next_at, ${waitUntil}, lease_until)`
    const { rows } = await sql<WaitingDeliveries>`
      select count(*) as waiting, extract(epoch from now() - min(created_at))::float as oldest_seconds,
        extract(epoch from now() - min(${dueAt}) filter (where ${dueAt} <= now()))::float as oldest_due_seconds,
        (select count(*) from webhooks where disabled_reason is not null) as switched_off
      from webhook_deliveries where status = 'pending'`.execute(db)
    const [waiting] = rows
    if (!waiting) throw new Error('A count has one row.')
    return waiting
  }
  const waiting = keepBriefly(readWaiting)

  return {
    /** At most five seconds old. */
    waiting: (now: Date): Promise<WaitingDeliveries> => waiting.get(now),

    get: (id: number) => selectRows().where('id', '=', id).executeTakeFirst(),

    /** The newest delivery of each of some webhooks. */
    async newestOf(webhookIds: number[]) {
      if (webhookIds.length === 0) return new Map<number, never>()
      const rows = await selectRows()
        .distinctOn('webhookId')
        .where('webhookId', 'in', webhookIds)
        .orderBy('webhookId')
        .orderBy('id', 'desc')
        .execute()
      return new Map(rows.map((row) => [row.webhookId, row]))
    },

    /** Sends what is over once more, as the same event. Answers whether it was over, and its webhook is on. */
    async sendAgain(id: number): Promise<boolean> {
      const again = await db
        .updateTable('webhookDeliveries')
        .set({ status: 'pending', attempts: 0, nextAt: sql<Date>`now()`, finishedAt: null, error: null })
        .where('id', '=', id)
        .where('status', '<>', 'pending')
        .where('webhookId', 'in', (from) => from.selectFrom('webhooks').select('id').where('enabled', '=', true))
        .returning('webhookId')
        .executeTakeFirst()
      if (!again) return false
      await endRest(db, again.webhookId)
      await sql`select pg_notify('atelier_webhooks', '')`.execute(db)
      return true
    },

    /** What waits for a webhook that is off will not be sent. */
    async dropPending(webhookId: number): Promise<void> {
      await db
        .updateTable('webhookDeliveries')
        .set({ status: 'dropped', leaseUntil: null, finishedAt: sql<Date>`now()` })
        .where('webhookId', '=', webhookId)
        .where('status', '=', 'pending')
        .execute()
    },

    /** Removes what was over a month ago. */
    async prune(): Promise<void> {
      await db
        .deleteFrom('webhookDeliveries')
        .where('finishedAt', '<', sql<Date>`now() - make_interval(days => ${keptDays})`)
        .execute()
    },

    async list(query: ListQuery) {
      const plan = planList(query, rules)
      const rows = await selectRows()
        .where((builder) => builder.and(plan.conditions))
        .orderBy('id', plan.sort.order)
        .limit(plan.limit + 1)
        .offset(plan.offset)
        .execute()
      return openPage(rows, plan)
    },
  }
}

export type DeliveryStore = ReturnType<typeof createDeliveryStore>
