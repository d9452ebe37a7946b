import { Box } from '@mui/material'
import type { ReactNode } from 'react'

interface BudgetPart {
  name: string
  amount: number
  colour: string
}

/** Parts of a limit as one bar. It is decoration: the words beside it say how much, also where a limit is passed. */
export function BudgetBar({ limit, parts }: { limit: number; parts: readonly BudgetPart[] }) {
  const total = parts.reduce((sum, { amount }) => sum + amount, 0)
  const whole = Math.max(limit, total, Number.MIN_VALUE)
  return (
    <Box aria-hidden sx={{ display: 'flex', height: 10, borderRadius: 5, overflow: 'hidden', bgcolor: 'divider' }}>
      {parts.map(({ name, amount, colour }) => (
        <Box key={name} sx={{ bgcolor: colour, width: `${(amount / whole) * 100}%`, transition: 'width .4s' }} />
      ))}
    </Box>
  )
}

/** What a colour of the bar stands for, and how much it is. */
export function BudgetKey({ colour, name, children }: { colour: string; name: string; children: ReactNode }) {
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 0.75, whiteSpace: 'nowrap' }}>
      <Box component="span" sx={{ width: 10, height: 10, borderRadius: '3px', bgcolor: colour, flex: 'none' }} />
      {name} {children}
    </Box>
  )
}
