import { Box, Chip } from '@mui/material'
import type { ReleaseOrigin } from '../records.ts'
import { monospace } from '../theme.ts'
import { CopyButton } from './copy-button.tsx'

/** The Git commit a release came from. */
export function Commit({ release }: { release: ReleaseOrigin }) {
  if (!release.gitCommit) return <span>not from Git</span>
  return (
    <span>
      <Box component="code" sx={{ fontFamily: monospace, fontSize: '0.85rem' }}>
        {release.gitCommit.slice(0, 10)}
      </Box>
      <CopyButton text={release.gitCommit} label="Copy the commit" />
      {release.gitBranch ? ` on ${release.gitBranch} ` : null}
      {release.gitDirty ? <Chip size="small" variant="outlined" color="warning" label="uncommitted changes" /> : null}
    </span>
  )
}
