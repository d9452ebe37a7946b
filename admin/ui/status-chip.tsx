import CancelIcon from '@mui/icons-material/DoNotDisturbAlt'
import DoneIcon from '@mui/icons-material/CheckCircleOutlined'
import FailedIcon from '@mui/icons-material/ErrorOutlineOutlined'
import NoneIcon from '@mui/icons-material/CropOriginal'
import QueuedIcon from '@mui/icons-material/Schedule'
import RunningIcon from '@mui/icons-material/Autorenew'
import type { SvgIconProps } from '@mui/material'
import { Chip } from '@mui/material'
import type { ComponentType } from 'react'
import type { GenerationStatus } from '../records.ts'
import { statusWords } from './wording.ts'

type Status = GenerationStatus | 'none'

const icons: Record<Status, ComponentType<SvgIconProps>> = {
  none: NoneIcon,
  queued: QueuedIcon,
  running: RunningIcon,
  succeeded: DoneIcon,
  failed: FailedIcon,
  cancelled: CancelIcon,
}
const colours = {
  none: 'default',
  queued: 'info',
  running: 'info',
  succeeded: 'success',
  failed: 'error',
  cancelled: 'default',
} as const

/** A status as a word with a sign; the colour only repeats it. */
export function StatusChip({ status }: { status: Status }) {
  const Icon = icons[status]
  const turning = status === 'running' ? { '& .MuiChip-icon': { animation: 'atelier-turn 1.6s linear infinite' } } : {}
  return (
    <Chip
      size="small"
      variant="outlined"
      color={colours[status]}
      icon={<Icon />}
      label={statusWords[status]}
      sx={turning}
    />
  )
}
