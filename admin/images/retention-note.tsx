import { Typography } from '@mui/material'
import { useGetOne } from 'react-admin'
import type { Settings } from '../records.ts'
import { countOf } from '../ui/wording.ts'

/** When old versions go by themselves; nothing where all are kept. */
export function RetentionNote() {
  const { data } = useGetOne<Settings>('settings', { id: 'system' }, { staleTime: 300_000 })
  const retention = data?.spec.retention
  if (!retention) return null
  const { days, versions_per_image: kept } = retention
  return (
    <Typography sx={{ color: 'text.secondary', fontSize: '0.82rem' }}>
      Versions that are not shown are deleted after {countOf(days, 'day')}
      {kept ? `, the newest ${kept} excepted` : ''}, unless somebody chose them since. Prompt, model and cost stay.
    </Typography>
  )
}
