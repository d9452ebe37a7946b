import ArchiveIcon from '@mui/icons-material/Inventory2Outlined'
import ReadyIcon from '@mui/icons-material/CheckOutlined'
import { Button } from '@mui/material'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useDataProvider, useListContext, useNotify } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Content } from '../records.ts'
import { countOf } from '../ui/wording.ts'

const looks = {
  ready: { icon: <ReadyIcon />, label: 'Set ready', done: 'set ready' },
  archived: { icon: <ArchiveIcon />, label: 'Archive', done: 'archived' },
} as const

/** Gives the chosen articles a status. Nothing is lost by it: the other button takes it back. */
export function SetStatusButton({ status }: { status: keyof typeof looks }) {
  const { selectedIds, onUnselectItems } = useListContext<Content>()
  const provider = useDataProvider<ConsoleProvider>()
  const client = useQueryClient()
  const notify = useNotify()
  const { icon, label, done } = looks[status]
  const { mutate, isPending } = useMutation({
    mutationFn: async (ids: readonly Content['id'][]) => {
      for (const id of ids) await provider.setStatus(id, status)
    },
    onSuccess: (_, ids) => {
      onUnselectItems()
      notify(`${countOf(ids.length, 'article')} ${done}.`, { type: 'success' })
    },
    onError: (error) => notify(error.message, { type: 'error' }),
    onSettled: () => void client.invalidateQueries({ queryKey: ['contents'] }),
  })
  return (
    <Button size="small" startIcon={icon} loading={isPending} onClick={() => mutate(selectedIds)}>
      {label}
    </Button>
  )
}
