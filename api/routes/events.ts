import { Hono } from 'hono'
import type { EventsQuery } from '../contract/types.gen.ts'
import { query } from '../contract/validate.ts'
import type { StoredEvent } from '../db/event-store.ts'
import { AppError } from '../domain/error.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'

const streamsMax = 200
const keepAliveEveryMs = 15_000
/** Of keep-alives: how often a stream looks whether its session still is one. */
const checkSessionEvery = 4
/** Bytes that may wait for a slow reader. Then the stream ends; its reader comes back and resumes where it was. */
const waitingBytesMax = 1_000_000
/** How long a browser waits before it comes back. */
const retryMs = 2000

const contentIdOf = ({ topic, payload }: StoredEvent): unknown =>
  topic === 'contents' ? payload['id'] : payload['contentId']

const textOf = (event: StoredEvent): string =>
  `id: ${event.id}\nevent: ${event.topic}\ndata: ${JSON.stringify(event.payload)}\n\n`

function resumeFrom(header: string | undefined, wire: EventsQuery): number | undefined {
  const text = header ?? wire.lastEventId
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/** What changes, as it changes. */
export function eventRoutes({ stores, events, now }: ApiDeps): Hono<ApiEnv> {
  let open = 0
  return new Hono<ApiEnv>().get('/events', query<EventsQuery>('events-query'), (c) => {
    // Proxies must pass each event on at once.
    const headers = {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    }
    if (c.req.raw.method === 'HEAD') return new Response(null, { headers })
    if (open >= streamsMax)
      throw new AppError('too_many', `${streamsMax} event streams are open. Close one.`, { retryAfterSeconds: 10 })
    const wire = c.req.valid('query')
    const contentId = wire.contentId === undefined ? undefined : Number(wire.contentId)
    const afterId = resumeFrom(c.req.header('last-event-id'), wire)
    const token = c.get('sessionToken')
    const encoder = new TextEncoder()
    let leave = (): void => {}
    open += 1

    const stream = new ReadableStream<Uint8Array>(
      {
        async start(controller) {
          let isOpen = true
          let keepAlives = 0
          let unsubscribe = (): void => {}
          const send = (text: string): void => {
            if (!isOpen) return
            controller.enqueue(encoder.encode(text))
            if ((controller.desiredSize ?? 0) <= 0) close()
          }
          const keepAlive = setInterval(() => {
            send(': keep-alive\n\n')
            keepAlives += 1
            if (keepAlives % checkSessionEvery === 0) void endWithSession()
          }, keepAliveEveryMs)
          leave = () => {
            if (!isOpen) return
            isOpen = false
            open -= 1
            clearInterval(keepAlive)
            unsubscribe()
          }
          const close = (): void => {
            if (isOpen) controller.close()
            leave()
          }
          const endWithSession = async (): Promise<void> => {
            if (!(await stores.sessions.isOpen(token, now()).catch(() => false))) close()
          }
          c.req.raw.signal.addEventListener('abort', close)
          try {
            const subscription = await events.subscribe(afterId, (found) => {
              const wanted = contentId === undefined ? found : found.filter((event) => contentIdOf(event) === contentId)
              for (const event of wanted) send(textOf(event))
            })
            unsubscribe = subscription.end
            // The reader may have gone while we subscribed.
            if (!isOpen) unsubscribe()
            // The id is for readers that lose the connection before anything happened: they resume from here.
            send(`id: ${subscription.fromId}\nretry: ${retryMs}\n\n`)
          } catch (error) {
            close()
            throw error
          }
        },
        // The reader is gone, and the stream is closed already.
        cancel: () => leave(),
      },
      { highWaterMark: waitingBytesMax, size: (chunk) => chunk.byteLength },
    )
    return new Response(stream, { headers })
  })
}
