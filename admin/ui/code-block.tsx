import { Box } from '@mui/material'
import { monospace } from '../theme.ts'

/** A value as it travels. */
export function CodeBlock({ value, label }: { value: unknown; label: string }) {
  return (
    <Box
      component="section"
      tabIndex={0}
      aria-label={label}
      sx={{
        m: 0,
        whiteSpace: 'pre',
        p: 1.5,
        overflow: 'auto',
        maxHeight: 420,
        borderRadius: 1,
        border: 1,
        borderColor: 'divider',
        bgcolor: 'background.default',
        fontFamily: monospace,
        fontSize: '0.8rem',
        lineHeight: 1.5,
      }}
    >
      {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
    </Box>
  )
}
