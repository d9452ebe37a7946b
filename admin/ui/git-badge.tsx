import GitIcon from '@mui/icons-material/AccountTreeOutlined'
import { Box, Chip, Tooltip } from '@mui/material'
import { monospace } from '../theme.ts'
import { CopyButton } from './copy-button.tsx'

interface Source {
  sourceFile: string
  sourceLine: number
}

const hint = 'Read-only here. Change the file in a pull request, then run sync-config.'
const code = { fontFamily: monospace, fontSize: '0.8rem' } as const

/** Says where a record of the catalog is written, since it cannot be changed here. */
export function GitBadge({ sourceFile, sourceLine }: Source) {
  const place = `${sourceFile}:${sourceLine}`
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: 0.75 }}>
      <Tooltip title={hint}>
        <Chip size="small" variant="outlined" icon={<GitIcon />} label="Managed in Git" />
      </Tooltip>
      <Box component="code" sx={{ ...code, overflowWrap: 'anywhere' }}>
        {place}
      </Box>
      <CopyButton text={place} label="Copy the file’s path" />
    </Box>
  )
}

/** The same for a row: the file's own name, the rest on demand. */
export function GitPlace({ sourceFile, sourceLine }: Source) {
  const place = `${sourceFile}:${sourceLine}`
  return (
    <Tooltip title={`Managed in Git: ${place}. ${hint}`}>
      <Box
        sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.5, color: 'text.secondary', whiteSpace: 'nowrap' }}
      >
        <GitIcon sx={{ fontSize: 16 }} aria-label="Managed in Git" />
        <Box component="code" sx={{ ...code, maxWidth: 116, overflow: 'hidden', textOverflow: 'ellipsis' }}>
          {place.slice(place.lastIndexOf('/') + 1)}
        </Box>
      </Box>
    </Tooltip>
  )
}
