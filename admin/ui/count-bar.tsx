import { Box } from '@mui/material'

/** How many of how many: a bar, and the same in words beside it. */
export function CountBar({
  done,
  total,
  label,
  width = 72,
  isLoad = false,
}: {
  done: number
  total: number
  label: string
  width?: number
  /** Full is then not finished, only busy. */
  isLoad?: boolean
}) {
  const fill = done >= total && !isLoad ? 'success.main' : 'primary.main'
  const bar = { bgcolor: fill, borderRadius: 3, transition: 'width .4s' } as const
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
      <Box
        component="progress"
        aria-label={label}
        max={Math.max(1, total)}
        value={done}
        sx={{
          appearance: 'none',
          flex: 'none',
          width,
          height: 6,
          border: 0,
          borderRadius: 3,
          overflow: 'hidden',
          bgcolor: 'divider',
          '&::-webkit-progress-bar': { bgcolor: 'divider' },
          '&::-webkit-progress-value': bar,
          '&::-moz-progress-bar': bar,
        }}
      />
      <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
        {done}/{total}
      </Box>
    </Box>
  )
}
