import { Box, Button } from '@mui/material'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useDataProvider, useNotify, useRedirect, useRefresh } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Webhook } from '../records.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { SecretDialog } from '../ui/secret-dialog.tsx'
import { WebhookDialog } from './webhook-dialog.tsx'

function useActing<Answer>(act: () => Promise<Answer>, onDone: (answer: Answer) => void) {
  const notify = useNotify()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: act,
    onSuccess: (answer) => {
      onDone(answer)
      refresh()
    },
    onError: (error: Error) => notify(error.message, { type: 'error' }),
  })
}

function RotateButton({ webhook }: { webhook: Webhook }) {
  const provider = useDataProvider<ConsoleProvider>()
  const [secret, setSecret] = useState<string>()
  const rotate = useActing(
    () => provider.rotateWebhookSecret(webhook.id),
    (answer) => setSecret(answer.secret),
  )
  return (
    <>
      <Button size="small" onClick={() => rotate.mutate()} loading={rotate.isPending}>
        New secret
      </Button>
      {secret ? (
        <SecretDialog title="The new secret" secret={secret} name="secret" onClose={() => setSecret(undefined)}>
          Deliveries are signed with the old secret too for a day, so that none is lost while the receiver changes it.
        </SecretDialog>
      ) : null}
    </>
  )
}

function RemoveButton({ webhook }: { webhook: Webhook }) {
  const provider = useDataProvider<ConsoleProvider>()
  const redirect = useRedirect()
  const [isAsking, setIsAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => provider.removeWebhook(webhook.id),
    onSuccess: () => redirect('/webhooks'),
  })
  return (
    <>
      <Button size="small" color="error" onClick={() => setIsAsking(true)}>
        Remove
      </Button>
      {isAsking ? (
        <ConfirmDialog
          title="Remove this webhook?"
          keep="Keep it"
          act="Remove"
          isPending={remove.isPending}
          error={remove.error}
          onClose={() => setIsAsking(false)}
          onConfirm={() => remove.mutate()}
        >
          Its secret and the list of what was sent to it go too. To stop sending for a while, switch it off instead.
        </ConfirmDialog>
      ) : null}
    </>
  )
}

/** What a person can do with a webhook. */
export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const provider = useDataProvider<ConsoleProvider>()
  const notify = useNotify()
  const [isChanging, setIsChanging] = useState(false)
  const test = useActing(
    () => provider.testWebhook(webhook.id),
    () => notify('A test is on its way.', { type: 'success' }),
  )
  const change = useActing(
    () => provider.changeWebhook(webhook.id, { enabled: !webhook.enabled }),
    () => notify(webhook.enabled ? 'Nothing is sent any more.' : 'It is told again.', { type: 'success' }),
  )
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      {webhook.enabled ? (
        <Button size="small" variant="outlined" onClick={() => test.mutate()} loading={test.isPending}>
          Send a test
        </Button>
      ) : null}
      <Button
        size="small"
        variant={webhook.enabled ? 'text' : 'contained'}
        onClick={() => change.mutate()}
        loading={change.isPending}
      >
        {webhook.enabled ? 'Switch off' : 'Switch on'}
      </Button>
      <Button size="small" onClick={() => setIsChanging(true)}>
        Change
      </Button>
      <RotateButton webhook={webhook} />
      <RemoveButton webhook={webhook} />
      {isChanging ? <WebhookDialog webhook={webhook} onClose={() => setIsChanging(false)} /> : null}
    </Box>
  )
}
