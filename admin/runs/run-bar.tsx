import { Box } from '@mui/material'
import type { Run } from '../records.ts'
import { BudgetBar } from '../ui/budget-bar.tsx'
import { heardOnly } from '../ui/hidden.ts'
import { countOf, countText } from '../ui/wording.ts'
import { goalOf } from './run-words.ts'

/** The colours of what can have become of an image. Words beside the bar say the same. */
export const partColours = {
  made: 'success.main',
  failed: 'error.main',
  running: 'info.main',
  queued: 'secondary.light',
} as const

/** How far a run is, each real state in its own colour. */
export function RunBar({ run }: { run: Run }) {
  const { done, failed, wanted, noun } = goalOf(run)
  const inHand = run.lastStage === 'images'
  const text = `${countText(done)} of ${countOf(wanted, noun)}`
  return (
    <Box sx={{ position: 'relative' }}>
      <Box
        component="progress"
        aria-label={`Progress of run ${run.id}`}
        aria-valuetext={failed > 0 ? `${text}, ${countText(failed)} failed` : text}
        max={Math.max(1, wanted)}
        value={done}
        sx={heardOnly}
      />
      <BudgetBar
        limit={wanted}
        parts={[
          { name: 'made', amount: done, colour: partColours.made },
          { name: 'failed', amount: failed, colour: partColours.failed },
          { name: 'running', amount: inHand ? run.progress.running : 0, colour: partColours.running },
          { name: 'queued', amount: inHand ? run.progress.queued : 0, colour: partColours.queued },
        ]}
      />
    </Box>
  )
}

/** The bar and the numbers in little, for a row or a card. */
export function RunProgressLine({ run }: { run: Run }) {
  const { done, failed, wanted, noun } = goalOf(run)
  return (
    <Box sx={{ display: 'grid', gap: 0.5, minWidth: 150 }}>
      <RunBar run={run} />
      <Box sx={{ fontSize: '0.82rem', color: 'text.secondary', fontVariantNumeric: 'tabular-nums' }}>
        {run.stage === 'plan' && run.status === 'running'
          ? 'Looks through the articles'
          : `${countText(done)} of ${countOf(wanted, noun)}`}
        {failed > 0 ? (
          <Box component="span" sx={{ color: 'error.main' }}>
            , {countText(failed)} failed
          </Box>
        ) : null}
      </Box>
    </Box>
  )
}
