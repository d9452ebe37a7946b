import QueuedIcon from '@mui/icons-material/Schedule'
import RunningIcon from '@mui/icons-material/Autorenew'
import BrokenIcon from '@mui/icons-material/BrokenImageOutlined'
import DeletedIcon from '@mui/icons-material/DeleteOutlined'
import CancelledIcon from '@mui/icons-material/DoNotDisturbAlt'
import PictureIcon from '@mui/icons-material/CropOriginal'
import { Box } from '@mui/material'
import type { ReactNode } from 'react'
import type { GenerationStatus, Shape } from '../records.ts'

/** Width by height of an empty slot. What a picture really measures comes with the picture. */
const outlines: Record<Shape, string> = { landscape: '16 / 9', square: '1 / 1' }

export const outlineOf = (shape: Shape): string => outlines[shape]

const signs: Record<GenerationStatus | 'none', ReactNode> = {
  none: <PictureIcon />,
  queued: <QueuedIcon />,
  running: <RunningIcon />,
  // A picture that was made and is not there any more was deleted.
  succeeded: <DeletedIcon />,
  failed: <BrokenIcon />,
  cancelled: <CancelledIcon />,
}

/** A slot without a picture: its outline, what is going on in it, and a sheen while something is. */
export function SlotFrame({
  status,
  children,
  compact = false,
}: {
  status: GenerationStatus | 'none'
  children?: ReactNode
  compact?: boolean
}) {
  const working = status === 'queued' || status === 'running'
  return (
    <Box
      sx={{
        width: '100%',
        height: '100%',
        display: 'grid',
        placeContent: 'center',
        justifyItems: 'center',
        textAlign: 'center',
        gap: 0.75,
        p: compact ? 0 : 2,
        overflow: 'hidden',
        color: status === 'failed' ? 'error.main' : 'text.secondary',
        border: compact ? '1px dashed' : '1.5px dashed',
        borderColor: status === 'failed' ? 'error.main' : working ? 'info.main' : 'divider',
        borderStyle: working ? 'solid' : 'dashed',
        borderRadius: 'inherit',
        bgcolor: 'background.default',
        '& > svg': { fontSize: compact ? 14 : 36, opacity: 0.8 },
        ...(status === 'running' && {
          backgroundImage: (theme) =>
            `linear-gradient(100deg, transparent 30%, ${theme.palette.mode === 'light' ? 'rgba(23,89,74,.13)' : 'rgba(132,211,186,.16)'} 50%, transparent 70%)`,
          backgroundSize: '250% 100%',
          animation: 'atelier-sheen 1.8s linear infinite',
        }),
      }}
    >
      {signs[status]}
      {children}
    </Box>
  )
}
