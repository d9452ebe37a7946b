import { Box, Chip } from '@mui/material'
import type { Overrides } from '../records.ts'
import { CatalogName } from './catalog-name.tsx'

/** What a level says for itself; nothing where it leaves all to the level above. */
export function OverridesText({ of }: { of: Overrides }) {
  const { imagesPerArticle, tierId, styleId, format } = of
  if (!imagesPerArticle && !tierId && !styleId && !format) {
    return (
      <Box component="span" sx={{ color: 'text.secondary' }}>
        inherited
      </Box>
    )
  }
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5 }}>
      {imagesPerArticle ? <Chip size="small" variant="outlined" label={`${imagesPerArticle} in article`} /> : null}
      {tierId ? <Chip size="small" variant="outlined" label={<CatalogName resource="tiers" id={tierId} />} /> : null}
      {styleId ? <Chip size="small" variant="outlined" label={<CatalogName resource="styles" id={styleId} />} /> : null}
      {format ? <Chip size="small" variant="outlined" label={format} /> : null}
    </Box>
  )
}
