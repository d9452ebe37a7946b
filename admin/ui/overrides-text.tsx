import { Box, Chip } from '@mui/material'
import type { ReactNode } from 'react'
import type { Overrides } from '../records.ts'
import { CatalogName } from './catalog-name.tsx'
import { writerWords } from './wording.ts'

/** What a level says, in the order that people read it. */
function sayingsOf(overrides: Overrides): [key: string, label: ReactNode][] {
  const { imagesPerArticle, tierId, styleId, format, negativePrompt, promptWriter, promptTemplate } = overrides
  const sayings: [string, ReactNode][] = []
  if (imagesPerArticle) sayings.push(['count', `${imagesPerArticle} in article`])
  if (tierId) sayings.push(['tier', <CatalogName key="tier" resource="tiers" id={tierId} />])
  if (styleId) sayings.push(['style', <CatalogName key="style" resource="styles" id={styleId} />])
  if (format) sayings.push(['format', format])
  if (typeof negativePrompt === 'string')
    sayings.push(['not', negativePrompt ? `not ${negativePrompt}` : 'nothing ruled out'])
  if (promptWriter) sayings.push(['writer', writerWords[promptWriter]])
  if (promptTemplate) sayings.push(['template', 'own template'])
  return sayings
}

/** What a level says for itself; nothing where it leaves all to the level above. */
export function OverridesText({ of }: { of: Overrides }) {
  const sayings = sayingsOf(of)
  if (sayings.length === 0) {
    return (
      <Box component="span" sx={{ color: 'text.secondary' }}>
        inherited
      </Box>
    )
  }
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5 }}>
      {sayings.map(([key, label]) => (
        <Chip key={key} size="small" variant="outlined" label={label} sx={{ maxWidth: 240 }} />
      ))}
    </Box>
  )
}
