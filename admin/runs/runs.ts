import AutomationIcon from '@mui/icons-material/AutoModeOutlined'
import type { ResourceProps } from 'react-admin'
import type { Run } from '../records.ts'
import { lazyPage } from '../ui/lazy-page.ts'

export const runs: ResourceProps = {
  name: 'runs',
  icon: AutomationIcon,
  list: lazyPage(() => import('./run-list.tsx'), 'RunList'),
  show: lazyPage(() => import('./run-show.tsx'), 'RunShow'),
  recordRepresentation: (run: Run) => `Run #${run.id} of ${run.siteName}`,
}
