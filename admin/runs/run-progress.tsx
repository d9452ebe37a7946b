import { Box, Typography } from '@mui/material'
import type { ReactNode } from 'react'
import type { Run } from '../records.ts'
import { serif } from '../theme.ts'
import { BudgetKey } from '../ui/budget-bar.tsx'
import { Panel } from '../ui/panel.tsx'
import { countText } from '../ui/wording.ts'
import { partColours, RunBar } from './run-bar.tsx'
import { asksNoMore, etaText, goalOf, isOver, notAskedFor, rateText, stageWords } from './run-words.ts'

function Figure({ name, value, note }: { name: string; value: string; note?: string | undefined }) {
  return (
    <Box sx={{ minWidth: 0 }}>
      <Box component="dt" sx={{ color: 'text.secondary', fontSize: '0.84rem' }}>
        {name}
      </Box>
      <Box component="dd" sx={{ m: 0, fontSize: '1.05rem', fontWeight: 600, fontVariantNumeric: 'tabular-nums' }}>
        {value}
        {note ? (
          <Box component="span" sx={{ ml: 0.75, fontSize: '0.86rem', fontWeight: 400, color: 'text.secondary' }}>
            {note}
          </Box>
        ) : null}
      </Box>
    </Box>
  )
}

/** The headline: how many of how many. While it lists the articles nobody knows yet. */
function Headline({ run }: { run: Run }): ReactNode {
  const { done, wanted, noun } = goalOf(run)
  const plural = wanted === 1 ? noun : `${noun}s`
  if (run.stage === 'plan' && !isOver(run)) return <Typography variant="h2">{stageWords.plan}…</Typography>
  if (wanted === 0) return <Typography variant="h2">Nothing was missing</Typography>
  return (
    <Typography variant="h2" sx={{ fontVariantNumeric: 'tabular-nums' }}>
      <Box component="span" sx={{ fontFamily: serif, fontSize: '2.4rem', lineHeight: 1 }}>
        {countText(done)}
      </Box>{' '}
      of {countText(wanted)} {plural}
    </Typography>
  )
}

function Pace({ run }: { run: Run }) {
  if (run.status !== 'running') return null
  const words = [
    run.etaSeconds === null ? [] : etaText(run.etaSeconds),
    run.imagesPerMinute === null ? [] : rateText(run.imagesPerMinute),
  ].flat()
  return (
    <Box sx={{ color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>
      {words.length > 0 ? words.join(' · ') : run.stage === 'plan' ? '' : stageWords[run.stage]}
    </Box>
  )
}

function BarKey({ run }: { run: Run }) {
  const { made, failed, running, queued } = run.progress
  const left = notAskedFor(run)
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 2,
        rowGap: 0.25,
        color: 'text.secondary',
        fontSize: '0.88rem',
        fontVariantNumeric: 'tabular-nums',
      }}
    >
      <BudgetKey colour={partColours.made} name="made">
        {countText(made)}
      </BudgetKey>
      <BudgetKey colour={partColours.failed} name="failed">
        {countText(failed)}
      </BudgetKey>
      <BudgetKey colour={partColours.running} name="being made">
        {countText(running)}
      </BudgetKey>
      <BudgetKey colour={partColours.queued} name="waiting">
        {countText(queued)}
      </BudgetKey>
      <BudgetKey colour="divider" name={asksNoMore(run) ? 'left undone' : 'not asked for yet'}>
        {countText(left)}
      </BudgetKey>
    </Box>
  )
}

/** How far a run is: no more than what is known. */
export function RunProgress({ run }: { run: Run }) {
  const { articles, articlesDone, articlesSkipped, promptsWanted, promptsWritten } = run.progress
  const skipped = articlesSkipped > 0 ? `${countText(articlesSkipped)} left alone` : undefined
  return (
    <Panel sx={{ display: 'grid', gap: 1.5, alignContent: 'start' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', justifyContent: 'space-between', gap: 1 }}>
        <Headline run={run} />
        <Pace run={run} />
      </Box>
      <RunBar run={run} />
      {run.lastStage === 'images' ? <BarKey run={run} /> : null}
      <Box
        component="dl"
        sx={{
          m: 0,
          mt: 1,
          pt: 2,
          borderTop: 1,
          borderColor: 'divider',
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: '1fr', sm: 'repeat(2, minmax(0, 1fr))' },
        }}
      >
        <Figure name="Articles done" value={`${countText(articlesDone)} of ${countText(articles)}`} note={skipped} />
        <Figure
          name="Prompts written"
          value={
            promptsWanted === 0 ? 'None were missing' : `${countText(promptsWritten)} of ${countText(promptsWanted)}`
          }
          note={promptsWanted === 0 ? undefined : promptsWanted === 1 ? 'article' : 'articles'}
        />
      </Box>
    </Panel>
  )
}
