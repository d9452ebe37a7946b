import RollbackIcon from '@mui/icons-material/SettingsBackupRestoreOutlined'
import { Box, Chip } from '@mui/material'
import type { Release } from '../records.ts'

/** For which environment a release was, and whether it brought another one back. */
export function ReleaseBadges({ release }: { release: Release }) {
  const { environment, rollbackOf, impact } = release
  if (environment === null && rollbackOf === null && !impact.some(({ stranded }) => stranded)) return null
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.75 }}>
      {environment === null ? null : <Chip size="small" variant="outlined" label={environment} />}
      {rollbackOf === null ? null : (
        <Chip
          size="small"
          variant="outlined"
          color="info"
          icon={<RollbackIcon />}
          label={`brings back #${rollbackOf}`}
        />
      )}
      {impact.some(({ stranded }) => stranded) ? (
        <Chip size="small" variant="outlined" color="error" label="left some without pictures" />
      ) : null}
    </Box>
  )
}
