import { Alert, Box, Button, Link, Skeleton, Typography } from '@mui/material'
import type { ReactNode } from 'react'
import { Link as RouterLink } from 'react-router-dom'
import type { RunPlan } from '../records.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { costText, countOf, countText } from '../ui/wording.ts'

const box = { p: 1.75, borderRadius: 1, bgcolor: 'background.default', border: 1, borderColor: 'divider' } as const
const small = { color: 'text.secondary', fontSize: '0.9rem' } as const

/** The writer that costs nothing. */
const freeWriter = 'extractive'

export const isNothing = (plan: RunPlan): boolean => plan.prompts === 0 && plan.images === 0

function summaryOf({ prompts, images }: RunPlan): string {
  const parts = [
    prompts > 0 ? `write prompts for ${countOf(prompts, 'article')}` : [],
    images > 0 ? `make ${countOf(images, 'image')}` : [],
  ].flat()
  return `Would ${parts.join(' and ')}`
}

function Models({ plan }: { plan: RunPlan }) {
  const { models } = plan
  const isSandbox = models.length > 0 && models.every(({ providerMode }) => providerMode === 'sandbox')
  return (
    <>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 0.5 }}>
        {models.map(({ modelId, images, costUsd, providerMode }) => (
          <Box
            component="li"
            key={modelId}
            sx={{ ...small, display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}
          >
            <span>
              {countText(images)} with <CatalogName resource="models" id={modelId} plain />
              {models.length > 1 ? `, ${costText(costUsd)}` : ''}
            </span>
            <ModeBadge mode={providerMode} />
          </Box>
        ))}
      </Box>
      {isSandbox ? <Box sx={small}>No provider is called and nothing is paid.</Box> : null}
    </>
  )
}

function Writer({ plan: { prompts, promptsWriter } }: { plan: RunPlan }) {
  if (prompts === 0 || promptsWriter === freeWriter) return null
  return (
    <Box sx={small}>
      <CatalogName resource="models" id={promptsWriter} plain /> writes the prompts. What that costs is known only
      afterwards, and comes on top.
    </Box>
  )
}

/** What it would do. */
function Summary({ plan }: { plan: RunPlan }) {
  if (isNothing(plan)) {
    return (
      <Box sx={box}>
        <Typography sx={{ fontWeight: 600 }}>{nothingText(plan)}</Typography>
      </Box>
    )
  }
  return (
    <Box sx={{ ...box, display: 'grid', gap: 0.75 }}>
      <Typography sx={{ fontWeight: 600, fontSize: '1.05rem' }}>
        {summaryOf(plan)}
        {plan.images > 0 ? `, about ${costText(plan.costUsd)} (${countOf(plan.credits, 'credit')})` : ''}
      </Typography>
      <Models plan={plan} />
      <Writer plan={plan} />
      <Box sx={small}>What is already there is not touched.</Box>
    </Box>
  )
}

function nothingText({ articles, articlesToDo }: RunPlan): string {
  if (articles === 0) return 'The site has no articles yet.'
  if (articlesToDo === 0) return 'Nothing is missing that a run could make.'
  return 'Within these limits nothing can be made.'
}

/** What would be left alone, by reason. Some of it by name, for who wants to know. */
function Skipped({ plan: { skipped } }: { plan: RunPlan }) {
  if (skipped.length === 0) return null
  return (
    <Box component="section" aria-label="What would be left alone">
      <Typography variant="h3">Leaves alone</Typography>
      <Box component="ul" sx={{ m: 0, mt: 0.5, p: 0, listStyle: 'none', display: 'grid', gap: 0.5 }}>
        {skipped.map(({ reason, articles, examples }) => (
          <li key={reason}>
            <Box component="details" sx={{ '& summary': { cursor: 'pointer' } }}>
              <summary>
                {countOf(articles, 'article')}: {reason}
              </summary>
              <Box component="ul" sx={{ m: 0, my: 0.5, pl: 4.5, ...small }}>
                {examples.map(({ contentId, title }) => (
                  <li key={contentId}>
                    <Link component={RouterLink} to={`/contents/${contentId}/show`} color="inherit">
                      {title}
                    </Link>
                  </li>
                ))}
                {articles > examples.length ? <li>and {countText(articles - examples.length)} more</li> : null}
              </Box>
            </Box>
          </li>
        ))}
      </Box>
    </Box>
  )
}

function leftText(left: number): string {
  return left === 0 ? '' : ` ${countOf(left, 'more image is', 'more images are')} missing and would be left undone.`
}

/** What a run would do, and what would end it or keep it from its end. */
export function RunPlanPart({
  plan,
  error,
  isOld,
  onRetry,
}: {
  plan: RunPlan | undefined
  error: Error | null
  /** Whether it answers an earlier question, while the next answer is on its way. */
  isOld: boolean
  onRetry: () => void
}): ReactNode {
  if (error) return <ProblemNotice error={error} title="What it would do could not be found out" onRetry={onRetry} />
  if (!plan) return <Skeleton variant="rounded" height={110} aria-label="Finding out what it would do" />
  return (
    <Box
      aria-live="polite"
      aria-busy={isOld}
      sx={{ display: 'grid', gap: 1.5, opacity: isOld ? 0.55 : 1, transition: 'opacity .15s' }}
    >
      {plan.activeRunId === null ? null : (
        <Alert
          severity="info"
          variant="outlined"
          action={
            <Button component={RouterLink} to={`/runs/${plan.activeRunId}/show`} color="inherit" size="small">
              See run #{plan.activeRunId}
            </Button>
          }
        >
          A run of this site is not over. Another can begin when it is.
        </Alert>
      )}
      <Summary plan={plan} />
      {plan.limit ? (
        <Alert severity="info" variant="outlined">
          {plan.limit}
          {leftText(plan.left)}
        </Alert>
      ) : null}
      {plan.problem ? (
        <Alert severity="warning" variant="outlined">
          {plan.problem}
        </Alert>
      ) : null}
      <Skipped plan={plan} />
    </Box>
  )
}
