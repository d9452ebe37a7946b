import type { ReactNode } from 'react'
import { useGetOne } from 'react-admin'
import { RecordLink } from './record-link.tsx'

/** The display name of a record of the catalog, linked; its id where it has none or is not there yet. */
export function CatalogName({
  resource,
  id,
  plain = false,
}: {
  resource: 'models' | 'tiers' | 'styles' | 'providers' | 'plans'
  id: string
  plain?: boolean
}): ReactNode {
  const { data } = useGetOne<{ id: string; spec: { display_name: string } }>(resource, { id }, { staleTime: 60_000 })
  const name = data?.spec.display_name ?? id
  const hasPage = resource === 'models' || resource === 'providers'
  return plain || !hasPage ? (
    name
  ) : (
    <RecordLink resource={resource} id={id}>
      {name}
    </RecordLink>
  )
}
