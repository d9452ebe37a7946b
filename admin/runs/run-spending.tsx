import { Box } from '@mui/material'
import type { Run } from '../records.ts'
import { BudgetBar } from '../ui/budget-bar.tsx'
import { Panel } from '../ui/panel.tsx'
import { costText, countText, durationText } from '../ui/wording.ts'

const minuteMs = 60_000

interface Bound {
  name: string
  used: number
  limit: number | null
  text: (amount: number) => string
  /** How the limit is said, where it is said otherwise than what is used. */
  limitText?: ((limit: number) => string) | undefined
  note?: string | undefined
}

/** One thing that is used up, and how much of it there may be. Only a limit has a bar. */
function BoundRow({ name, used, limit, text, limitText = text, note }: Bound) {
  return (
    <Box sx={{ display: 'grid', gap: 0.5 }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          justifyContent: 'space-between',
          columnGap: 2,
          fontVariantNumeric: 'tabular-nums',
        }}
      >
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {name}
        </Box>
        <span>
          <strong>{text(used)}</strong>
          {limit === null ? null : ` of ${limitText(limit)}`}
        </span>
      </Box>
      {limit === null ? null : (
        <BudgetBar
          limit={limit}
          parts={[{ name, amount: used, colour: used >= limit ? 'warning.main' : 'primary.main' }]}
        />
      )}
      {note ? <Box sx={{ color: 'text.secondary', fontSize: '0.84rem' }}>{note}</Box> : null}
    </Box>
  )
}

/** What a run has used, of what it may. */
export function RunSpending({ run }: { run: Run }) {
  const { limits, progress } = run
  const asked = progress.made + progress.failed + progress.queued + progress.running
  return (
    <Panel title="So far">
      <Box sx={{ display: 'grid', gap: 1.5 }}>
        <BoundRow
          name="Cost"
          used={run.costUsd}
          limit={limits.usdMax}
          text={costText}
          note={run.promptsCostUsd > 0 ? `of it ${costText(run.promptsCostUsd)} for prompts` : undefined}
        />
        <BoundRow name="Credits" used={run.credits} limit={limits.creditsMax} text={countText} />
        <BoundRow
          name="Running time"
          used={run.activeSeconds * 1000}
          limit={limits.minutesMax === null ? null : limits.minutesMax * minuteMs}
          text={durationText}
          limitText={(ms) => `${countText(ms / minuteMs)} min`}
        />
        {limits.imagesMax === null ? null : (
          <BoundRow name="Images asked for" used={asked} limit={limits.imagesMax} text={countText} />
        )}
      </Box>
    </Panel>
  )
}
