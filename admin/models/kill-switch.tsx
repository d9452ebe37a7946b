import KillIcon from '@mui/icons-material/PowerSettingsNewOutlined'
import {
  Alert,
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  TextField,
  Typography,
} from '@mui/material'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useDataProvider, useNotify } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import { refreshCatalog } from '../live/catalog-queries.ts'
import type { Model } from '../records.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { When } from '../ui/when.tsx'

function KillDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const provider = useDataProvider<ConsoleProvider>()
  const client = useQueryClient()
  const notify = useNotify()
  const [reason, setReason] = useState('')
  const kill = useMutation({
    mutationFn: () => provider.killModel(model.id, reason.trim()),
    onSuccess: () => {
      notify(`${model.spec.display_name} is switched off.`, { type: 'success' })
      refreshCatalog(client)
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    kill.mutate()
  }
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="kill-title">
      <Box component="form" onSubmit={submit}>
        <DialogTitle id="kill-title" component="h2">
          Switch off {model.spec.display_name}?
        </DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 1.5 }}>
          <Typography>
            No new picture is made with it from now on; its tier goes on with its next model. What Git says stays as it
            is, and you can switch it on again here.
          </Typography>
          <TextField
            label="Reason"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            required
            fullWidth
            multiline
            helperText="Everyone sees it where the model is missed"
          />
          {kill.error ? <ProblemNotice error={kill.error} /> : null}
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2.5 }}>
          <Button onClick={onClose}>Leave it on</Button>
          <Button
            type="submit"
            variant="contained"
            color="error"
            disabled={reason.trim() === ''}
            loading={kill.isPending}
          >
            Switch off
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  )
}

function KilledNotice({ model }: { model: Model }) {
  const provider = useDataProvider<ConsoleProvider>()
  const client = useQueryClient()
  const notify = useNotify()
  const restore = useMutation({
    mutationFn: () => provider.restoreModel(model.id),
    onSuccess: () => refreshCatalog(client),
    onError: (error: Error) => notify(error.message, { type: 'error' }),
  })
  return (
    <Alert
      severity="error"
      variant="outlined"
      icon={<KillIcon />}
      action={
        <Button color="inherit" size="small" onClick={() => restore.mutate()} loading={restore.isPending}>
          Switch on again
        </Button>
      }
    >
      Switched off by {model.killedBy ?? 'an operator'} <When at={model.killedAt} />: {model.killReason}
    </Alert>
  )
}

/** Takes a model out of use at once, with a reason, and brings it back. */
export function KillSwitch({ model }: { model: Model }) {
  const [open, setOpen] = useState(false)
  if (model.killedAt) return <KilledNotice model={model} />
  if (!model.isActive) return null
  return (
    <>
      <Button
        color="error"
        variant="outlined"
        size="small"
        startIcon={<KillIcon />}
        onClick={() => setOpen(true)}
        sx={{ justifySelf: 'start' }}
      >
        Switch off
      </Button>
      {open ? <KillDialog model={model} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
