import type { QueryClient } from '@tanstack/react-query'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDataProvider } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { RunLogLine } from '../records.ts'

/** What is known of a log, newest first, without a gap. */
interface KnownLog {
  lines: RunLogLine[]
  /** Where older lines go on. Null: there are none. */
  nextBefore: number | null
  /** Whether somebody asked for older ones: then none is dropped. */
  isGrown: boolean
}

/** Lines that stay while nobody asks for older ones. */
const freshMax = 100

const keyOf = (runId: number) => ['run-log', runId]

const knownOf = (client: QueryClient, runId: number): KnownLog =>
  client.getQueryData<KnownLog>(keyOf(runId)) ?? { lines: [], nextBefore: null, isGrown: false }

/** Reads from the newest line on until it comes to one that is known. */
async function readNews(provider: ConsoleProvider, runId: number, newestKnown: number, signal: AbortSignal) {
  const lines: RunLogLine[] = []
  let before: number | undefined
  for (;;) {
    const page = await provider.readRunLog(runId, before, signal)
    lines.push(...page.data)
    const meets = page.data.some(({ id }) => id <= newestKnown)
    if (meets || page.nextBefore === null || newestKnown === 0) return { lines, nextBefore: page.nextBefore }
    if (lines.length > freshMax) return { lines, nextBefore: page.nextBefore, hasGap: true }
    before = page.nextBefore
  }
}

async function follow(client: QueryClient, provider: ConsoleProvider, runId: number, signal: AbortSignal) {
  const news = await readNews(provider, runId, knownOf(client, runId).lines[0]?.id ?? 0, signal)
  // Asked for only now: older lines may have come while this was on its way.
  const known = knownOf(client, runId)
  if (known.lines.length === 0 || news.hasGap) {
    return { lines: news.lines, nextBefore: news.nextBefore, isGrown: false }
  }
  const newestKnown = known.lines[0]?.id ?? 0
  const lines = [...news.lines.filter(({ id }) => id > newestKnown), ...known.lines]
  if (known.isGrown || lines.length <= freshMax) return { ...known, lines }
  const kept = lines.slice(0, freshMax)
  return { lines: kept, nextBefore: kept.at(-1)?.id ?? null, isGrown: false }
}

/** A run's log, followed while it grows: one request a look, however many lines are shown. */
export function useRunLog(runId: number, lookEveryMs: number | false) {
  const provider = useDataProvider<ConsoleProvider>()
  const client = useQueryClient()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keyOf(runId),
    queryFn: ({ signal }): Promise<KnownLog> => follow(client, provider, runId, signal),
    refetchInterval: lookEveryMs,
  })
  const older = useMutation({
    mutationFn: (before: number) => provider.readRunLog(runId, before),
    onSuccess: (page) => {
      client.setQueryData<KnownLog>(keyOf(runId), ({ lines } = knownOf(client, runId)) => {
        const oldest = lines.at(-1)?.id ?? Infinity
        return {
          lines: [...lines, ...page.data.filter(({ id }) => id < oldest)],
          nextBefore: page.nextBefore,
          isGrown: true,
        }
      })
    },
  })
  return { log: data, error, isPending, refetch, older }
}
