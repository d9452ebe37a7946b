import {
  Box,
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  Typography,
} from '@mui/material'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useDataProvider } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Content, WritePrompts } from '../records.ts'
import { EstimatePart } from './estimate-part.tsx'

interface WriteAgainDialogProps {
  content: Content
  isPending: boolean
  onWrite: (body: WritePrompts) => void
  onClose: () => void
}

/** Asks before prompts are replaced. Pictures are made anew only where that is chosen, with its cost in sight. */
export function WriteAgainDialog({ content, isPending, onWrite, onClose }: WriteAgainDialogProps) {
  const provider = useDataProvider<ConsoleProvider>()
  const [remake, setRemake] = useState(false)
  const question = { contentId: content.id, which: 'all' as const }
  const estimate = useQuery({
    queryKey: ['estimate', question],
    queryFn: ({ signal }) => provider.estimate(question, signal),
    retry: false,
    staleTime: 0,
    enabled: remake,
  })
  const isReady = !remake || (estimate.data !== undefined && estimate.data.problem === null)
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="write-again-title">
      <DialogTitle id="write-again-title" component="h2">
        Write the prompts again?
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 1.5 }}>
        <Typography>
          New prompts take the place of the ones here, edited ones included. The earlier ones stay in each image’s
          history, and pictures already made stay as they are.
        </Typography>
        <FormControlLabel
          control={<Checkbox checked={remake} onChange={(_, checked) => setRemake(checked)} />}
          label="Also make every picture anew with them"
        />
        {remake ? (
          <Box sx={{ display: 'grid', gap: 1.5 }}>
            <EstimatePart estimate={estimate.data} error={estimate.error} onRetry={() => void estimate.refetch()} />
          </Box>
        ) : null}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button onClick={onClose}>Keep them</Button>
        <Button
          variant="contained"
          loading={isPending}
          disabled={!isReady}
          onClick={() => onWrite({ regenerate: true, ...(remake && { remake }) })}
        >
          {remake ? 'Write and remake' : 'Write again'}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
