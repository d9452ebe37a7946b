import ActiveIcon from '@mui/icons-material/CheckCircleOutlined'
import DefaultIcon from '@mui/icons-material/StarOutline'
import InactiveIcon from '@mui/icons-material/RemoveCircleOutlineOutlined'
import InUseIcon from '@mui/icons-material/BoltOutlined'
import KilledIcon from '@mui/icons-material/PowerSettingsNewOutlined'
import RetiredIcon from '@mui/icons-material/EventBusyOutlined'
import { Box, Chip, Tooltip } from '@mui/material'
import type { ReactElement } from 'react'
import type { Model } from '../records.ts'
import { ModeBadge } from '../ui/mode-badge.tsx'

interface Badge {
  label: string
  hint: string
  icon: ReactElement
  colour: 'default' | 'primary' | 'success' | 'warning' | 'error'
}

const isPast = (date: string): boolean => date <= new Date().toISOString().slice(0, 10)

function badgesOf(model: Model): Badge[] {
  const badges: Badge[] = []
  const { lifecycle, is_default: isDefault } = model.spec
  const retiresOn = lifecycle?.retires_on
  if (model.usedByTier)
    badges.push({ label: 'in use', hint: 'Its tier uses this model now.', icon: <InUseIcon />, colour: 'success' })
  else if (model.isActive)
    badges.push({
      label: 'active',
      hint: 'May be used; in a tier it stands behind another.',
      icon: <ActiveIcon />,
      colour: 'default',
    })
  else
    badges.push({
      label: 'inactive',
      hint: 'Kept so that its history stays readable. Not used.',
      icon: <InactiveIcon />,
      colour: 'default',
    })
  if (isDefault)
    badges.push({
      label: 'default',
      hint: 'The default for its kind. Its tier is the default tier.',
      icon: <DefaultIcon />,
      colour: 'primary',
    })
  if (retiresOn) {
    const past = isPast(retiresOn)
    badges.push({
      label: past ? 'retired' : `retires ${retiresOn}`,
      hint: `${past ? 'Gone from its provider since' : 'Its provider takes it away on'} ${retiresOn}.${lifecycle.replaced_by ? ` Replaced by ${lifecycle.replaced_by}.` : ''}`,
      icon: <RetiredIcon />,
      colour: 'warning',
    })
  }
  if (model.killedAt)
    badges.push({
      label: 'switched off',
      hint: `By ${model.killedBy ?? 'an operator'}: ${model.killReason ?? ''}`,
      icon: <KilledIcon />,
      colour: 'error',
    })
  return badges
}

/** What holds for a model now, each in a word with its reason on demand. */
export function ModelBadges({ model }: { model: Model }) {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5 }}>
      {badgesOf(model).map((badge) => (
        <Tooltip key={badge.label} title={badge.hint}>
          <Chip size="small" variant="outlined" color={badge.colour} icon={badge.icon} label={badge.label} />
        </Tooltip>
      ))}
      {model.providerMode === 'not_configured' ? <ModeBadge mode="not_configured" /> : null}
    </Box>
  )
}
