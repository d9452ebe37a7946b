import { Box } from '@mui/material'
import type { Schedule } from '../records.ts'
import { cronText } from './cron.ts'
import { ownTimeZone, timeInZone } from './time-zones.ts'

/** A moment in the schedule's zone, and in the reader's where that is another time. */
export function ScheduleTime({ at, timeZone }: { at: string; timeZone: string }) {
  const there = timeInZone(at, timeZone)
  const here = timeInZone(at, ownTimeZone())
  return (
    <time dateTime={at}>
      {there}
      {here === there ? null : (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {' '}
          ({here} for you)
        </Box>
      )}
    </time>
  )
}

/** When it begins, in words, and where clocks show that. */
export function ScheduleRhythm({ schedule }: { schedule: Schedule }) {
  return (
    <>
      {cronText(schedule.cron)}
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {' '}
        {schedule.timeZone}
      </Box>
    </>
  )
}

/** The next times it is due. */
export function NextTimes({ schedule }: { schedule: Schedule }) {
  if (!schedule.isEnabled || schedule.nextTimes.length === 0) {
    return <Box sx={{ color: 'text.secondary' }}>{schedule.isEnabled ? 'Never again' : 'Switched off'}</Box>
  }
  return (
    <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 0.25 }}>
      {schedule.nextTimes.map((at) => (
        <li key={at}>
          <ScheduleTime at={at} timeZone={schedule.timeZone} />
        </li>
      ))}
    </Box>
  )
}
