import { useListContext } from 'react-admin'
import type { Choice } from './choice-chips.tsx'
import { ChoiceChips } from './choice-chips.tsx'

/** One filter as a row of choices that can all be seen. Lives in the address like any other filter. */
export function FacetChips({
  source,
  facets,
  label,
}: {
  source: string
  facets: readonly Choice<string>[]
  label: string
}) {
  const { filterValues, setFilters } = useListContext()
  const choose = (value: string | undefined) => {
    const { [source]: _, ...rest } = filterValues as Record<string, unknown>
    setFilters(value === undefined ? rest : { ...rest, [source]: value })
  }
  return (
    <ChoiceChips choices={facets} chosen={filterValues[source] as string | undefined} onChoose={choose} label={label} />
  )
}
