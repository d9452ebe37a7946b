import { createBell } from '../domain/bell.ts'
import { messageOf } from '../domain/error.ts'
import type { ClaimedDelivery, DeliveryOutcome, RetryPlan, Settled } from '../domain/webhook.ts'
import { planRetry } from './retry-plan.ts'

/** Told what a courier does, for metrics. */
export interface CourierMeter {
  attempted(outcome: DeliveryOutcome['kind'], seconds: number): void
  /** A delivery is over: it arrived, was given up, or its receiver wants nothing more. */
  ended(outcome: DeliveryOutcome['kind']): void
}

/** What the courier works with; see `webhook-outbox.ts` for what each does. */
export interface CourierPorts {
  outbox: {
    tellOfEnded(): Promise<void>
    claim(max: number, leaseSeconds: number): Promise<ClaimedDelivery[]>
    settle(delivery: ClaimedDelivery, outcome: DeliveryOutcome, plan: RetryPlan): Promise<Settled>
  }
  /** Takes a limited time, shorter than a lease. Never throws for what the receiver does. */
  send: (delivery: ClaimedDelivery) => Promise<DeliveryOutcome>
  meter: CourierMeter
  log: {
    info(fields: object, message: string): void
    warn(fields: object, message: string): void
    error(fields: object, message: string): void
  }
  /** 0 to 1. */
  random: () => number
}

export interface CourierOptions {
  /** Longest wait between two looks at the outbox; a notification shortens it. */
  pollMs?: number
  /** Longer than sending may take. Whoever dies with a delivery has it sent again when this is over. */
  leaseSeconds?: number
  /** Deliveries in hand at once. */
  slots?: number
  /** How long to wait after each failed try; after the last, it is given up. */
  delaysMs?: readonly number[]
}

export interface Courier {
  /** Looks at the outbox now instead of at the next poll. */
  wake: () => void
  /** Takes nothing more, and waits for what is being sent: some seconds at most. */
  stop: () => Promise<void>
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const defaults = {
  pollMs: 10 * second,
  leaseSeconds: 30,
  slots: 16,
  // Over two days: long enough for a weekend's outage of the receiver.
  delaysMs: [10 * second, minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour, 12 * hour, 24 * hour],
} satisfies Required<CourierOptions>

/** Starts sending what is in the outbox. Any number may, in any number of processes. */
export function startCourier(ports: CourierPorts, options: CourierOptions = {}): Courier {
  const { pollMs, leaseSeconds, slots, delaysMs } = { ...defaults, ...options }
  const { outbox, log, meter } = ports
  const end = new AbortController()
  const inHand = new Set<Promise<void>>()
  const bell = createBell(end.signal)
  let failuresInARow = 0

  const deliver = async (delivery: ClaimedDelivery): Promise<void> => {
    const { id: deliveryId, webhookId, eventId, attempts } = delivery
    const startedAtMs = performance.now()
    const outcome = await ports.send(delivery)
    meter.attempted(outcome.kind, (performance.now() - startedAtMs) / 1000)
    const retryAfterMs = outcome.kind === 'failed' ? outcome.retryAfterMs : null
    const plan = planRetry(delaysMs, attempts, retryAfterMs, ports.random())
    const settled = await outbox.settle(delivery, outcome, plan)
    if (settled.isOver) meter.ended(outcome.kind)
    const fields = { deliveryId, webhookId, eventId, attempts, status: outcome.responseStatus }
    if (outcome.kind === 'delivered') log.info(fields, 'webhook delivered')
    else log.warn({ ...fields, error: outcome.error, retryMs: plan.retryMs }, 'webhook not delivered')
    if (settled.isSwitchedOff) log.warn({ webhookId }, 'webhook switched off; the console says why')
  }

  const take = (delivery: ClaimedDelivery): void => {
    const done = deliver(delivery)
      .catch((error: unknown) =>
        log.error(
          { deliveryId: delivery.id, error: messageOf(error) },
          'what became of a webhook could not be written; it is sent again when its lease is over',
        ),
      )
      .finally(() => {
        inHand.delete(done)
        // The next of the same webhook may go now.
        bell.ring()
      })
    inHand.add(done)
  }

  const look = async (): Promise<void> => {
    await outbox.tellOfEnded()
    const free = slots - inHand.size
    if (free > 0) for (const delivery of await outbox.claim(free, leaseSeconds)) take(delivery)
    failuresInARow = 0
  }

  const run = async (): Promise<void> => {
    while (!end.signal.aborted) {
      const heard = bell.rings()
      try {
        await look()
        await bell.wait(pollMs, heard)
      } catch (error) {
        failuresInARow += 1
        log.error({ error: messageOf(error) }, 'the outbox of webhooks could not be read')
        // A failing database is asked ever more slowly, whatever rang meanwhile.
        await bell.wait(Math.min(minute, pollMs * 2 ** failuresInARow))
      }
    }
  }

  const running = run()
  return {
    wake: bell.ring,
    async stop() {
      end.abort()
      await running
      await Promise.all(inHand)
    },
  }
}
