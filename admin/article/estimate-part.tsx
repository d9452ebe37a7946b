import { Alert, Box, Skeleton, Typography } from '@mui/material'
import type { Estimate } from '../records.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { costText, countOf } from '../ui/wording.ts'

function EstimateLine({ estimate }: { estimate: Estimate | undefined }) {
  if (!estimate) return <Skeleton height={56} />
  return (
    <Box sx={{ p: 1.75, borderRadius: 1, bgcolor: 'background.default', border: 1, borderColor: 'divider' }}>
      <Typography sx={{ fontWeight: 600, fontSize: '1.05rem' }}>
        {countOf(estimate.images, 'image')} ·{' '}
        {estimate.costUsd === null ? 'price not known' : `about ${costText(estimate.costUsd)}`} ·{' '}
        {countOf(estimate.credits, 'credit')}
      </Typography>
      <Box
        sx={{
          mt: 0.5,
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 1,
          color: 'text.secondary',
          fontSize: '0.9rem',
        }}
      >
        Drawn by <CatalogName resource="models" id={estimate.modelId} plain />
        <ModeBadge mode={estimate.providerMode} />
        {estimate.providerMode === 'sandbox' ? 'No provider is called and nothing is paid.' : null}
      </Box>
    </Box>
  )
}

/** What it would cost, and why the budget does not allow it where it does not. */
export function EstimatePart({
  estimate,
  error,
  onRetry,
}: {
  estimate: Estimate | undefined
  error: Error | null
  onRetry: () => void
}) {
  if (error) return <ProblemNotice error={error} onRetry={onRetry} />
  return (
    <>
      <EstimateLine estimate={estimate} />
      {estimate?.problem ? (
        <Alert severity="error" variant="outlined">
          {estimate.problem}
        </Alert>
      ) : null}
    </>
  )
}
