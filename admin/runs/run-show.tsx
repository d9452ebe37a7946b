import { Box, Tab, Tabs } from '@mui/material'
import { Title } from 'react-admin'
import { useSearchParams } from 'react-router-dom'
import { useLive } from '../live/live-updates.tsx'
import type { Run } from '../records.ts'
import { Panel } from '../ui/panel.tsx'
import { RecordPage } from '../ui/record-page.tsx'
import { RunArticlesPanel } from './run-articles-panel.tsx'
import { RunHead, RunNotices } from './run-head.tsx'
import { RunLogPanel } from './run-log-panel.tsx'
import { RunPictures } from './run-pictures.tsx'
import { RunProgress } from './run-progress.tsx'
import { RunSpending } from './run-spending.tsx'
import { lookEveryMsOf } from './run-words.ts'

type TabName = 'log' | 'articles'

/** What is under the run's figures, one at a time. Which one is in the address. */
function RunDetails({ run, lookEveryMs }: { run: Run; lookEveryMs: number | false }) {
  const [search, setSearch] = useSearchParams()
  const tab: TabName = search.get('tab') === 'articles' ? 'articles' : 'log'
  return (
    <Panel sx={{ pt: '8px !important' }}>
      <Tabs
        value={tab}
        onChange={(_, next: TabName) => setSearch({ tab: next }, { replace: true })}
        aria-label="Details of the run"
        sx={{ mb: 2, borderBottom: 1, borderColor: 'divider' }}
      >
        <Tab value="log" label="Log" id="run-tab-log" aria-controls="run-details" />
        <Tab value="articles" label="Articles" id="run-tab-articles" aria-controls="run-details" />
      </Tabs>
      <Box role="tabpanel" id="run-details" aria-labelledby={`run-tab-${tab}`}>
        {tab === 'log' ? (
          <RunLogPanel run={run} lookEveryMs={lookEveryMs} />
        ) : (
          <RunArticlesPanel run={run} lookEveryMs={lookEveryMs} />
        )}
      </Box>
    </Panel>
  )
}

function RunPage({ run, lookEveryMs }: { run: Run; lookEveryMs: number | false }) {
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2, maxWidth: 1200 }}>
      <Title title={`Run #${run.id}: ${run.siteName}`} preferenceKey={false} />
      <RunHead run={run} />
      <RunNotices run={run} />
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 320px' } }}>
        <RunProgress run={run} />
        <RunSpending run={run} />
      </Box>
      <RunPictures run={run} />
      <RunDetails run={run} lookEveryMs={lookEveryMs} />
    </Box>
  )
}

/** One run: how far it is, what it has used, what it made, what it decided. */
export function RunShow() {
  const { state } = useLive()
  const lookEveryMs = (run: Run | undefined) => (state === 'paused' ? false : lookEveryMsOf(run))
  return (
    <RecordPage<Run>
      noun="run"
      lookEveryMs={lookEveryMs}
      render={(run) => <RunPage run={run} lookEveryMs={lookEveryMs(run)} />}
    />
  )
}
