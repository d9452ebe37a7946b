import { Box } from '@mui/material'
import type { ReactNode } from 'react'
import type { MonthSpending } from '../records.ts'
import { Panel } from '../ui/panel.tsx'
import { SpendingParts } from '../ui/spending-parts.tsx'
import { costText, countText, monthText } from '../ui/wording.ts'

interface Budget {
  name: string
  limit: number
  spent: number
  reserved: number
  waiting: number
  left: number
  text: (amount: number) => string
}

function LeftText({ left, text }: Pick<Budget, 'left' | 'text'>): ReactNode {
  return left < 0 ? (
    <Box component="span" sx={{ color: 'error.main' }}>
      {text(-left)} more than the plan allows now
    </Box>
  ) : (
    `${text(left)} left`
  )
}

function BudgetRow({ name, limit, spent, reserved, waiting, left, text }: Budget) {
  return (
    <Box sx={{ display: 'grid', gap: 0.75 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', justifyContent: 'space-between', columnGap: 2 }}>
        <strong>{name}</strong>
        <span>
          <LeftText left={left} text={text} /> of {text(limit)}
        </span>
      </Box>
      <SpendingParts limit={limit} spent={spent} reserved={reserved} waiting={waiting} text={text} isSmall />
    </Box>
  )
}

/** What an account may spend this month, and what it has. */
export function MonthPanel({ month, planName }: { month: MonthSpending; planName: ReactNode }) {
  return (
    <Panel title={monthText(month.month)} action={<span>Plan {planName}</span>} sx={{ display: 'grid', gap: 2 }}>
      <BudgetRow
        name="Money"
        limit={month.limitUsd}
        spent={month.spentUsd}
        reserved={month.reservedUsd}
        waiting={month.waitingUsd}
        left={month.leftUsd}
        text={costText}
      />
      <BudgetRow
        name="Credits"
        limit={month.limitCredits}
        spent={month.spentCredits}
        reserved={month.reservedCredits}
        waiting={month.waitingCredits}
        left={month.leftCredits}
        text={countText}
      />
    </Panel>
  )
}
