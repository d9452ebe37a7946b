import { Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material'
import type { AccountSpending } from '../records.ts'
import { Panel } from '../ui/panel.tsx'
import { costText, countText, monthText } from '../ui/wording.ts'

/** What an account spent in the months before this one. */
export function EarlierMonths({ months }: { months: AccountSpending['months'] }) {
  const earlier = months.slice(1).filter(({ spentUsd, spentCredits }) => spentUsd !== 0 || spentCredits !== 0)
  if (earlier.length === 0) return null
  return (
    <Panel title="Earlier months">
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>Month</TableCell>
            <TableCell align="right">Spent</TableCell>
            <TableCell align="right">Credits</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {earlier.map(({ month, spentUsd, spentCredits }) => (
            <TableRow key={month}>
              <TableCell>{monthText(month)}</TableCell>
              <TableCell align="right">{costText(spentUsd)}</TableCell>
              <TableCell align="right">{countText(spentCredits)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Panel>
  )
}
