import { Box } from '@mui/material'
import { useQuery } from '@tanstack/react-query'
import { useDataProvider } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import { useLookEvery } from '../live/look-every.ts'
import type { Generation } from '../records.ts'
import { Panel } from '../ui/panel.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { countOf, isWorking } from '../ui/wording.ts'
import { CallList } from './call-list.tsx'
import { Timeline } from './timeline.tsx'

/** What was done for a generation so far, its calls, and what it waits for. */
export function HistoryPanels({ generation }: { generation: Generation }) {
  const provider = useDataProvider<ConsoleProvider>()
  // What it waits for may change without an event, such as a worker that starts.
  const lookEveryMs = useLookEvery(5_000)
  const { data, error, refetch } = useQuery({
    queryKey: ['timeline', generation.id],
    queryFn: ({ signal }) => provider.readTimeline(generation.id, signal),
    refetchInterval: isWorking(generation) ? lookEveryMs : false,
  })
  return (
    <>
      <Panel title="What happened">
        {error && !data ? (
          <ProblemNotice error={error} title="It could not be read" onRetry={() => void refetch()} />
        ) : (
          <Timeline generation={generation} timeline={data} />
        )}
        {isWorking(generation) ? (
          <Box sx={{ color: 'text.secondary', mt: 1 }}>
            Try {generation.attempts} of at most {generation.maxAttempts}
          </Box>
        ) : null}
        {generation.rescues > 0 ? (
          <Box sx={{ color: 'text.secondary', mt: 1 }}>
            Rescued {countOf(generation.rescues, 'time')} from a worker that was lost
          </Box>
        ) : null}
      </Panel>
      {data && data.calls.length > 0 ? (
        <Panel title={countOf(data.calls.length, 'call')}>
          <CallList calls={data.calls} />
        </Panel>
      ) : null}
    </>
  )
}
