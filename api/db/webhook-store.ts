import { expressionBuilder, sql } from 'kysely'
import { AppError } from '../domain/error.ts'
import type { DeliveryType, WebhookEvent } from '../domain/webhook.ts'
import { type Db, transact } from './database.ts'
import { type ListQuery, type ListRules, idsFrom, patternFrom, planList } from './list-query.ts'
import type { SecretBox } from './secret-box.ts'
import type { Tables } from './tables.gen.ts'
import { createDeliveryStore, endRest } from './webhook-delivery-store.ts'
import { newSecret } from './webhook-secrets.ts'

/** How long deliveries are signed with the old secret too, so that receivers can change it without losing one. */
const rotationHours = 24

const eb = expressionBuilder<Tables, 'webhooks'>()
const columns = [
  'id',
  'accountId',
  'url',
  'description',
  'events',
  'enabled',
  'disabledReason',
  'createdBy',
  'createdAt',
  'updatedAt',
] as const
interface Narrow {
  events: WebhookEvent[]
}
const previousSecretUntil = sql<Date | null>`case when previous_until > now() then previous_until end`

const rules: ListRules<'id' | 'url' | 'createdAt'> = {
  sorts: { id: 'id', url: 'url', createdAt: 'createdAt' },
  defaultSort: { by: 'id', order: 'desc' },
  filters: {
    id: (value, field) => eb('id', 'in', idsFrom(value, field)),
    accountId: (value, field) => eb('accountId', 'in', idsFrom(value, field)),
    q: (value, field) =>
      eb.or([eb('url', 'ilike', patternFrom(value, field)), eb('description', 'ilike', patternFrom(value, field))]),
  },
}

export interface WebhookInput {
  accountId: number
  url: string
  description?: string
  events: WebhookEvent[]
  createdBy: string
}

export interface WebhookPatch {
  url?: string
  description?: string
  events?: WebhookEvent[]
  enabled?: boolean
}

/** Addresses that are told when images are ready or failed. What is sent to them is in the outbox. */
export function createWebhookStore(db: Db, secrets: SecretBox) {
  const deliveries = createDeliveryStore(db)

  const withLast = async <T extends { id: number }>(rows: T[]) => {
    const lastById = await deliveries.newestOf(rows.map((row) => row.id))
    return rows.map((row) => ({ ...row, lastDelivery: lastById.get(row.id) ?? null }))
  }

  const selectRows = () =>
    db
      .selectFrom('webhooks')
      .select([...columns, previousSecretUntil.as('previousSecretUntil')])
      .$narrowType<Narrow>()

  const get = async (id: number) => (await withLast(await selectRows().where('id', '=', id).execute()))[0]

  return {
    get,

    /** Answers its id, and the secret: nobody can read it again. */
    async create({ events, ...input }: WebhookInput): Promise<{ id: number; secret: string }> {
      const secret = newSecret()
      const { id } = await db
        .insertInto('webhooks')
        .values({ ...input, events: JSON.stringify(events), secret: secrets.seal(secret) })
        .returning('id')
        .executeTakeFirstOrThrow()
      return { id, secret }
    },

    /** Switched off, what waits is dropped. @throws AppError `not_found` */
    async update(id: number, { events, enabled, ...patch }: WebhookPatch): Promise<void> {
      await transact(db, async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('webhooks')
          .set({
            ...patch,
            ...(events ? { events: JSON.stringify(events) } : {}),
            ...(enabled === undefined ? {} : { enabled, disabledReason: null }),
            ...(enabled === undefined && patch.url === undefined ? {} : { waitUntil: null }),
            updatedAt: sql<Date>`now()`,
          })
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
        if (numUpdatedRows === 0n) throw new AppError('not_found', `There is no webhook ${id}.`)
        if (enabled === false) await createDeliveryStore(trx).dropPending(id)
      })
    },

    /** With its deliveries. @throws AppError `not_found` */
    async remove(id: number): Promise<void> {
      const { numDeletedRows } = await db.deleteFrom('webhooks').where('id', '=', id).executeTakeFirstOrThrow()
      if (numDeletedRows === 0n) throw new AppError('not_found', `There is no webhook ${id}.`)
    },

    /** The old secret signs too for a day. @throws AppError `not_found` */
    async rotateSecret(id: number): Promise<string> {
      const secret = newSecret()
      const { numUpdatedRows } = await db
        .updateTable('webhooks')
        .set((set) => ({
          secret: secrets.seal(secret),
          previousSecret: set.ref('webhooks.secret'),
          previousUntil: sql<Date>`now() + make_interval(hours => ${rotationHours})`,
          updatedAt: sql<Date>`now()`,
        }))
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows === 0n) throw new AppError('not_found', `There is no webhook ${id}.`)
      return secret
    },

    /** Puts an event about nothing into the outbox. Answers the delivery's id. */
    async sendTest(id: number, accountId: number): Promise<number> {
      const type: DeliveryType = 'webhook.test'
      await endRest(db, id)
      const { id: deliveryId } = await db
        .insertInto('webhookDeliveries')
        .values({
          webhookId: id,
          eventId: sql<string>`gen_random_uuid()`,
          type,
          payload: JSON.stringify({ type, timestamp: new Date().toISOString(), data: { accountId } }),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return deliveryId
    },

    async list(query: ListQuery) {
      const plan = planList(query, rules)
      const [rows, { total }] = await Promise.all([
        selectRows()
          .where((builder) => builder.and(plan.conditions))
          .orderBy(plan.sort.by, plan.sort.order)
          .orderBy('id', plan.sort.order)
          .limit(plan.limit)
          .offset(plan.offset)
          .execute(),
        db
          .selectFrom('webhooks')
          .where((builder) => builder.and(plan.conditions))
          .select((builder) => builder.fn.countAll<number>().as('total'))
          .executeTakeFirstOrThrow(),
      ])
      return { data: await withLast(rows), total }
    },
  }
}

export type WebhookStore = ReturnType<typeof createWebhookStore>
