import DeliveredIcon from '@mui/icons-material/CheckCircleOutlined'
import DroppedIcon from '@mui/icons-material/DoNotDisturbAlt'
import FailedIcon from '@mui/icons-material/ErrorOutlineOutlined'
import WaitsIcon from '@mui/icons-material/Schedule'
import { Chip } from '@mui/material'
import type { WebhookDelivery } from '../records.ts'
import { deliveryWords } from './webhook-words.ts'

const signs = {
  pending: { Icon: WaitsIcon, color: 'info' },
  delivered: { Icon: DeliveredIcon, color: 'success' },
  failed: { Icon: FailedIcon, color: 'error' },
  dropped: { Icon: DroppedIcon, color: 'default' },
} as const

/** How far a delivery is, as a word with a sign. One that waits after a failure says so. */
export function DeliveryChip({ delivery }: { delivery: WebhookDelivery }) {
  const { status, isBeingSent, attempts } = delivery
  const { Icon, color } = signs[status]
  const isLate = status === 'pending' && !isBeingSent && attempts > 0
  const label = isBeingSent ? 'Being sent' : isLate ? 'Tried again later' : deliveryWords[status]
  return <Chip size="small" variant="outlined" color={isLate ? 'warning' : color} icon={<Icon />} label={label} />
}
