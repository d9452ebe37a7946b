import { Box, Typography } from '@mui/material'
import type { Drift } from '../records.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { When } from '../ui/when.tsx'

/** Models that operators switched off. Told apart from drift: Git still says what it says. */
export function KilledModels({ kills }: Pick<Drift, 'kills'>) {
  return (
    <Box sx={{ mt: 2, pt: 2, borderTop: 1, borderColor: 'divider' }}>
      <Typography variant="h3">Switched off by operators</Typography>
      <Typography sx={{ color: 'text.secondary', fontSize: '0.9rem', mb: 1 }}>
        This is no drift: a release leaves these switches as they are.
      </Typography>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 0.75 }}>
        {kills.map(({ modelId, by, reason, at }) => (
          <Box component="li" key={modelId} sx={{ overflowWrap: 'anywhere' }}>
            <CatalogName resource="models" id={modelId} />, by {by} <When at={at} />: {reason}
          </Box>
        ))}
      </Box>
    </Box>
  )
}
