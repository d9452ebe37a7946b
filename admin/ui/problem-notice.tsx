import { Alert, AlertTitle, Box, Button } from '@mui/material'
import type { ReactNode } from 'react'
import { problemOf } from '../api-client.ts'
import { monospace } from '../theme.ts'
import { CopyButton } from './copy-button.tsx'

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** What went wrong, what to tell support, and the way to try again. */
export function ProblemNotice({ error, title, onRetry }: { error: unknown; title?: ReactNode; onRetry?: () => void }) {
  const requestId = problemOf(error)?.requestId
  const retry = onRetry ? (
    <Button color="inherit" size="small" onClick={onRetry}>
      Try again
    </Button>
  ) : null
  return (
    <Alert severity="error" variant="outlined" action={retry} sx={{ my: 2, bgcolor: 'background.paper' }}>
      {title ? <AlertTitle>{title}</AlertTitle> : null}
      {textOf(error)}
      {requestId ? (
        <Box sx={{ mt: 0.5, fontSize: '0.8rem', color: 'text.secondary' }}>
          Request{' '}
          <Box component="span" sx={{ fontFamily: monospace }}>
            {requestId}
          </Box>
          <CopyButton text={requestId} label="Copy the request id" />
        </Box>
      ) : null}
    </Alert>
  )
}
