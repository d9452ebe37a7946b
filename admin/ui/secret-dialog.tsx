import { Alert, Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material'
import type { ReactNode } from 'react'
import { monospace } from '../theme.ts'
import { CopyButton } from './copy-button.tsx'

/** Shows what nobody can read again. Closes by its button alone, so that no stray click loses it. */
export function SecretDialog({
  title,
  secret,
  name,
  children,
  onClose,
}: {
  title: string
  secret: string
  /** What it is called, such as `token`. */
  name: string
  children: ReactNode
  onClose: () => void
}) {
  return (
    <Dialog open fullWidth maxWidth="sm" aria-labelledby="secret-title">
      <DialogTitle id="secret-title" component="h2">
        {title}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        <Alert severity="warning" variant="outlined">
          Copy the {name} now: it is shown only this once.
        </Alert>
        <Box
          sx={{
            display: 'flex',
            alignItems: 'center',
            gap: 1,
            p: 1.5,
            border: 1,
            borderColor: 'divider',
            borderRadius: 1,
            bgcolor: 'background.default',
          }}
        >
          <Box
            component="code"
            data-secret
            sx={{ fontFamily: monospace, fontSize: '0.9rem', overflowWrap: 'anywhere', flex: 1, userSelect: 'all' }}
          >
            {secret}
          </Box>
          <CopyButton text={secret} label={`Copy the ${name}`} />
        </Box>
        <Box sx={{ color: 'text.secondary', fontSize: '0.9rem' }}>{children}</Box>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button variant="contained" onClick={onClose}>
          I have copied it
        </Button>
      </DialogActions>
    </Dialog>
  )
}
