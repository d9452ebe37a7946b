import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField } from '@mui/material'
import { useMutation } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useDataProvider, useRefresh } from 'react-admin'
import { problemOf } from '../api-client.ts'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Webhook } from '../records.ts'
import { AccountChoice } from '../ui/account-choice.tsx'
import { CheckboxChoice } from '../ui/checkbox-choice.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { SecretDialog } from '../ui/secret-dialog.tsx'
import { eventList, eventWords } from './webhook-words.ts'

type Events = Webhook['events']

interface Draft {
  accountId: number | ''
  url: string
  description: string
  events: Events
}

const draftOf = (webhook: Webhook | undefined): Draft => ({
  accountId: webhook?.accountId ?? '',
  url: webhook?.url ?? '',
  description: webhook?.description ?? '',
  events: webhook?.events ?? eventList,
})

interface FieldsProps {
  draft: Draft
  isNew: boolean
  urlProblem: string | undefined
  onChange: (changes: Partial<Draft>) => void
}

function WebhookFields({ draft, isNew, urlProblem, onChange }: FieldsProps) {
  return (
    <>
      {isNew ? <AccountChoice value={draft.accountId} onChange={(accountId) => onChange({ accountId })} /> : null}
      <TextField
        label="Address"
        type="url"
        value={draft.url}
        onChange={(event) => onChange({ url: event.target.value })}
        required
        fullWidth
        placeholder="https://cms.example/webhooks/atelier"
        error={urlProblem !== undefined}
        helperText={urlProblem ?? 'Gets a signed request when the last image of an article is over'}
        slotProps={{ htmlInput: { maxLength: 2000 } }}
      />
      <TextField
        label="What it is for"
        value={draft.description}
        onChange={(event) => onChange({ description: event.target.value })}
        fullWidth
        slotProps={{ htmlInput: { maxLength: 500 } }}
      />
      <CheckboxChoice
        legend="Tell it when"
        options={eventList}
        chosen={draft.events}
        onChange={(events) => onChange({ events })}
        labelOf={(event) => eventWords[event]}
        isRow
      />
    </>
  )
}

function useSaving(webhook: Webhook | undefined, onClose: () => void) {
  const provider = useDataProvider<ConsoleProvider>()
  const refresh = useRefresh()
  return useMutation({
    mutationFn: async ({ accountId, url, description, events }: Draft) => {
      const body = { url: url.trim(), description: description.trim(), events }
      if (!webhook) return (await provider.makeWebhook({ ...body, accountId: Number(accountId) })).secret
      await provider.changeWebhook(webhook.id, body)
      return null
    },
    onSuccess: (secret) => {
      refresh()
      if (secret === null) onClose()
    },
  })
}

const isComplete = ({ accountId, url, events }: Draft): boolean =>
  accountId !== '' && url.trim() !== '' && events.length > 0

/** Makes a webhook and shows its secret once, or changes one. */
export function WebhookDialog({ webhook, onClose }: { webhook?: Webhook; onClose: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(webhook))
  const save = useSaving(webhook, onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(draft)
  }
  if (save.data)
    return (
      <SecretDialog title="The webhook is made" secret={save.data} name="secret" onClose={onClose}>
        The receiver verifies with it that a request comes from here. How: docs/cms-api.md.
      </SecretDialog>
    )
  const urlProblem = problemOf(save.error)?.errors?.['url']
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="webhook-title">
      <Box component="form" onSubmit={submit} noValidate>
        <DialogTitle id="webhook-title" component="h2">
          {webhook ? 'Change the webhook' : 'New webhook'}
        </DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 1.5 }}>
          <WebhookFields
            draft={draft}
            isNew={!webhook}
            urlProblem={urlProblem}
            onChange={(changes) => setDraft({ ...draft, ...changes })}
          />
          {save.error && urlProblem === undefined ? (
            <ProblemNotice error={save.error} title="Nothing was saved" />
          ) : null}
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2.5 }}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="contained" disabled={!isComplete(draft)} loading={save.isPending}>
            {webhook ? 'Save' : 'Make webhook'}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  )
}
