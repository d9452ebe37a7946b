import DeleteIcon from '@mui/icons-material/DeleteOutlined'
import { Button } from '@mui/material'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Confirm, useDataProvider, useNotify } from 'react-admin'
import { useNavigate } from 'react-router-dom'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Schedule } from '../records.ts'

/** Removes a schedule after asking. */
export function DeleteScheduleButton({ schedule }: { schedule: Schedule }) {
  const provider = useDataProvider<ConsoleProvider>()
  const client = useQueryClient()
  const navigate = useNavigate()
  const notify = useNotify()
  const [asking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => provider.deleteSchedule(schedule.id),
    onSuccess: () => {
      notify('The schedule is gone. Its runs stay.', { type: 'success' })
      void navigate('/schedules')
      client.removeQueries({ queryKey: ['schedules', 'getOne'] })
      void client.invalidateQueries({ queryKey: ['schedules'] })
    },
    onError: (error: Error) => {
      setAsking(false)
      notify(error.message, { type: 'error' })
    },
  })
  return (
    <>
      <Button color="error" size="small" startIcon={<DeleteIcon />} onClick={() => setAsking(true)}>
        Delete
      </Button>
      <Confirm
        isOpen={asking}
        loading={remove.isPending}
        title="Delete this schedule?"
        content={`No more runs of ${schedule.siteName} begin by it. Those it has started stay, and one that is under way goes on. To stop it for a while, switch it off instead.`}
        confirm="Delete"
        cancel="Keep it"
        confirmColor="warning"
        onConfirm={() => remove.mutate()}
        onClose={() => setAsking(false)}
      />
    </>
  )
}
