import { Box, Chip } from '@mui/material'
import type { Release } from '../records.ts'
import { monospace } from '../theme.ts'
import { rowList } from '../ui/row-list.ts'

const colours = { error: 'error', warning: 'warning', hint: 'info' } as const

/** What the validator said of a catalog when it was applied. */
export function ReleaseFindings({ findings }: Pick<Release, 'findings'>) {
  return (
    <Box component="ul" sx={rowList}>
      {findings.map(({ rule, severity, file, line, column, message }) => (
        <Box component="li" key={`${file}:${line}:${column} ${rule}`}>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
            <Chip size="small" variant="outlined" label={severity} color={colours[severity]} />
            <strong>{rule}</strong>
            <Box
              component="code"
              sx={{ fontFamily: monospace, fontSize: '0.8rem', color: 'text.secondary', overflowWrap: 'anywhere' }}
            >
              {file}:{line}:{column}
            </Box>
          </Box>
          <Box sx={{ mt: 0.5, overflowWrap: 'anywhere' }}>{message}</Box>
        </Box>
      ))}
    </Box>
  )
}
