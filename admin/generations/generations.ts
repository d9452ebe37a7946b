import QueueIcon from '@mui/icons-material/PendingActionsOutlined'
import type { ResourceProps } from 'react-admin'
import type { Generation } from '../records.ts'
import { GenerationList } from './generation-list.tsx'
import { GenerationShow } from './generation-show.tsx'

export const generations: ResourceProps = {
  name: 'generations',
  icon: QueueIcon,
  list: GenerationList,
  show: GenerationShow,
  recordRepresentation: (generation: Generation) => `Generation #${generation.id}`,
}
