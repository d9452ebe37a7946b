import RetryIcon from '@mui/icons-material/ReplayOutlined'
import { Button } from '@mui/material'
import { useState } from 'react'
import { Confirm, useDataProvider, useListContext, useNotify, useUnselectAll } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Generation } from '../records.ts'
import { useRefreshImages } from '../ui/refresh-images.ts'
import { useSpending } from '../ui/spending.ts'
import { countOf } from '../ui/wording.ts'

interface Outcome {
  retried: number
  refusals: string[]
}

/** One after the other: the queue decides how many run at once, and a refusal of one does not hold up the rest. */
async function retryEach(ids: readonly number[], key: string, provider: ConsoleProvider): Promise<Outcome> {
  const outcome: Outcome = { retried: 0, refusals: [] }
  for (const id of ids) {
    try {
      await provider.retry(id, `${key}-${id}`)
      outcome.retried += 1
    } catch (error) {
      outcome.refusals.push(`#${id}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return outcome
}

/** Queues the chosen generations again, after saying how many. */
export function BulkRetryButton() {
  const { selectedIds, data = [] } = useListContext<Generation>()
  const provider = useDataProvider<ConsoleProvider>()
  const notify = useNotify()
  const unselectAll = useUnselectAll('generations')
  const refresh = useRefreshImages()
  const [asking, setAsking] = useState(false)
  const retry = useSpending((ids: number[], key) => retryEach(ids, key, provider), {
    onDone: ({ retried, refusals }) => {
      setAsking(false)
      unselectAll()
      refresh()
      if (refusals.length > 0)
        notify(`${countOf(retried, 'generation')} queued again, ${refusals.length} not. ${refusals[0] ?? ''}`, {
          type: 'warning',
        })
      else notify(`${countOf(retried, 'generation')} queued again.`, { type: 'success' })
    },
  })
  const unknown = data.filter(
    ({ id, errorCode }) => errorCode === 'outcome_unknown' && selectedIds.map(Number).includes(id),
  ).length
  const count = countOf(selectedIds.length, 'generation')
  return (
    <>
      <Button size="small" startIcon={<RetryIcon />} onClick={() => setAsking(true)}>
        Retry
      </Button>
      <Confirm
        isOpen={asking}
        loading={retry.isPending}
        title={`Retry ${count}?`}
        content={`Each is queued again as it was asked for, and costs what its model costs.${
          unknown > 0 ? ` Of ${unknown} nobody knows whether the last call was billed: they may be paid twice.` : ''
        }`}
        confirm={`Retry ${count}`}
        onConfirm={() => retry.mutate(selectedIds.map(Number))}
        onClose={() => setAsking(false)}
      />
    </>
  )
}
