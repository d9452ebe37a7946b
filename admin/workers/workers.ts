import WorkersIcon from '@mui/icons-material/EngineeringOutlined'
import type { ResourceProps } from 'react-admin'
import { WorkerList } from './worker-list.tsx'

export const workers: ResourceProps = { name: 'workers', icon: WorkersIcon, list: WorkerList }
