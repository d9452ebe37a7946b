import ScheduleIcon from '@mui/icons-material/EventRepeatOutlined'
import type { ResourceProps } from 'react-admin'
import type { Schedule } from '../records.ts'
import { lazyPage } from '../ui/lazy-page.ts'

export const schedules: ResourceProps = {
  name: 'schedules',
  icon: ScheduleIcon,
  list: lazyPage(() => import('./schedule-list.tsx'), 'ScheduleList'),
  create: lazyPage(() => import('./schedule-create.tsx'), 'ScheduleCreate'),
  edit: lazyPage(() => import('./schedule-edit.tsx'), 'ScheduleEdit'),
  recordRepresentation: (schedule: Schedule) => `Schedule of ${schedule.siteName}`,
}
