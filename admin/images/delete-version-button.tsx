import DeleteIcon from '@mui/icons-material/DeleteOutlined'
import { Button } from '@mui/material'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Confirm, useDataProvider, useNotify } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Generation } from '../records.ts'
import { useRefreshImages } from '../ui/refresh-images.ts'
import { costText } from '../ui/wording.ts'

/** Deletes the picture of a version, after asking. What it was made with and what it cost stays. */
export function DeleteVersionButton({ version, number }: { version: Generation; number: number }) {
  const provider = useDataProvider<ConsoleProvider>()
  const notify = useNotify()
  const refresh = useRefreshImages()
  const [asking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => provider.deletePicture(version.id),
    onSuccess: () => {
      notify(`The picture of version ${number} is deleted.`, { type: 'success' })
      refresh()
    },
    onError: (error: Error) => notify(error.message, { type: 'error', autoHideDuration: 10_000 }),
    onSettled: () => setAsking(false),
  })
  return (
    <>
      <Button size="small" color="error" startIcon={<DeleteIcon />} onClick={() => setAsking(true)}>
        Delete
      </Button>
      <Confirm
        isOpen={asking}
        loading={remove.isPending}
        title={`Delete the picture of version ${number}?`}
        content={`The picture cannot be brought back, and this version can no longer be put in use. Its prompt, its model and the ${costText(version.costUsd)} that it cost stay on record.`}
        confirm="Delete the picture"
        confirmColor="warning"
        cancel="Keep it"
        onConfirm={() => remove.mutate()}
        onClose={() => setAsking(false)}
      />
    </>
  )
}
