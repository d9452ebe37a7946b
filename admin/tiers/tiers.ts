import TiersIcon from '@mui/icons-material/LayersOutlined'
import type { ResourceProps } from 'react-admin'
import type { Tier } from '../records.ts'
import { TierList } from './tier-list.tsx'

export const tiers: ResourceProps = {
  name: 'tiers',
  icon: TiersIcon,
  list: TierList,
  recordRepresentation: (tier: Tier) => tier.spec.display_name,
}
