import PauseIcon from '@mui/icons-material/PauseCircleOutlined'
import ResumeIcon from '@mui/icons-material/PlayCircleOutlined'
import { Box, Button } from '@mui/material'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useDataProvider, useNotify } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import { refreshProviders } from '../live/provider-queries.ts'
import type { Provider } from '../records.ts'
import { ReasonDialog } from '../ui/reason-dialog.tsx'

function PauseDialog({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const api = useDataProvider<ConsoleProvider>()
  const client = useQueryClient()
  const notify = useNotify()
  const pause = useMutation({
    mutationFn: (reason: string) => api.pauseProvider(provider.id, reason),
    onSuccess: () => {
      notify(`${provider.spec.display_name} is paused.`, { type: 'success' })
      refreshProviders(client)
      onClose()
    },
  })
  return (
    <ReasonDialog
      title={`Pause ${provider.spec.display_name}?`}
      helperText="Everyone sees it where pictures wait for this provider"
      keep="Leave it on"
      act="Pause"
      isPending={pause.isPending}
      error={pause.error}
      onClose={onClose}
      onReason={(reason) => pause.mutate(reason)}
    >
      No new call goes out to it from now on. What is queued waits, or is made by its tier’s next model where the tier
      falls back. Calls under way are finished, since they are paid for. You can resume it here.
    </ReasonDialog>
  )
}

function ResumeButton({ provider }: { provider: Provider }) {
  const api = useDataProvider<ConsoleProvider>()
  const client = useQueryClient()
  const notify = useNotify()
  const resume = useMutation({
    mutationFn: () => api.resumeProvider(provider.id),
    onSuccess: () => {
      notify(`Calls go out to ${provider.spec.display_name} again.`, { type: 'success' })
      refreshProviders(client)
    },
    onError: (error: Error) => notify(error.message, { type: 'error' }),
  })
  const { kind } = provider.state
  return (
    <Button
      variant={kind === 'paused' ? 'contained' : 'outlined'}
      size="small"
      startIcon={<ResumeIcon />}
      onClick={() => resume.mutate()}
      loading={resume.isPending}
    >
      {kind === 'paused' ? 'Resume' : 'Try it now'}
    </Button>
  )
}

function PauseButton({ provider }: { provider: Provider }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button color="error" variant="outlined" size="small" startIcon={<PauseIcon />} onClick={() => setOpen(true)}>
        Pause
      </Button>
      {open ? <PauseDialog provider={provider} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

/** Stops calls to a provider with a reason, and lets them go out again. */
export function ProviderSwitch({ provider }: { provider: Provider }) {
  const { kind } = provider.state
  return (
    <Box sx={{ display: 'flex', gap: 1 }}>
      {kind === 'paused' || kind === 'circuit_open' || kind === 'waiting' ? <ResumeButton provider={provider} /> : null}
      {kind === 'paused' ? null : <PauseButton provider={provider} />}
    </Box>
  )
}
