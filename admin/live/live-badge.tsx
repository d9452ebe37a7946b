import PauseIcon from '@mui/icons-material/PauseCircleOutlined'
import SensorsIcon from '@mui/icons-material/Sensors'
import SyncIcon from '@mui/icons-material/Sync'
import { ButtonBase, Tooltip, useMediaQuery } from '@mui/material'
import type { Theme } from '@mui/material/styles'
import type { LiveState } from './live-updates.tsx'
import { useLive } from './live-updates.tsx'

const words: Record<LiveState, { label: string; hint: string; colour: string }> = {
  live: { label: 'Live', hint: 'This page follows the server. Press to pause.', colour: 'success.main' },
  connecting: {
    label: 'Connecting',
    hint: 'Waiting for the event stream. Until then the page is read again every 15 seconds.',
    colour: 'text.secondary',
  },
  reconnecting: {
    label: 'Reconnecting',
    hint: 'The event stream broke off. Until it is back the page is read again every 15 seconds.',
    colour: 'warning.main',
  },
  paused: {
    label: 'Paused',
    hint: 'This page stays as it is. Press to follow the server again.',
    colour: 'text.secondary',
  },
}

/** Says whether the page is live; pauses and resumes. */
export function LiveBadge() {
  const { state, setPaused } = useLive()
  const small = useMediaQuery((theme: Theme) => theme.breakpoints.down('sm'))
  const { label, hint, colour } = words[state]
  const Icon = state === 'paused' ? PauseIcon : state === 'live' ? SensorsIcon : SyncIcon
  return (
    <Tooltip title={hint}>
      <ButtonBase
        onClick={() => setPaused(state !== 'paused')}
        aria-label={`${label}. ${hint}`}
        sx={{ color: colour, gap: 0.75, px: 1, py: 0.75, borderRadius: 1, fontSize: '0.85rem', fontWeight: 600 }}
      >
        <Icon sx={{ fontSize: 18 }} />
        {small ? null : label}
      </ButtonBase>
    </Tooltip>
  )
}
