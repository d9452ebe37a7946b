import { Box, Chip } from '@mui/material'
import { useListContext } from 'react-admin'

export interface Facet {
  /** Undefined: everything. */
  value: string | undefined
  label: string
}

/** One filter as a row of choices that can all be seen. Lives in the address like any other filter. */
export function FacetChips({ source, facets, label }: { source: string; facets: readonly Facet[]; label: string }) {
  const { filterValues, setFilters } = useListContext()
  const chosen: unknown = filterValues[source]
  const choose = (value: string | undefined) => {
    const { [source]: _, ...rest } = filterValues as Record<string, unknown>
    setFilters(value === undefined ? rest : { ...rest, [source]: value })
  }
  return (
    <Box
      component="fieldset"
      aria-label={label}
      sx={{ m: 0, p: 0, border: 0, display: 'flex', flexWrap: 'wrap', gap: 0.75, pb: 1.5 }}
    >
      {facets.map((facet) => {
        const isChosen = chosen === facet.value
        return (
          <Chip
            key={facet.value ?? 'all'}
            label={facet.label}
            clickable
            aria-pressed={isChosen}
            color={isChosen ? 'primary' : 'default'}
            variant={isChosen ? 'filled' : 'outlined'}
            onClick={() => choose(isChosen ? undefined : facet.value)}
          />
        )
      })}
    </Box>
  )
}
