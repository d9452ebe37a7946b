import CancelIcon from '@mui/icons-material/DoNotDisturbAlt'
import DoneIcon from '@mui/icons-material/CheckCircleOutlined'
import FailedIcon from '@mui/icons-material/ErrorOutlineOutlined'
import PausedIcon from '@mui/icons-material/PauseCircleOutlined'
import RunningIcon from '@mui/icons-material/Autorenew'
import { Chip } from '@mui/material'
import type { RunStatus } from '../records.ts'
import { runStatusWords } from './run-words.ts'

const looks = {
  running: { Icon: RunningIcon, colour: 'info' },
  paused: { Icon: PausedIcon, colour: 'warning' },
  completed: { Icon: DoneIcon, colour: 'success' },
  cancelled: { Icon: CancelIcon, colour: 'default' },
  failed: { Icon: FailedIcon, colour: 'error' },
} as const

/** A run's status as a word with a sign; the colour only repeats it. */
export function RunStatusChip({ status }: { status: RunStatus }) {
  const { Icon, colour } = looks[status]
  const turning = status === 'running' ? { '& .MuiChip-icon': { animation: 'atelier-turn 1.6s linear infinite' } } : {}
  return (
    <Chip size="small" variant="outlined" color={colour} icon={<Icon />} label={runStatusWords[status]} sx={turning} />
  )
}
