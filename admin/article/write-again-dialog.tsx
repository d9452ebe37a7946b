import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  Typography,
} from '@mui/material'
import { useState } from 'react'
import { EstimatePart } from '../making/estimate-part.tsx'
import { useEstimate } from '../making/estimate-query.ts'
import type { Content, WritePrompts } from '../records.ts'

interface WriteAgainDialogProps {
  content: Content
  isPending: boolean
  onWrite: (body: WritePrompts) => void
  onClose: () => void
}

/** Asks before prompts are replaced. Pictures are made anew only where that is chosen, with its cost in sight. */
export function WriteAgainDialog({ content, isPending, onWrite, onClose }: WriteAgainDialogProps) {
  const [remake, setRemake] = useState(false)
  const { isMakeable, ...answer } = useEstimate(remake ? { contentId: content.id, which: 'all' } : null)
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
        {remake ? <EstimatePart {...answer} /> : null}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button onClick={onClose}>Keep them</Button>
        <Button
          variant="contained"
          loading={isPending}
          disabled={remake && !isMakeable}
          onClick={() => onWrite({ regenerate: true, ...(remake && { remake }) })}
        >
          {remake ? 'Write and remake' : 'Write again'}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
