import { Box } from '@mui/material'
import type { ReactNode } from 'react'
import { BudgetBar, BudgetKey } from './budget-bar.tsx'

interface SpendingPartsProps {
  /** Null where there is none: then there is nothing to draw a bar of. */
  limit: number | null
  spent: number
  reserved: number
  /** What is queued; left out where that is shown elsewhere. */
  waiting?: number
  text: (amount: number) => string
  /** Where it stands below a headline that says the sum. */
  isSmall?: boolean
  /** More words after them. */
  children?: ReactNode
}

/** What of a budget is spent, held and waited for: a bar of its limit, and how much each is. */
export function SpendingParts({
  limit,
  spent,
  reserved,
  waiting,
  text,
  isSmall = false,
  children,
}: SpendingPartsProps) {
  const parts = [
    { name: 'spent', amount: spent, colour: 'primary.main' },
    { name: 'held for calls under way', amount: reserved, colour: 'info.main' },
    ...(waiting === undefined ? [] : [{ name: 'for what waits', amount: waiting, colour: 'warning.main' }]),
  ]
  return (
    <Box sx={{ display: 'grid', gap: 0.75 }}>
      {limit === null ? null : <BudgetBar limit={limit} parts={parts} />}
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2,
          ...(isSmall && { color: 'text.secondary', fontSize: '0.88rem' }),
        }}
      >
        {parts.map(({ name, amount, colour }) => (
          <BudgetKey key={name} colour={colour} name={name}>
            {text(amount)}
          </BudgetKey>
        ))}
        {children}
      </Box>
    </Box>
  )
}
