import KillIcon from '@mui/icons-material/PowerSettingsNewOutlined'
import { Alert, Button } from '@mui/material'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useDataProvider, useNotify } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import { refreshCatalog } from '../live/catalog-queries.ts'
import type { Model } from '../records.ts'
import { ReasonDialog } from '../ui/reason-dialog.tsx'
import { When } from '../ui/when.tsx'

function KillDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const provider = useDataProvider<ConsoleProvider>()
  const client = useQueryClient()
  const notify = useNotify()
  const kill = useMutation({
    mutationFn: (reason: string) => provider.killModel(model.id, reason),
    onSuccess: () => {
      notify(`${model.spec.display_name} is switched off.`, { type: 'success' })
      refreshCatalog(client)
      onClose()
    },
  })
  return (
    <ReasonDialog
      title={`Switch off ${model.spec.display_name}?`}
      helperText="Everyone sees it where the model is missed"
      keep="Leave it on"
      act="Switch off"
      isPending={kill.isPending}
      error={kill.error}
      onClose={onClose}
      onReason={(reason) => kill.mutate(reason)}
    >
      No new picture is made with it from now on; its tier goes on with its next model. What Git says stays as it is,
      and you can switch it on again here.
    </ReasonDialog>
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
