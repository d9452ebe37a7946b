import CurrentIcon from '@mui/icons-material/RadioButtonChecked'
import DoneIcon from '@mui/icons-material/CheckCircle'
import OpenIcon from '@mui/icons-material/RadioButtonUnchecked'
import { Alert, Box } from '@mui/material'
import type { ReactNode } from 'react'
import type { Run, RunStage } from '../records.ts'
import { heardOnly } from '../ui/hidden.ts'
import { RecordLink } from '../ui/record-link.tsx'
import { When } from '../ui/when.tsx'
import { RunButtons } from './run-buttons.tsx'
import { RunStatusChip } from './run-status-chip.tsx'
import { isOver, limitsText } from './run-words.ts'

const stepNames: Record<RunStage, string> = { plan: 'Plan', prompts: 'Prompts', images: 'Images' }

type StepState = 'done' | 'current' | 'open'
const stepLooks: Record<StepState, { icon: ReactNode; colour: string; heard: string }> = {
  done: { icon: <DoneIcon />, colour: 'success.main', heard: 'done' },
  current: { icon: <CurrentIcon />, colour: 'info.main', heard: 'under way' },
  open: { icon: <OpenIcon />, colour: 'text.secondary', heard: 'not begun' },
}

/** Where the run stands on its way. */
function Steps({ run }: { run: Run }) {
  const stages: RunStage[] = run.lastStage === 'prompts' ? ['plan', 'prompts'] : ['plan', 'prompts', 'images']
  const at = stages.indexOf(run.stage)
  const stateOf = (index: number): StepState => {
    if (index < at || run.status === 'completed') return 'done'
    return index === at && !isOver(run) ? 'current' : 'open'
  }
  return (
    <Box
      component="ol"
      aria-label="Steps"
      sx={{ m: 0, p: 0, listStyle: 'none', display: 'flex', flexWrap: 'wrap', columnGap: 1, rowGap: 0.5 }}
    >
      {stages.map((stage, index) => {
        const look = stepLooks[stateOf(index)]
        return (
          <Box
            component="li"
            key={stage}
            sx={{
              display: 'inline-flex',
              alignItems: 'center',
              gap: 0.5,
              fontSize: '0.9rem',
              color: stateOf(index) === 'open' ? 'text.secondary' : 'text.primary',
              fontWeight: stateOf(index) === 'current' ? 600 : 400,
              '& svg': { fontSize: 17, color: look.colour },
              '&:not(:last-of-type)::after': {
                content: '""',
                width: { xs: 12, sm: 28 },
                height: '1px',
                bgcolor: 'divider',
                ml: 0.5,
              },
            }}
          >
            {look.icon}
            {stepNames[stage]}
            <Box component="span" sx={heardOnly}>
              {look.heard}
            </Box>
          </Box>
        )
      })}
    </Box>
  )
}

function Starter({ run }: { run: Run }) {
  if (run.scheduleId === null) return <>{run.startedBy}</>
  return (
    <RecordLink resource="schedules" id={run.scheduleId} view="edit">
      {run.startedBy}
    </RecordLink>
  )
}

/** What it is, how it stands, who wanted it within which limits, and what can be done with it. */
export function RunHead({ run }: { run: Run }) {
  return (
    <Box sx={{ display: 'grid', gap: 1.25 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5, justifyContent: 'space-between' }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2.5, rowGap: 1 }}>
          <RunStatusChip status={run.status} />
          <Steps run={run} />
        </Box>
        <RunButtons run={run} />
      </Box>
      <Box sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
        Fills what is missing on{' '}
        <RecordLink resource="sites" id={run.siteId}>
          {run.siteName}
        </RecordLink>
        {run.lastStage === 'prompts' ? ' (only prompts)' : ''}, started by <Starter run={run} />{' '}
        <When at={run.createdAt} />, with {limitsText(run.limits)}.
        {run.finishedAt ? (
          <>
            {' '}
            Over <When at={run.finishedAt} />.
          </>
        ) : null}
        {run.status === 'paused' && run.pausedAt ? (
          <>
            {' '}
            Paused <When at={run.pausedAt} />.
          </>
        ) : null}
      </Box>
    </Box>
  )
}

const severities = {
  done: 'success',
  images_limit: 'info',
  credits_limit: 'info',
  usd_limit: 'info',
  time_limit: 'info',
  account_budget: 'warning',
  cancelled: 'info',
  error: 'error',
} as const

/** What keeps it from going on, and why it ended. */
export function RunNotices({ run }: { run: Run }) {
  const { waitReason, endReason, endNote } = run
  return (
    <>
      {waitReason && !isOver(run) ? (
        <Alert severity="warning" variant="outlined" sx={{ bgcolor: 'background.paper' }}>
          {waitReason}
        </Alert>
      ) : null}
      {endReason && endNote ? (
        <Alert severity={severities[endReason]} variant="outlined" sx={{ bgcolor: 'background.paper' }}>
          {endNote}
          {isOver(run) ? '' : ' What is in hand is still waited for.'}
        </Alert>
      ) : null}
    </>
  )
}
