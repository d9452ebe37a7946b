import { Box, Skeleton, Typography } from '@mui/material'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDataProvider } from 'react-admin'
import { problemOf } from '../api-client.ts'
import type { ConsoleProvider } from '../data-provider.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useSettled } from '../ui/settled.ts'
import { ScheduleTime } from './schedule-times.tsx'
import { ownTimeZone } from './time-zones.ts'

export interface Rule {
  cron: string
  timeZone: string
}

/** When a schedule would be due as its form stands now, and why the server cannot read it where it cannot. */
export function useForeseenTimes({ cron, timeZone }: Partial<Rule>) {
  const provider = useDataProvider<ConsoleProvider>()
  const rule = cron && timeZone ? { cron, timeZone } : null
  const asked = useSettled(rule)
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ['schedule-times', asked],
    queryFn: ({ signal }) => provider.readScheduleTimes(asked ?? { cron: '', timeZone: '' }, signal),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  })
  const isOld = isPlaceholderData || JSON.stringify(rule) !== JSON.stringify(asked)
  const problems = isOld ? {} : (problemOf(error)?.errors ?? {})
  return {
    rule: asked,
    times: rule === null || error ? undefined : data?.times,
    isOld,
    problems,
    /** What is no fault of what was typed. */
    error: isOld || Object.keys(problems).length > 0 ? null : error,
    onRetry: () => void refetch(),
  }
}

function Times({ times, timeZone }: { times: readonly string[]; timeZone: string }) {
  return (
    <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 0.25 }}>
      {times.map((at) => (
        <li key={at}>
          <ScheduleTime at={at} timeZone={timeZone} />
        </li>
      ))}
    </Box>
  )
}

const legendOf = (timeZone: string): string =>
  timeZone === ownTimeZone() ? `On clocks in ${timeZone}, as yours` : `On clocks in ${timeZone}, and on yours`

/** The next times that a schedule would begin at, while it is being written. */
export function ForeseenTimes({ foreseen }: { foreseen: ReturnType<typeof useForeseenTimes> }) {
  const { rule, times, isOld, problems, error, onRetry } = foreseen
  const isRefused = Object.keys(problems).length > 0
  return (
    <Box
      component="section"
      aria-labelledby="foreseen-times"
      aria-live="polite"
      aria-busy={isOld}
      sx={{
        width: '100%',
        mb: 2,
        p: 1.75,
        borderRadius: 1,
        bgcolor: 'background.default',
        border: 1,
        borderColor: 'divider',
        opacity: isOld ? 0.6 : 1,
      }}
    >
      <Typography variant="h3" id="foreseen-times">
        Next times
      </Typography>
      <Typography sx={{ color: 'text.secondary', fontSize: '0.85rem', mb: 0.75 }}>
        {rule && times ? legendOf(rule.timeZone) : 'Shown as soon as the time can be read'}
      </Typography>
      {rule && times ? <Times times={times} timeZone={rule.timeZone} /> : null}
      {rule && !times && !isRefused && !error ? <Skeleton height={110} aria-label="Reckoning the times" /> : null}
      {problems['timeZone'] ? <Box sx={{ color: 'error.main' }}>{problems['timeZone']}</Box> : null}
      {error ? <ProblemNotice error={error} title="The times could not be reckoned" onRetry={onRetry} /> : null}
    </Box>
  )
}
