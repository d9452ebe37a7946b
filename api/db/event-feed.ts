import { messageOf } from '../domain/error.ts'
import type { Database } from './database.ts'
import type { EventCursor, EventStore, StoredEvent } from './event-store.ts'

/** A notification is a hint; looking this often is the promise. */
const lookEveryMs = 2000
/** An event waits for every transaction older than its own, and most of those are over in a moment. They need not notify. */
const lookAgainAfterMs = 100
const batchSize = 500

interface Subscriber {
  cursor: EventCursor
  onEvents: (events: StoredEvent[]) => void
}

/** A place among the readers of the stream. */
interface Subscription {
  /** Id of the event it begins after. Asking for what follows it later leaves no gap. */
  fromId: number
  end: () => void
}

interface FeedOptions {
  events: EventStore
  listen: Database['listen']
  onError: (message: string) => void
}

const keyOf = (cursor: EventCursor): string => `${cursor.transactionId}/${cursor.id}`

/** The subscribers that are at the same place, for each place. */
function groupsOf(subscribers: Iterable<Subscriber>): Subscriber[][] {
  const groups = new Map<string, Subscriber[]>()
  for (const subscriber of subscribers) {
    const key = keyOf(subscriber.cursor)
    groups.set(key, [...(groups.get(key) ?? []), subscriber])
  }
  return [...groups.values()]
}

/** Moves the subscribers of one place on. True when there may be more. */
async function advance(events: EventStore, group: Subscriber[], present: ReadonlySet<Subscriber>): Promise<boolean> {
  const [first] = group
  if (!first) return false
  const { events: found, cursor } = await events.after(first.cursor, batchSize)
  for (const subscriber of group) {
    subscriber.cursor = cursor
    if (found.length > 0 && present.has(subscriber)) subscriber.onEvents(found)
  }
  return found.length === batchSize
}

/**
 * Gives changes to any number of subscribers, each from its own place. Those at the same place share one query,
 * and all that are up to date are at the same place. Nothing runs while nobody listens.
 */
export function createEventFeed({ events, listen, onError }: FeedOptions) {
  const subscribers = new Set<Subscriber>()
  let timer: NodeJS.Timeout | undefined
  let secondLook: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let mustLookAgain = false
  let listening: Promise<() => Promise<void>> | undefined

  async function lookOnce(): Promise<void> {
    const more = await Promise.all(groupsOf(subscribers).map((group) => advance(events, group, subscribers)))
    if (more.includes(true)) mustLookAgain = true
  }

  async function lookUntilDone(): Promise<void> {
    do {
      mustLookAgain = false
      await lookOnce()
    } while (mustLookAgain && subscribers.size > 0)
  }

  function look(): void {
    if (subscribers.size === 0) return
    if (looking) {
      mustLookAgain = true
      return
    }
    looking = lookUntilDone()
      .catch((error: unknown) => onError(`The event stream could not be read: ${messageOf(error)}`))
      .finally(() => {
        looking = undefined
      })
  }

  function onNotify(): void {
    look()
    secondLook ??= setTimeout(() => {
      secondLook = undefined
      look()
    }, lookAgainAfterMs).unref()
  }

  function startLooking(): void {
    timer ??= setInterval(look, lookEveryMs).unref()
    if (listening) return
    listening = listen('atelier_events', onNotify)
    // What happened until now was notified to nobody.
    listening.then(look, (error: unknown) => {
      listening = undefined
      onError(`Notifications of events cannot be had, so they come every ${lookEveryMs} ms: ${messageOf(error)}`)
    })
  }

  function stopLooking(): void {
    clearInterval(timer)
    clearTimeout(secondLook)
    timer = undefined
    secondLook = undefined
  }

  return {
    /** Calls back with events after the one of this id, or from now on. */
    async subscribe(afterId: number | undefined, onEvents: (events: StoredEvent[]) => void): Promise<Subscription> {
      const cursor = afterId === undefined ? await events.head() : await events.placeOf(afterId)
      const subscriber: Subscriber = { cursor, onEvents }
      subscribers.add(subscriber)
      startLooking()
      look()
      return {
        fromId: cursor.id,
        end() {
          subscribers.delete(subscriber)
          if (subscribers.size === 0) stopLooking()
        },
      }
    },

    async close(): Promise<void> {
      subscribers.clear()
      stopLooking()
      await looking
      const stop = await listening?.catch(() => undefined)
      listening = undefined
      await stop?.()
    },
  }
}

export type EventFeed = ReturnType<typeof createEventFeed>
