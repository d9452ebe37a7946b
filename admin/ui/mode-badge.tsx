import KeyOffIcon from '@mui/icons-material/KeyOff'
import LiveIcon from '@mui/icons-material/CloudDoneOutlined'
import SandboxIcon from '@mui/icons-material/ScienceOutlined'
import { Chip, Tooltip } from '@mui/material'
import type { ProviderMode } from '../records.ts'
import { modeWords } from './wording.ts'

const looks = {
  live: { icon: <LiveIcon />, colour: 'success', hint: 'Answered by the provider itself.' },
  sandbox: { icon: <SandboxIcon />, colour: 'sandbox', hint: 'Answered by the local sandbox. Not for publishing.' },
  not_configured: { icon: <KeyOffIcon />, colour: 'warning', hint: 'No key is set, so its models are passed over.' },
} as const

/** How a provider is, or was, reached. */
export function ModeBadge({ mode }: { mode: ProviderMode | null }) {
  if (!mode) return null
  const { icon, colour, hint } = looks[mode]
  return (
    <Tooltip title={hint}>
      <Chip
        size="small"
        variant="outlined"
        color={colour}
        icon={icon}
        label={modeWords[mode]}
        sx={mode === 'sandbox' ? { borderStyle: 'dashed' } : {}}
      />
    </Tooltip>
  )
}
