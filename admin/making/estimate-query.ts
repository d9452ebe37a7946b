import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDataProvider } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { EstimateRequest } from '../records.ts'
import { useSettled } from '../ui/settled.ts'

/** What making would cost as a form stands now. Null: there is nothing to ask yet. `isOld`: the answer is to what was asked before. */
export function useEstimate(question: EstimateRequest | null) {
  const provider = useDataProvider<ConsoleProvider>()
  const asked = useSettled(question)
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ['estimate', asked],
    queryFn: ({ signal }) => provider.estimate(asked ?? {}, signal),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  })
  const isOld = isPlaceholderData || JSON.stringify(question) !== JSON.stringify(asked)
  return {
    estimate: question === null ? undefined : data,
    error: isOld ? null : error,
    isOld,
    /** Whether what was asked can be made: something is, and the budget allows it. */
    isMakeable: question !== null && !isOld && data !== undefined && data.images > 0 && data.problem === null,
    onRetry: () => void refetch(),
  }
}

export type EstimateAnswer = ReturnType<typeof useEstimate>
