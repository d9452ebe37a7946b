import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material'
import type { ReactNode } from 'react'
import { ProblemNotice } from './problem-notice.tsx'

/** Asks before something that cannot be undone. */
export function ConfirmDialog(props: {
  title: string
  /** What it does. */
  children: ReactNode
  keep: string
  act: string
  isPending: boolean
  error: Error | null
  onClose: () => void
  onConfirm: () => void
}) {
  return (
    <Dialog open onClose={props.onClose} fullWidth maxWidth="xs" aria-labelledby="confirm-title">
      <DialogTitle id="confirm-title" component="h2">
        {props.title}
      </DialogTitle>
      <DialogContent>
        <Typography>{props.children}</Typography>
        {props.error ? <ProblemNotice error={props.error} /> : null}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button onClick={props.onClose}>{props.keep}</Button>
        <Button variant="contained" color="error" loading={props.isPending} onClick={props.onConfirm}>
          {props.act}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
