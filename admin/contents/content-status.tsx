import ArchivedIcon from '@mui/icons-material/Inventory2Outlined'
import DraftIcon from '@mui/icons-material/EditOutlined'
import ReadyIcon from '@mui/icons-material/CheckOutlined'
import { Chip } from '@mui/material'
import type { Content } from '../records.ts'

type ContentStatus = Content['status']

/** What most articles are, and what need not be said of each. */
export const readyStatus: ContentStatus = 'ready'

/** As a filter. What is archived shows only when asked for. */
export const contentStatuses = [
  { value: undefined, label: 'Draft and ready' },
  { value: 'draft', label: 'Draft' },
  { value: 'ready', label: 'Ready' },
  { value: 'archived', label: 'Archived' },
] as const

export const statusChoices = [
  { id: 'draft', name: 'Draft: runs leave it alone' },
  { id: 'ready', name: 'Ready' },
  { id: 'archived', name: 'Archived: kept, and no images are made' },
]

const looks = {
  draft: { icon: <DraftIcon />, label: 'Draft' },
  ready: { icon: <ReadyIcon />, label: 'Ready' },
  archived: { icon: <ArchivedIcon />, label: 'Archived' },
} as const

export function ContentStatusChip({ status }: { status: ContentStatus }) {
  const { icon, label } = looks[status]
  return <Chip size="small" variant="outlined" icon={icon} label={label} sx={{ mr: 0.75, height: 22 }} />
}
