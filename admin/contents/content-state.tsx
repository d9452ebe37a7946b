import CompleteIcon from '@mui/icons-material/CheckCircleOutlined'
import FailedIcon from '@mui/icons-material/ErrorOutlineOutlined'
import MissingIcon from '@mui/icons-material/CropOriginal'
import PromptsIcon from '@mui/icons-material/EditNoteOutlined'
import WorkingIcon from '@mui/icons-material/Autorenew'
import { Chip } from '@mui/material'
import type { ImageCounts } from '../records.ts'

export const contentStates = [
  { value: undefined, label: 'All' },
  { value: 'no_prompts', label: 'No prompts yet' },
  { value: 'images_missing', label: 'Images missing' },
  { value: 'working', label: 'Working' },
  { value: 'failed', label: 'Failed' },
  { value: 'complete', label: 'Complete' },
] as const

type ContentState = NonNullable<(typeof contentStates)[number]['value']>

/** What most needs to be known of an article: work first, then failure, then what is left to do. */
export function stateOf(counts: ImageCounts): ContentState {
  if (counts.queued + counts.running > 0) return 'working'
  if (counts.failed > 0) return 'failed'
  if (counts.slots === 0) return 'no_prompts'
  return counts.current >= counts.expected ? 'complete' : 'images_missing'
}

const looks = {
  no_prompts: { icon: <PromptsIcon />, colour: 'default', label: 'No prompts yet' },
  images_missing: { icon: <MissingIcon />, colour: 'default', label: 'Images missing' },
  working: { icon: <WorkingIcon />, colour: 'info', label: 'Working' },
  failed: { icon: <FailedIcon />, colour: 'error', label: 'Failed' },
  complete: { icon: <CompleteIcon />, colour: 'success', label: 'Complete' },
} as const

export function ContentStateChip({ counts }: { counts: ImageCounts }) {
  const { icon, colour, label } = looks[stateOf(counts)]
  return <Chip size="small" variant="outlined" icon={icon} color={colour} label={label} />
}
