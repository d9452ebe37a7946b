import { Alert, Box, Skeleton, Typography } from '@mui/material'
import { Fragment } from 'react'
import { problemOf } from '../api-client.ts'
import type { Estimate } from '../records.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { costText, countOf, countText, sizeText } from '../ui/wording.ts'
import type { EstimateAnswer } from './estimate-query.ts'

/** The sizes, with how many are drawn in each where they differ. */
function sizesText(sizes: Estimate['sizes']): string {
  const [only, ...others] = sizes
  if (only && others.length === 0) return sizeText(only)
  return sizes.map((size) => `${countText(size.images)} at ${sizeText(size)}`).join(', ')
}

function Drawers({ models }: Pick<Estimate, 'models'>) {
  return models.map(({ modelId, images }, index) => (
    <Fragment key={modelId}>
      {index > 0 ? ', ' : ''}
      <CatalogName resource="models" id={modelId} plain />
      {models.length > 1 ? ` (${countText(images)})` : ''}
    </Fragment>
  ))
}

function EstimateLines({ estimate }: { estimate: Estimate }) {
  return (
    <>
      <Typography sx={{ fontWeight: 600, fontSize: '1.05rem' }}>
        {countOf(estimate.images, 'image')} ·{' '}
        {estimate.costUsd === null ? 'price not known' : `about ${costText(estimate.costUsd)}`} ·{' '}
        {countOf(estimate.credits, 'credit')}
      </Typography>
      {estimate.images > 0 ? (
        <Box
          sx={{
            mt: 0.5,
            display: 'flex',
            flexWrap: 'wrap',
            alignItems: 'center',
            columnGap: 1,
            color: 'text.secondary',
            fontSize: '0.9rem',
          }}
        >
          <span>
            Drawn by <Drawers models={estimate.models} />, {sizesText(estimate.sizes)}
          </span>
          <ModeBadge mode={estimate.providerMode} />
          {estimate.providerMode === 'sandbox' ? 'No provider is called and nothing is paid.' : null}
        </Box>
      ) : null}
    </>
  )
}

/** What would be left alone, each reason once. */
export function SkippedPart({ skipped }: Pick<Estimate, 'skipped'>) {
  const reasons = [...new Set(skipped.map(({ reason }) => reason))]
  if (reasons.length === 0) return null
  return (
    <Box component="ul" sx={{ m: 0, pl: 2.5, color: 'text.secondary', fontSize: '0.9rem' }}>
      {reasons.map((reason) => (
        <li key={reason}>
          {countOf(skipped.filter((image) => image.reason === reason).length, 'image')} left alone: {reason}
        </li>
      ))}
    </Box>
  )
}

/** A refusal stays one until something else is asked for; what merely failed can be tried again. */
function WhyNot({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { status = 0 } = problemOf(error) ?? {}
  if (status < 400 || status >= 500)
    return <ProblemNotice error={error} title="The cost could not be reckoned" onRetry={onRetry} />
  return (
    <Alert severity="error" variant="outlined" role="alert">
      {error.message}
    </Alert>
  )
}

/** What it would cost, and why it cannot be made where it cannot. */
export function EstimatePart({ estimate, error, isOld, onRetry }: Omit<EstimateAnswer, 'isMakeable'>) {
  if (error) return <WhyNot error={error} onRetry={onRetry} />
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }} aria-live="polite" aria-busy={isOld || !estimate}>
      {estimate ? (
        <Box
          sx={{
            p: 1.75,
            borderRadius: 1,
            bgcolor: 'background.default',
            border: 1,
            borderColor: 'divider',
            opacity: isOld ? 0.6 : 1,
          }}
        >
          <EstimateLines estimate={estimate} />
        </Box>
      ) : (
        <Skeleton variant="rounded" height={76} aria-label="Reckoning the cost" />
      )}
      {estimate?.problem && !isOld ? (
        <Alert severity="error" variant="outlined">
          {estimate.problem}
        </Alert>
      ) : null}
    </Box>
  )
}
