import { Box, Skeleton } from '@mui/material'
import type { ReactNode } from 'react'
import type { Generation, GenerationTimeline, TimelineEntry } from '../records.ts'
import { Elapsed } from '../ui/when.tsx'
import { clockText, isWorking, latencyText, timeText } from '../ui/wording.ts'
import { type Tone, tell } from './timeline-words.tsx'

const dots: Record<Tone, object> = {
  plain: { bgcolor: 'primary.main' },
  good: { bgcolor: 'success.main' },
  bad: { bgcolor: 'error.main' },
  waiting: { bgcolor: 'background.paper', border: 2, borderColor: 'warning.main' },
  money: { bgcolor: 'divider', width: 6, height: 6, ml: '4px' },
}

function Moment({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: '14px minmax(0, 1fr) auto',
        gap: 1.5,
        pb: tone === 'money' ? 0.75 : 1.5,
        position: 'relative',
        alignItems: 'baseline',
        overflowWrap: 'anywhere',
        '&:not(:last-of-type)::before': {
          content: '""',
          position: 'absolute',
          left: '6px',
          top: 14,
          bottom: -6,
          width: '2px',
          bgcolor: 'divider',
        },
      }}
    >
      <Box sx={{ width: 10, height: 10, borderRadius: '50%', ml: '2px', zIndex: 1, ...dots[tone] }} />
      {children}
    </Box>
  )
}

const quiet = { color: 'text.secondary', fontSize: '0.85rem' } as const

/** The gap to the moment before, where there is one worth telling. */
function gapText(entry: TimelineEntry, before: TimelineEntry | undefined): string {
  if (!before || entry.kind === 'booked' || entry.kind === 'waits') return ''
  const gapMs = new Date(entry.at).getTime() - new Date(before.at).getTime()
  return gapMs < 1 ? '' : `+ ${latencyText(gapMs)}`
}

function EntryMoment({ entry, before }: { entry: TimelineEntry; before: TimelineEntry | undefined }) {
  const { title, detail, tone } = tell(entry)
  const isMoney = tone === 'money'
  return (
    <Moment tone={tone}>
      <span>
        {isMoney ? (
          <Box component="span" sx={quiet}>
            {title}
          </Box>
        ) : (
          <strong>{title}</strong>
        )}
        {detail ? (
          <Box component="span" sx={{ display: 'block', fontSize: '0.88rem' }}>
            {detail}
          </Box>
        ) : null}
      </span>
      <Box
        component="span"
        title={timeText(entry.at)}
        sx={{ ...quiet, textAlign: 'right', whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }}
      >
        {isMoney ? '' : entry.kind === 'asked' ? timeText(entry.at) : clockText(entry.at)}
        <Box component="span" sx={{ display: 'block' }}>
          {gapText(entry, before)}
        </Box>
      </Box>
    </Moment>
  )
}

/** What happened when, what was called, and how the money moved. */
export function Timeline({
  generation,
  timeline,
}: {
  generation: Generation
  timeline: GenerationTimeline | undefined
}) {
  if (!timeline) return <Skeleton variant="rounded" height={180} aria-label="Reading what happened" />
  const { entries } = timeline
  const steps = entries.filter(({ kind }) => kind !== 'booked')
  const last = entries.at(-1)
  return (
    <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none' }}>
      {entries.map((entry, index) => (
        <EntryMoment key={`${index} ${entry.kind}`} entry={entry} before={steps[steps.indexOf(entry) - 1]} />
      ))}
      {isWorking(generation) && last && last.kind !== 'waits' ? (
        <Box component="li" sx={{ ...quiet, pl: 3.25 }}>
          going on for <Elapsed since={last.at} />
        </Box>
      ) : null}
    </Box>
  )
}
