type LivePayload = { id: number | string } & Record<string, unknown>

/** What the server tells of one change. `payload` is what the database's triggers wrote: ids and what moved, not whole records. */
export interface LiveEvent {
  id: number
  topic: Topic
  payload: LivePayload
}

export const topics = ['generations', 'images', 'contents', 'releases', 'models', 'providers', 'runs'] as const
export type Topic = (typeof topics)[number]

export type StreamState = 'connecting' | 'live' | 'reconnecting'

interface Listener {
  onEvent(event: LiveEvent): void
  /** `missed`: events may have been lost in between, so everything shown should be read again. */
  onState(state: StreamState, missed: boolean): void
}

/** How long until the next attempt after the server closed the stream for good, in milliseconds. */
const reopenAfterMs = 5_000

/**
 * Opens the event stream and keeps it open. Returns how to close it.
 * A browser allows six connections to one host over HTTP/1.1, and this takes one: it is opened once a tab, here only.
 */
export function openEventStream(url: string, listener: Listener): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let opened = false

  const open = () => {
    source = new EventSource(url)
    source.addEventListener('open', () => {
      listener.onState('live', opened)
      opened = true
    })
    source.addEventListener('error', () => {
      listener.onState(opened ? 'reconnecting' : 'connecting', false)
      // The browser tries again by itself, except after an answer that is no stream.
      if (source?.readyState === EventSource.CLOSED) timer = setTimeout(open, reopenAfterMs)
    })
    for (const topic of topics) {
      source.addEventListener(topic, (message: MessageEvent<string>) => {
        listener.onEvent({
          id: Number(message.lastEventId),
          topic,
          payload: JSON.parse(message.data) as LivePayload,
        })
      })
    }
  }

  open()
  return () => {
    clearTimeout(timer)
    source?.close()
  }
}
