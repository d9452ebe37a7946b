import type { ReactNode } from 'react'
import { createContext, useContext, useEffect, useMemo, useRef, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { useDataProvider } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import { EventApplier } from './event-applier.ts'
import type { StreamState } from './event-stream.ts'
import { openEventStream } from './event-stream.ts'

/** How often everything shown is read again while there is no stream, in milliseconds. */
const pollEveryMs = 15_000
/** A tab nobody looks at gives its connection back after this long, in milliseconds. */
const closeHiddenAfterMs = 30_000

export type LiveState = StreamState | 'paused'

interface Live {
  state: LiveState
  setPaused: (paused: boolean) => void
}

const LiveContext = createContext<Live>({ state: 'connecting', setPaused: () => undefined })

/** Whether what is on the page follows the server, and the switch for it. */
export const useLive = (): Live => useContext(LiveContext)

/** True while the tab is visible, and for a short while after. */
function useIsWatched(): boolean {
  const [watched, setWatched] = useState(!document.hidden)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const follow = () => {
      clearTimeout(timer)
      if (document.hidden) timer = setTimeout(() => setWatched(false), closeHiddenAfterMs)
      else setWatched(true)
    }
    document.addEventListener('visibilitychange', follow)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', follow)
    }
  }, [])
  return watched
}

/** Keeps the page in step with the server: one stream, and polling while there is none. */
export function LiveUpdates({ children }: { children: ReactNode }) {
  const client = useQueryClient()
  const provider = useDataProvider<ConsoleProvider>()
  const [stream, setStream] = useState<StreamState>('connecting')
  const [paused, setPaused] = useState(false)
  const watched = useIsWatched()
  const wasClosed = useRef(false)

  useEffect(() => {
    if (paused || !watched) {
      wasClosed.current = true
      return undefined
    }
    const applier = new EventApplier(client, provider)
    const close = openEventStream('/api/events', {
      onEvent: (event) => applier.apply(event),
      onState: (state, missed) => {
        setStream(state)
        if (missed) void client.invalidateQueries()
      },
    })
    if (wasClosed.current) void client.invalidateQueries()
    wasClosed.current = false
    return () => {
      close()
      applier.stop()
    }
  }, [client, provider, paused, watched])

  useEffect(() => {
    if (paused || !watched || stream === 'live') return undefined
    const timer = setInterval(() => void client.invalidateQueries(), pollEveryMs)
    return () => clearInterval(timer)
  }, [client, paused, watched, stream])

  const live = useMemo<Live>(() => ({ state: paused ? 'paused' : stream, setPaused }), [paused, stream])
  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>
}
