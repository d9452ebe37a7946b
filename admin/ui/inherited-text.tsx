import { Box } from '@mui/material'
import { CatalogName } from './catalog-name.tsx'
import type { Inherited } from './inherited-settings.ts'

/** What an input that is left empty leads to, told in its place. */
export function InheritedText({
  inherited,
  resource,
  words,
}: {
  inherited: Inherited | undefined
  /** Where the value has its display name. */
  resource?: 'tiers' | 'styles'
  /** What the value is called. */
  words?: Record<string, string>
}) {
  if (!inherited) return <Box component="span">Inherited</Box>
  const { value, from } = inherited
  return (
    <Box component="span" sx={{ color: 'text.secondary' }}>
      {resource ? <CatalogName resource={resource} id={value} plain /> : (words?.[value] ?? value)}, from {from}
    </Box>
  )
}
