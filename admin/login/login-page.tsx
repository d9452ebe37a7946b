import { Alert, Box, Button, Card, TextField, Typography } from '@mui/material'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { HttpError, useLogin } from 'react-admin'
import { Navigate } from 'react-router-dom'
import { useQuery } from '@tanstack/react-query'
import { readSession } from '../auth-provider.ts'
import { useFirstFocus } from '../ui/first-focus.ts'
import mark from '../favicon.svg'

const messageOf = (error: unknown): string => {
  if (error instanceof HttpError && error.status === 401) return error.message || 'Name or password is wrong.'
  return error instanceof Error ? error.message : 'Signing in did not work.'
}

function LoginForm() {
  const login = useLogin()
  const nameField = useFirstFocus()
  const [failure, setFailure] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entries = new FormData(event.currentTarget)
    setBusy(true)
    setFailure(undefined)
    try {
      await login({ username: entries.get('name'), password: entries.get('password') })
    } catch (error) {
      setFailure(messageOf(error))
      setBusy(false)
    }
  }
  return (
    <Box component="form" onSubmit={(event) => void submit(event)} sx={{ display: 'grid', gap: 1.5 }}>
      {failure ? (
        <Alert severity="error" variant="outlined">
          {failure}
        </Alert>
      ) : null}
      <TextField name="name" label="Name" autoComplete="username" inputRef={nameField} required fullWidth />
      <TextField name="password" label="Password" type="password" autoComplete="current-password" required fullWidth />
      <Button type="submit" variant="contained" size="large" disabled={busy} sx={{ mt: 1 }}>
        {busy ? 'Signing in …' : 'Sign in'}
      </Button>
    </Box>
  )
}

/** The door. Sends on whoever is inside already. */
export function LoginPage() {
  const { data: session } = useQuery({
    queryKey: ['session'],
    queryFn: () => readSession().catch(() => null),
    gcTime: 0,
    retry: false,
  })
  if (session) return <Navigate to="/" replace />
  return (
    <Box
      component="main"
      sx={{ minHeight: '100vh', display: 'grid', placeContent: 'center', p: 2, bgcolor: 'background.default' }}
    >
      <Card sx={{ width: 'min(380px, calc(100vw - 32px))', p: { xs: 3, sm: 4 } }}>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.5, mb: 0.5 }}>
          <img src={mark} alt="" width={40} height={40} />
          <Typography variant="h1">Atelier</Typography>
        </Box>
        <Typography sx={{ color: 'text.secondary', mb: 2.5 }}>Sign in to turn articles into images.</Typography>
        <LoginForm />
      </Card>
    </Box>
  )
}
