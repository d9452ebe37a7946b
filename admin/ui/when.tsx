import { Box, Tooltip } from '@mui/material'
import { useNowMs } from './clock.ts'
import { agoText, durationText, timeText } from './wording.ts'

/** A time as people say it, with the exact one on demand. */
export function When({ at }: { at: string | null }) {
  const nowMs = useNowMs()
  if (!at) return <span>–</span>
  return (
    <Tooltip title={timeText(at)}>
      <Box component="time" dateTime={at} sx={{ whiteSpace: 'nowrap' }}>
        {agoText(at, nowMs)}
      </Box>
    </Tooltip>
  )
}

/** How long something has been going on. */
export function Elapsed({ since }: { since: string }) {
  return <span>{durationText(useNowMs() - new Date(since).getTime())}</span>
}
