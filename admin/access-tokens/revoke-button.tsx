import { Button } from '@mui/material'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useDataProvider, useNotify, useRefresh } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { AccessToken } from '../records.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'

/** Takes a token out of use for ever. */
export function RevokeButton({ token }: { token: AccessToken }) {
  const provider = useDataProvider<ConsoleProvider>()
  const notify = useNotify()
  const refresh = useRefresh()
  const [isAsking, setIsAsking] = useState(false)
  const revoke = useMutation({
    mutationFn: () => provider.revokeAccessToken(token.id),
    onSuccess: () => {
      notify(`The token “${token.name}” opens nothing any more.`, { type: 'success' })
      setIsAsking(false)
      refresh()
    },
  })
  return (
    <>
      <Button size="small" color="error" aria-label={`Revoke ${token.name}`} onClick={() => setIsAsking(true)}>
        Revoke
      </Button>
      {isAsking ? (
        <ConfirmDialog
          title={`Revoke “${token.name}”?`}
          keep="Keep it"
          act="Revoke"
          isPending={revoke.isPending}
          error={revoke.error}
          onClose={() => setIsAsking(false)}
          onConfirm={() => revoke.mutate()}
        >
          Whatever uses it is refused from now on. This cannot be undone: make another token instead.
        </ConfirmDialog>
      ) : null}
    </>
  )
}
