import { Box } from '@mui/material'
import { useListContext } from 'react-admin'
import { ProblemNotice } from './problem-notice.tsx'

/** Stands in a list's place when it could not be read. The filters stay usable. */
export function ListError() {
  const { error, refetch } = useListContext()
  if (!error) return null
  return (
    <Box sx={{ px: 2 }}>
      <ProblemNotice error={error} title="This list could not be read" onRetry={() => void refetch()} />
    </Box>
  )
}
