import BrushIcon from '@mui/icons-material/AutoAwesomeOutlined'
import CancelIcon from '@mui/icons-material/CloseOutlined'
import RemakeIcon from '@mui/icons-material/CachedOutlined'
import RetryIcon from '@mui/icons-material/ReplayOutlined'
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material'
import { useMutation } from '@tanstack/react-query'
import { Suspense, lazy, useState } from 'react'
import { useDataProvider, useNotify } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Generation, Image } from '../records.ts'
import { useRefreshImages } from '../ui/refresh-images.ts'
import { useSpending } from '../ui/spending.ts'
import { costText, isWorking } from '../ui/wording.ts'

const RemakeDialog = lazy(async () => ({ default: (await import('../making/remake-dialog.tsx')).RemakeDialog }))

export function CancelButton({ generation }: { generation: Generation }) {
  const provider = useDataProvider<ConsoleProvider>()
  const notify = useNotify()
  const refresh = useRefreshImages()
  const cancel = useMutation({
    mutationFn: () => provider.cancel(generation.id),
    onSuccess: refresh,
    onError: (error: Error) => notify(error.message, { type: 'error' }),
  })
  return (
    <Button size="small" startIcon={<CancelIcon />} onClick={() => cancel.mutate()} loading={cancel.isPending}>
      Cancel
    </Button>
  )
}

/** Asks again before a call that may be the second bill for one picture. */
function PayTwiceDialog({
  isPending,
  onClose,
  onRetry,
}: {
  isPending: boolean
  onClose: () => void
  onRetry: () => void
}) {
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="pay-twice-title">
      <DialogTitle id="pay-twice-title" component="h2">
        This may pay twice
      </DialogTitle>
      <DialogContent>
        <Typography>
          The answer to the last call was lost, so nobody knows whether the provider billed it. It is counted as spent.
          Trying again is a new call with a bill of its own. Look the last one up at the provider first.
        </Typography>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button onClick={onClose}>Leave it</Button>
        <Button variant="contained" color="error" onClick={onRetry} loading={isPending}>
          Call again
        </Button>
      </DialogActions>
    </Dialog>
  )
}

export function RetryButton({ generation }: { generation: Generation }) {
  const provider = useDataProvider<ConsoleProvider>()
  const refresh = useRefreshImages()
  const [asking, setAsking] = useState(false)
  const retry = useSpending((generationId: number, key) => provider.retry(generationId, key), {
    onDone: () => {
      setAsking(false)
      refresh()
    },
  })
  const mayPayTwice = generation.errorCode === 'outcome_unknown'
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        startIcon={<RetryIcon />}
        onClick={() => (mayPayTwice ? setAsking(true) : retry.mutate(generation.id))}
        loading={retry.isPending}
      >
        Retry
      </Button>
      {asking ? (
        <PayTwiceDialog
          isPending={retry.isPending}
          onClose={() => setAsking(false)}
          onRetry={() => retry.mutate(generation.id)}
        />
      ) : null}
    </>
  )
}

function MakeButton({ image, costUsd }: { image: Image; costUsd: number | undefined }) {
  const provider = useDataProvider<ConsoleProvider>()
  const notify = useNotify()
  const refresh = useRefreshImages()
  const make = useSpending((imageIds: number[], key) => provider.generateImages({ imageIds }, key), {
    onDone: ({ skipped }) => {
      for (const { reason } of skipped) notify(reason, { type: 'warning' })
      refresh()
    },
  })
  return (
    <Button
      size="small"
      variant="outlined"
      startIcon={<BrushIcon />}
      onClick={() => make.mutate([image.id])}
      loading={make.isPending}
    >
      Make{costUsd === undefined ? '' : ` · ${costText(costUsd)}`}
    </Button>
  )
}

function RemakeButton({ image, label }: { image: Image; label: string }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" startIcon={<RemakeIcon />} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open ? (
        <Suspense fallback={null}>
          <RemakeDialog image={image} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}

/** What can be done with a slot as it is now. */
export function SlotActions({ image, costUsd }: { image: Image; costUsd: number | undefined }) {
  const { latest } = image
  if (latest && isWorking(latest)) return <CancelButton generation={latest} />
  const canRetry = latest?.status === 'failed' || latest?.status === 'cancelled'
  return (
    <>
      {canRetry ? <RetryButton generation={latest} /> : null}
      {!image.current && !canRetry ? <MakeButton image={image} costUsd={costUsd} /> : null}
      <RemakeButton image={image} label={image.current ? 'Remake' : 'Make differently'} />
    </>
  )
}
