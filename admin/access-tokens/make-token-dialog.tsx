import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, MenuItem, TextField } from '@mui/material'
import { useMutation } from '@tanstack/react-query'
import type { FormEvent, ReactNode } from 'react'
import { useState } from 'react'
import { useDataProvider, useRefresh } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Scope } from '../records.ts'
import { AccountChoice } from '../ui/account-choice.tsx'
import { CheckboxChoice } from '../ui/checkbox-choice.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { SecretDialog } from '../ui/secret-dialog.tsx'
import { scopeList, scopeWords } from './scope-words.ts'

const lifetimes = [
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: 365, label: 'A year' },
  { days: 0, label: 'Until it is revoked' },
]
const msOfDay = 86_400_000

function scopeLabel(scope: Scope): ReactNode {
  const { name, does } = scopeWords[scope]
  return (
    <>
      {name}
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {' '}
        – {does}
      </Box>
    </>
  )
}

/** Makes a token for a program, and shows it once. */
export function MakeTokenDialog({ onClose }: { onClose: () => void }) {
  const provider = useDataProvider<ConsoleProvider>()
  const refresh = useRefresh()
  const [accountId, setAccountId] = useState<number | ''>('')
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<Scope[]>(scopeList)
  const [days, setDays] = useState(365)
  const make = useMutation({
    mutationFn: () =>
      provider.makeAccessToken({
        accountId: Number(accountId),
        name: name.trim(),
        scopes,
        expiresAt: days === 0 ? null : new Date(Date.now() + days * msOfDay).toISOString(),
      }),
    onSuccess: refresh,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  if (make.data)
    return (
      <SecretDialog title="The token is made" secret={make.data.token} name="token" onClose={onClose}>
        Give it to the CMS as a secret. It signs in with the header Authorization: Bearer and the token.
      </SecretDialog>
    )
  const isComplete = accountId !== '' && name.trim() !== '' && scopes.length > 0
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="make-token-title">
      <Box component="form" onSubmit={submit}>
        <DialogTitle id="make-token-title" component="h2">
          New access token
        </DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 1.5 }}>
          <AccountChoice value={accountId} onChange={setAccountId} />
          <TextField
            label="Name"
            value={name}
            onChange={(event) => setName(event.target.value)}
            required
            fullWidth
            helperText="Who uses it, such as the name of the CMS"
            slotProps={{ htmlInput: { maxLength: 200 } }}
          />
          <CheckboxChoice
            legend="What it may do"
            options={scopeList}
            chosen={scopes}
            onChange={setScopes}
            labelOf={scopeLabel}
          />
          <TextField
            select
            fullWidth
            label="Valid for"
            value={days}
            onChange={(event) => setDays(Number(event.target.value))}
          >
            {lifetimes.map((lifetime) => (
              <MenuItem key={lifetime.days} value={lifetime.days}>
                {lifetime.label}
              </MenuItem>
            ))}
          </TextField>
          {make.error ? <ProblemNotice error={make.error} title="No token was made" /> : null}
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2.5 }}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="contained" disabled={!isComplete} loading={make.isPending}>
            Make token
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  )
}
