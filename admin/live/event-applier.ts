import type { QueryClient } from '@tanstack/react-query'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Image } from '../records.ts'
import { refreshCatalog } from './catalog-queries.ts'
import { refreshProviders } from './provider-queries.ts'
import { changeRecords, isShown, putRecords } from './cache-patch.ts'
import type { LiveEvent } from './event-stream.ts'

/** Wait for the rest of a burst before asking the server, in milliseconds. */
const settleMs = 150
/** Lists that gained a record are read again at most this often, in milliseconds. */
const rereadEveryMs = 1_500

const readable = ['generations', 'images', 'contents', 'runs'] as const
type Readable = (typeof readable)[number]

/**
 * Brings events into the query cache. What the event itself says is shown at once; records whose rest it does not
 * carry (a finished picture, an article's counts) are read in one request a burst, never one an event.
 */
export class EventApplier {
  readonly #client: QueryClient
  readonly #provider: ConsoleProvider
  /** Newest event seen, by topic and record. Older ones arrive after a reconnect and are dropped. */
  readonly #seen = new Map<string, number>()
  readonly #stale: Record<Readable, Set<string>> = {
    generations: new Set(),
    images: new Set(),
    contents: new Set(),
    runs: new Set(),
  }
  readonly #grown = new Map<string, readonly unknown[]>()
  #settleTimer: ReturnType<typeof setTimeout> | undefined
  #rereadTimer: ReturnType<typeof setTimeout> | undefined

  constructor(client: QueryClient, provider: ConsoleProvider) {
    this.#client = client
    this.#provider = provider
  }

  apply(event: LiveEvent): void {
    const { id } = event.payload
    const record = `${event.topic}/${id}`
    if (event.id <= (this.#seen.get(record) ?? 0)) return
    this.#seen.set(record, event.id)
    if (event.topic === 'releases') {
      void this.#client.invalidateQueries()
      return
    }
    if (event.topic === 'models') {
      refreshCatalog(this.#client)
      return
    }
    if (event.topic === 'providers') {
      refreshProviders(this.#client)
      return
    }
    changeRecords(this.#client, event.topic, (known) =>
      String(known.id) === String(id) ? { ...known, ...event.payload } : known,
    )
    if (event.topic === 'generations') this.#followGeneration(event.payload)
    this.#markStale(event.topic, id)
    if (event.topic === 'runs') {
      this.#followRun(id)
      return
    }
    if (event.topic !== 'contents') this.#markStale('contents', event.payload['contentId'])
    this.#reread(['overview'])
  }

  /** A generation is also inside its image, as the newest or the current one. */
  #followGeneration(payload: Record<string, unknown>): void {
    const { imageId } = payload
    changeRecords(this.#client, 'images', (known) => {
      if (known.id !== imageId) return known
      const image = known as Image
      return image.latest?.id === payload['id'] ? { ...image, latest: { ...image.latest, ...payload } } : image
    })
    this.#markStale('images', imageId)
    this.#reread(['timeline', payload['id']])
    this.#reread(['spending'])
  }

  /** What a run decided is in its log and its articles, and it may have begun or ended. */
  #followRun(id: unknown): void {
    this.#reread(['runs', 'getList'])
    this.#reread(['run-log', Number(id)])
    this.#reread(['run-items', Number(id)])
  }

  #markStale(resource: Readable, id: unknown): void {
    if (typeof id !== 'number' && typeof id !== 'string') return
    if (!isShown(this.#client, resource, id)) {
      this.#reread([resource, 'getList'])
      return
    }
    this.#stale[resource].add(String(id))
    this.#settleTimer ??= setTimeout(() => {
      this.#settleTimer = undefined
      for (const name of readable) void this.#readStale(name)
    }, settleMs)
  }

  async #readStale(resource: Readable): Promise<void> {
    const ids = [...this.#stale[resource]]
    if (ids.length === 0) return
    this.#stale[resource].clear()
    try {
      const { data } = await this.#provider.getMany(resource, { ids: ids.map(Number) })
      // What changed again while this was on its way is read again; until then the event's word counts.
      putRecords(
        this.#client,
        resource,
        data.filter((record) => !this.#stale[resource].has(String(record.id))),
      )
    } catch {
      void this.#client.invalidateQueries({ queryKey: [resource] })
    }
  }

  /** Reads again what has a new record, counts that moved, or more to tell. */
  #reread(queryKey: readonly unknown[]): void {
    this.#grown.set(JSON.stringify(queryKey), queryKey)
    this.#rereadTimer ??= setTimeout(() => {
      this.#rereadTimer = undefined
      const keys = [...this.#grown.values()]
      this.#grown.clear()
      for (const key of keys) void this.#client.invalidateQueries({ queryKey: key })
    }, rereadEveryMs)
  }

  stop(): void {
    clearTimeout(this.#settleTimer)
    clearTimeout(this.#rereadTimer)
  }
}
