import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDataProvider } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { SettingLevel } from '../records.ts'

export const resourceOfLevel = {
  content: 'contents',
  keyword: 'keywords',
  site: 'sites',
  account: 'accounts',
} as const satisfies Record<SettingLevel, string>

/** What holds at a record. Read again when the record changes. */
export function useEffectiveSettings(at: SettingLevel, id: number | undefined, updatedAt?: string) {
  const provider = useDataProvider<ConsoleProvider>()
  const resource = resourceOfLevel[at]
  return useQuery({
    queryKey: ['effective-settings', resource, id, updatedAt],
    queryFn: ({ signal }) => provider.readEffectiveSettings(resource, id ?? '', signal),
    enabled: id !== undefined,
    placeholderData: keepPreviousData,
  })
}
