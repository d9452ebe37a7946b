import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField, Typography } from '@mui/material'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { ProblemNotice } from './problem-notice.tsx'

interface ReasonDialogProps {
  title: ReactNode
  /** What it does, and how it is undone. */
  children: ReactNode
  helperText: string
  /** The button that leaves everything as it is. */
  keep: string
  /** The button that does it. */
  act: string
  isPending: boolean
  error: Error | null
  onClose: () => void
  onReason: (reason: string) => void
}

/** Asks why, before something is taken out of use. */
export function ReasonDialog(props: ReasonDialogProps) {
  const [text, setText] = useState('')
  const reason = text.trim()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    props.onReason(reason)
  }
  return (
    <Dialog open onClose={props.onClose} fullWidth maxWidth="sm" aria-labelledby="reason-title">
      <Box component="form" onSubmit={submit}>
        <DialogTitle id="reason-title" component="h2">
          {props.title}
        </DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 1.5 }}>
          <Typography>{props.children}</Typography>
          <TextField
            label="Reason"
            value={text}
            onChange={(event) => setText(event.target.value)}
            required
            fullWidth
            multiline
            helperText={props.helperText}
            slotProps={{ htmlInput: { maxLength: 500 } }}
          />
          {props.error ? <ProblemNotice error={props.error} /> : null}
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2.5 }}>
          <Button onClick={props.onClose}>{props.keep}</Button>
          <Button type="submit" variant="contained" color="error" disabled={reason === ''} loading={props.isPending}>
            {props.act}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  )
}
