import { Box, Card } from '@mui/material'
import { useGetList } from 'react-admin'
import { useLookEvery } from '../live/look-every.ts'
import type { Run } from '../records.ts'
import { Panel } from '../ui/panel.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { costText } from '../ui/wording.ts'
import { RunBar } from './run-bar.tsx'
import { RunStatusChip } from './run-status-chip.tsx'
import { etaText, goalOf, stageWords } from './run-words.ts'

const active = ['running', 'paused']

/** The runs that are not over, of all sites or of one. */
function useActiveRuns(siteId?: number): Run[] {
  const refetchInterval = useLookEvery(3_000)
  const { data = [] } = useGetList<Run>(
    'runs',
    {
      filter: { status: active, ...(siteId !== undefined && { siteId }) },
      pagination: { page: 1, perPage: 10 },
      sort: { field: 'id', order: 'DESC' },
    },
    // The event of its beginning reads the list again; from then on it is looked at until it is over.
    {
      refetchInterval: ({ state }) =>
        state.data?.data.some((run) => run.status === 'running') ? refetchInterval : false,
    },
  )
  return data.filter(({ status }) => active.includes(status))
}

function nowText(run: Run): string {
  const { done, wanted, noun } = goalOf(run)
  if (run.waitReason) return run.waitReason
  if (run.stage === 'plan') return stageWords.plan
  const counts = `${done} of ${wanted} ${wanted === 1 ? noun : `${noun}s`}`
  const parts = [
    counts,
    costText(run.costUsd),
    run.status === 'running' && run.etaSeconds !== null ? etaText(run.etaSeconds) : [],
  ]
  return parts.flat().join(' · ')
}

function ActiveRun({ run }: { run: Run }) {
  return (
    <Box sx={{ display: 'grid', gap: 0.75 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1, justifyContent: 'space-between' }}>
        <RecordLink resource="runs" id={run.id}>
          Run #{run.id}: {run.siteName}
        </RecordLink>
        <RunStatusChip status={run.status} />
      </Box>
      <RunBar run={run} />
      <Box sx={{ color: 'text.secondary', fontSize: '0.88rem', fontVariantNumeric: 'tabular-nums' }}>
        {nowText(run)}
      </Box>
    </Box>
  )
}

/** The runs that are not over, on the overview. Nothing where there are none. */
export function ActiveRunsPanel() {
  const runs = useActiveRuns()
  if (runs.length === 0) return null
  return (
    <Panel title="Automation">
      <Box sx={{ display: 'grid', gap: 2 }}>
        {runs.map((run) => (
          <ActiveRun key={run.id} run={run} />
        ))}
      </Box>
    </Panel>
  )
}

/** The run of a site that is not over. Nothing where there is none. */
export function ActiveRunCard({ siteId }: { siteId: number }) {
  const [run] = useActiveRuns(siteId)
  if (!run) return null
  return (
    <Card component="section" aria-label="Run under way" sx={{ p: { xs: 2, sm: 2.5 }, borderColor: 'info.main' }}>
      <ActiveRun run={run} />
    </Card>
  )
}
