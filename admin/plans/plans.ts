import PlansIcon from '@mui/icons-material/CardMembershipOutlined'
import type { ResourceProps } from 'react-admin'
import type { Plan } from '../records.ts'
import { PlanList } from './plan-list.tsx'

export const plans: ResourceProps = {
  name: 'plans',
  icon: PlansIcon,
  list: PlanList,
  recordRepresentation: (plan: Plan) => plan.spec.display_name,
}
