import { Box } from '@mui/material'
import { monospace } from '../theme.ts'
import { ValueChange } from './value-change.tsx'

/** One field, what it was and what it became. An absent value is a field that was not there. */
export function FieldChange({ name, before, after }: { name: string; before: unknown; after: unknown }) {
  return (
    <Box sx={{ mt: 0.5, fontFamily: monospace, fontSize: '0.82rem', overflowWrap: 'anywhere' }}>
      {name}: <ValueChange before={before} after={after} />
    </Box>
  )
}
