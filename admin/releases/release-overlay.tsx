import { Box } from '@mui/material'
import type { Release } from '../records.ts'
import { monospace } from '../theme.ts'
import { kindWords } from '../ui/wording.ts'

/** For which environment a release was, and what that environment's overlay said in place of the files. */
export function ReleaseOverlay({ release: { environment, overlay } }: { release: Release }) {
  if (environment === null) return <span>none: the files as they are</span>
  if (!overlay) return <span>{environment}</span>
  const code = { fontFamily: monospace, fontSize: '0.82rem', overflowWrap: 'anywhere' } as const
  return (
    <>
      {environment}, by{' '}
      <Box component="code" sx={code}>
        {overlay.file}
      </Box>
      {overlay.settings.length === 0 ? ', which changes nothing' : null}
      <Box component="ul" sx={{ m: 0, mt: 0.5, p: 0, listStyle: 'none' }}>
        {overlay.settings.map(({ kind, id, path, value }) => (
          <Box component="li" key={`${kind}/${id}/${path}`} sx={code}>
            {kindWords[kind]} {id} {path}: <strong>{typeof value === 'string' ? value : JSON.stringify(value)}</strong>
          </Box>
        ))}
      </Box>
    </>
  )
}
