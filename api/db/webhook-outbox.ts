import { sql } from 'kysely'
import type { ClaimedDelivery, DeliveryOutcome, RetryPlan, Settled } from '../domain/webhook.ts'
import { type Db, transact } from './database.ts'
import { settleDelivery } from './delivery-settlement.ts'
import type { SecretBox } from './secret-box.ts'

/** Held by who decides which articles are done. Any number, so long as nobody else takes it. */
const tallyLock = 4310_013
/** Articles that are told of in one transaction. */
const articlesMax = 100

const wordsOfCancelled = 'It was cancelled before it was made.'

/**
 * Tells of every article of which something ended and nothing is unfinished: one event for each, about the images that
 * ended since the last one, and a row of the outbox for each webhook that wants it. In one statement, which sees one moment.
 * Whatever of it ended is taken by exactly one event.
 */
const tally = sql`
  with ready as (
    select content_id from ended_generations e group by content_id
    having not exists (
      select from generations g where g.content_id = e.content_id and g.status in ('queued', 'running'))
    order by min(id) limit ${articlesMax}),
  taken as (
    delete from ended_generations e using ready where e.content_id = ready.content_id
    returning e.content_id, e.generation_id),
  newest as (
    select distinct on (g.image_id) g.content_id, g.image_id, g.status, g.error_class,
      case g.status when 'cancelled' then ${wordsOfCancelled} else g.error_message end as message
    from taken join generations g on g.id = taken.generation_id
    order by g.image_id, g.finished_at desc, g.id desc),
  outcome as (
    select newest.content_id, bool_and(newest.status = 'succeeded') as is_ready,
      jsonb_agg(jsonb_build_object(
        'imageId', i.id, 'type', i.type, 'position', i.position,
        'state', case newest.status when 'succeeded' then 'succeeded' else 'failed' end,
        'error', case when newest.status <> 'succeeded' then
          jsonb_build_object('class', coalesce(newest.error_class, newest.status), 'message', newest.message) end)
        order by i.type, i.position) as images
    from newest join images i on i.id = newest.image_id
    group by newest.content_id),
  event as (
    select gen_random_uuid() as id, c.account_id, case when o.is_ready then 'images.ready' else 'images.failed' end as type,
      jsonb_build_object('accountId', c.account_id, 'siteId', c.site_id, 'articleId', c.id, 'externalId', c.external_id,
        'title', c.title, 'images', o.images) as data
    from outcome o join contents c on c.id = o.content_id)
  insert into webhook_deliveries (webhook_id, event_id, type, payload)
  select w.id, event.id, event.type, jsonb_build_object('type', event.type,
    'timestamp', to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'data', event.data)
  from event join webhooks w on w.account_id = event.account_id and w.enabled and w.events @> to_jsonb(event.type)
  order by event.id, w.id`

/** The sending side of webhooks: what is to be told, and to whom. */
export function createWebhookOutbox(db: Db, secrets: SecretBox) {
  return {
    /** Writes the deliveries of every article that is done. */
    async tellOfEnded(): Promise<void> {
      const waiting = await db.selectFrom('endedGenerations').select('id').limit(1).executeTakeFirst()
      if (!waiting) return
      await transact(db, async (trx) => {
        // One at a time: two could each take half of an article's images.
        await sql`select pg_advisory_xact_lock(${tallyLock})`.execute(trx)
        await tally.execute(trx)
      })
    },

    /**
     * Takes what is to be sent now, at most one delivery of each webhook: a slow receiver holds up nobody else.
     * Who takes it has it until the lease runs out; then it is sent again, as the same event.
     */
    claim(max: number, leaseSeconds: number): Promise<ClaimedDelivery[]> {
      return transact(db, async (trx) => {
        const { rows: due } = await sql<{ id: number }>`
          select w.id from webhooks w
          where w.enabled and (w.wait_until is null or w.wait_until <= now())
            and exists (select from webhook_deliveries d
              where d.webhook_id = w.id and d.status = 'pending' and d.next_at <= now())
            and not exists (select from webhook_deliveries d
              where d.webhook_id = w.id and d.status = 'pending' and d.lease_until > now())
          order by w.id limit ${max} for no key update skip locked`.execute(trx)
        if (due.length === 0) return []
        // A statement of its own: it sees what was claimed before the webhooks were locked.
        const { rows } = await sql<ClaimedDelivery>`
          with next as (
            select distinct on (webhook_id) id from webhook_deliveries d
            where d.webhook_id = any(${due.map(({ id }) => id)}::integer[]) and d.status = 'pending' and d.next_at <= now()
              and not exists (select from webhook_deliveries other where other.webhook_id = d.webhook_id
                and other.status = 'pending' and other.lease_until > now())
            order by webhook_id, next_at, id)
          update webhook_deliveries d set attempts = d.attempts + 1, claims = d.claims + 1,
            lease_until = now() + make_interval(secs => ${leaseSeconds})
          from next, webhooks w where d.id = next.id and w.id = d.webhook_id
          returning d.id, d.webhook_id, d.event_id, d.attempts, d.claims, d.payload, w.url,
            to_jsonb(array_remove(array[w.secret, case when w.previous_until > now() then w.previous_secret end], null))
              as secrets`.execute(trx)
        // Here: where they cannot be read, the claim is undone, and whoever has the key may send.
        return rows.map((row) => ({ ...row, secrets: row.secrets.map(secrets.open) }))
      })
    },

    settle: (delivery: ClaimedDelivery, outcome: DeliveryOutcome, plan: RetryPlan): Promise<Settled> =>
      settleDelivery(db, delivery, outcome, plan),
  }
}

export type WebhookOutbox = ReturnType<typeof createWebhookOutbox>
