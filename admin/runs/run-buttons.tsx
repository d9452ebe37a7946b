import CancelIcon from '@mui/icons-material/CloseOutlined'
import PauseIcon from '@mui/icons-material/PauseCircleOutlined'
import ResumeIcon from '@mui/icons-material/PlayCircleOutlined'
import { Box, Button } from '@mui/material'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Confirm, useDataProvider, useNotify } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import { putRecords } from '../live/cache-patch.ts'
import type { Run } from '../records.ts'
import { countOf } from '../ui/wording.ts'
import { isOver } from './run-words.ts'

/** One of the things that can be done to a run. What the server answers is shown at once. */
function useRunAction(act: (provider: ConsoleProvider) => Promise<Run>, saying: string, onDone?: () => void) {
  const provider = useDataProvider<ConsoleProvider>()
  const client = useQueryClient()
  const notify = useNotify()
  return useMutation({
    mutationFn: () => act(provider),
    onSuccess: (run) => {
      notify(saying, { type: 'success' })
      putRecords(client, 'runs', [run])
      for (const name of ['run-log', 'run-items']) void client.invalidateQueries({ queryKey: [name, run.id] })
      onDone?.()
    },
    onError: (error: Error) => {
      // Mostly that it is over by now: then the page should say so too.
      notify(error.message, { type: 'error' })
      void client.invalidateQueries({ queryKey: ['runs'] })
      onDone?.()
    },
  })
}

function inHandText({ progress }: Run): string {
  const inHand = progress.queued + progress.running
  if (inHand === 0) return ''
  return progress.running > 0
    ? ` ${countOf(progress.running, 'image is', 'images are')} at a provider now and will be kept, since ${progress.running === 1 ? 'it is' : 'they are'} paid for.`
    : ' What a provider has already been asked for is kept.'
}

function CancelButton({ run }: { run: Run }) {
  const [asking, setAsking] = useState(false)
  const cancel = useRunAction(
    (provider) => provider.cancelRun(run.id),
    `Run #${run.id} was cancelled.`,
    () => setAsking(false),
  )
  return (
    <>
      <Button color="error" variant="outlined" startIcon={<CancelIcon />} onClick={() => setAsking(true)}>
        Cancel
      </Button>
      <Confirm
        isOpen={asking}
        loading={cancel.isPending}
        title={`Cancel run #${run.id}?`}
        content={`Nothing more is asked for, and the run is over: it cannot be resumed. All pictures made so far stay.${inHandText(run)} Another run later makes what is then still missing.`}
        confirm="Cancel the run"
        cancel="Let it go on"
        confirmColor="warning"
        onConfirm={() => cancel.mutate()}
        onClose={() => setAsking(false)}
      />
    </>
  )
}

/** Pause, resume, cancel: what can be done with a run that is not over. */
export function RunButtons({ run }: { run: Run }) {
  const pause = useRunAction((provider) => provider.pauseRun(run.id), 'The run pauses after the images in hand.')
  const resume = useRunAction((provider) => provider.resumeRun(run.id), 'The run goes on where it stands.')
  if (isOver(run)) return null
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      {run.status === 'running' ? (
        <Button
          variant="outlined"
          startIcon={<PauseIcon />}
          loading={pause.isPending}
          loadingPosition="start"
          onClick={() => pause.mutate()}
        >
          Pause
        </Button>
      ) : (
        <Button
          variant="contained"
          startIcon={<ResumeIcon />}
          loading={resume.isPending}
          loadingPosition="start"
          onClick={() => resume.mutate()}
        >
          Resume
        </Button>
      )}
      <CancelButton run={run} />
    </Box>
  )
}
