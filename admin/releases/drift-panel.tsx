import CheckIcon from '@mui/icons-material/CheckCircleOutlined'
import { Box, Skeleton, Typography } from '@mui/material'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useDataProvider } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import { useLookEvery } from '../live/look-every.ts'
import type { Drift } from '../records.ts'
import { Panel } from '../ui/panel.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { countOf } from '../ui/wording.ts'
import { DriftedEntries } from './drifted-entries.tsx'
import { KilledModels } from './killed-models.tsx'

/** No event tells of an edit by hand, so it is looked for this often, in milliseconds. */
const lookEveryMs = 30_000

function useDrift() {
  const provider = useDataProvider<ConsoleProvider>()
  const refetchInterval = useLookEvery(lookEveryMs)
  return useQuery({
    queryKey: ['drift'],
    queryFn: ({ signal }) => provider.readDrift(signal),
    refetchInterval,
  })
}

function Verdict({ drift: { release, entries } }: { drift: Drift }): ReactNode {
  if (!release) return null
  const link = (
    <RecordLink resource="releases" id={release.id}>
      release #{release.id}
    </RecordLink>
  )
  if (entries.length > 0)
    return (
      <>
        <Typography sx={{ mb: 1.5 }}>
          {countOf(entries.length, 'entry is', 'entries are')} not what {link} says.{' '}
          <Box component="span" sx={{ color: 'text.secondary' }}>
            To keep an edit, write it into its file and apply that.
          </Box>
        </Typography>
        <DriftedEntries entries={entries} />
      </>
    )
  return (
    <Typography sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
      <CheckIcon color="success" sx={{ fontSize: 20 }} />
      <span>The database is what {link} says.</span>
    </Typography>
  )
}

/** What the database says otherwise than the last release, and the models that operators switched off. */
export function DriftPanel() {
  const { data: drift, error, isPending, refetch } = useDrift()
  if (drift && !drift.release) return null
  return (
    <Panel title="Drift" sx={{ mb: 2 }}>
      {isPending ? <Skeleton variant="rounded" height={24} width="60%" aria-label="Looking for drift" /> : null}
      {error && !drift ? (
        <ProblemNotice error={error} title="Drift could not be looked for" onRetry={() => void refetch()} />
      ) : null}
      {drift ? <Verdict drift={drift} /> : null}
      {drift && drift.kills.length > 0 ? <KilledModels kills={drift.kills} /> : null}
    </Panel>
  )
}
