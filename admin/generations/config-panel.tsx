import { Alert, AlertTitle, Box, Chip, Skeleton } from '@mui/material'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useDataProvider } from 'react-admin'
import { problemOf } from '../api-client.ts'
import type { ConsoleProvider } from '../data-provider.ts'
import type { GenerationConfig } from '../records.ts'
import { EntryDifferences } from '../ui/entry-differences.tsx'
import { Panel } from '../ui/panel.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { ConfigFacts } from './config-facts.tsx'
import { ConfigFiles } from './config-files.tsx'

function ChangedSince({ config: { changedSince, currentReleaseId, release } }: { config: GenerationConfig }) {
  const linked = (name: string) => (
    <RecordLink resource="releases" id={currentReleaseId}>
      {name} #{currentReleaseId}
    </RecordLink>
  )
  if (changedSince.length === 0)
    return currentReleaseId === release.id ? null : (
      <Box sx={{ color: 'text.secondary' }}>{linked('Release')} still says the same of all of it.</Box>
    )
  return (
    <Alert severity="info" variant="outlined" sx={{ '& .MuiAlert-message': { minWidth: 0, flex: 1 } }}>
      <AlertTitle>Declared otherwise since, as of {linked('release')}</AlertTitle>
      <EntryDifferences differences={changedSince} />
    </Alert>
  )
}

function ConfigBody({ config }: { config: GenerationConfig }) {
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}>
      <ConfigFacts config={config} />
      <ChangedSince config={config} />
      <ConfigFiles config={config} />
    </Box>
  )
}

/** What the catalog said when a picture was made, and what it says otherwise now. */
export function ConfigPanel({ generationId }: { generationId: number }) {
  const provider = useDataProvider<ConsoleProvider>()
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['generation-config', generationId],
    queryFn: ({ signal }) => provider.readConfig(generationId, signal),
  })
  const environment = data?.release.environment
  const body = (): ReactNode => {
    if (data) return <ConfigBody config={data} />
    if (isPending) return <Skeleton variant="rounded" height={160} />
    // That it was never kept is an answer, and asking again brings no other.
    if (problemOf(error)?.type === '/problems/refused')
      return (
        <Alert severity="info" variant="outlined">
          {error.message}
        </Alert>
      )
    return <ProblemNotice error={error} title="The config could not be read" onRetry={() => void refetch()} />
  }
  return (
    <Panel
      title="Config that made it"
      action={environment ? <Chip size="small" variant="outlined" label={environment} /> : null}
    >
      {body()}
    </Panel>
  )
}
