/** What a webhook can be told of. `images.ready`: all that was asked for is there; `images.failed`: some of it is not. */
export const webhookEvents = ['images.ready', 'images.failed'] as const
export type WebhookEvent = (typeof webhookEvents)[number]

export const deliveryTypes = [...webhookEvents, 'webhook.test'] as const
export type DeliveryType = (typeof deliveryTypes)[number]

/** `dropped`: its webhook was switched off before it could be sent. */
export const deliveryStatuses = ['pending', 'delivered', 'failed', 'dropped'] as const
export type DeliveryStatus = (typeof deliveryStatuses)[number]

/** A delivery that one process has for as long as its lease holds. */
export interface ClaimedDelivery {
  id: number
  webhookId: number
  eventId: string
  /** Which try this is, from 1. */
  attempts: number
  /** How often it was ever claimed: what became of it is written only while the row has this count. */
  claims: number
  url: string
  /** One secret, or after a rotation the new one and the old one. */
  secrets: string[]
  payload: unknown
}

/** What became of one attempt. */
export type DeliveryOutcome =
  | { kind: 'delivered'; responseStatus: number }
  /** The receiver asks for nothing more to be sent: 410. */
  | { kind: 'gone'; responseStatus: number; error: string }
  /** `responseStatus` is null where no answer came. `retryAfterMs` is what the receiver asks to wait, null where it does not. */
  | { kind: 'failed'; responseStatus: number | null; error: string; retryAfterMs: number | null }

/** What follows a failed attempt. */
export interface RetryPlan {
  /** After how long it is tried again; null: it is given up. */
  retryMs: number | null
  /** For how long nothing at all is sent to the webhook, because its receiver asked for that; 0 where it did not. */
  restMs: number
  /** For how long, at least, a delivery is tried before it is given up. */
  triedForMs: number
}

/** What was written of an attempt. */
export interface Settled {
  /** Nothing follows. False where it is tried again, or somebody else has the delivery now. */
  isOver: boolean
  /** The webhook was on, and is off now. */
  isSwitchedOff: boolean
}
