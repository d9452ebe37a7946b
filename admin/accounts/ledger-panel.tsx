import { Box, Button, Skeleton, Table, TableBody, TableCell, TableHead, TableRow, Typography } from '@mui/material'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDataProvider } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import { useLookEvery } from '../live/look-every.ts'
import type { LedgerEntry } from '../records.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { wideOnly } from '../ui/columns.ts'
import { Panel } from '../ui/panel.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { When } from '../ui/when.tsx'
import { changeText, costText, countText } from '../ui/wording.ts'

const kindWords: Record<LedgerEntry['kind'], string> = {
  reserve: 'Held',
  settle: 'Settled',
  release: 'Given back',
  correct: 'Corrected',
}

function EntryRow({ entry }: { entry: LedgerEntry }) {
  return (
    <TableRow>
      <TableCell>
        {kindWords[entry.kind]}
        <Box sx={{ color: 'text.secondary', fontSize: '0.82rem' }}>
          <When at={entry.createdAt} />
        </Box>
      </TableCell>
      <TableCell>
        {entry.generationId === null ? (
          'Prompts'
        ) : (
          <RecordLink resource="generations" id={entry.generationId}>
            #{entry.generationId}
          </RecordLink>
        )}
      </TableCell>
      <TableCell sx={wideOnly}>
        <CatalogName resource="providers" id={entry.providerId} />
      </TableCell>
      <TableCell align="right">{changeText(entry.reservedUsd, costText)}</TableCell>
      <TableCell align="right">{changeText(entry.spentUsd, costText)}</TableCell>
      <TableCell align="right" sx={wideOnly}>
        {changeText(entry.spentCredits, countText)}
      </TableCell>
    </TableRow>
  )
}

function useLedger(accountId: number) {
  const provider = useDataProvider<ConsoleProvider>()
  return useInfiniteQuery({
    queryKey: ['ledger', accountId],
    queryFn: ({ pageParam, signal }) => provider.readLedger(accountId, pageParam, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.nextBefore,
    refetchInterval: useLookEvery(30_000),
  })
}

/** Every movement of an account's money, newest first. Entries are only ever added, so they always add up. */
export function LedgerPanel({ accountId }: { accountId: number }) {
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useLedger(accountId)
  const entries = data?.pages.flatMap((page) => page.data) ?? []
  return (
    <Panel title="Ledger">
      {isPending ? <Skeleton variant="rounded" height={160} aria-label="Reading the ledger" /> : null}
      {error && !data ? (
        <ProblemNotice error={error} title="The ledger could not be read" onRetry={() => void refetch()} />
      ) : null}
      {data && entries.length === 0 ? (
        <Typography sx={{ color: 'text.secondary' }}>
          Nothing was booked yet. Every call to a provider is held here before it is made, and settled after.
        </Typography>
      ) : null}
      {entries.length > 0 ? (
        <Box sx={{ overflowX: 'auto' }}>
          <Table size="small" sx={{ '& td, & th': { px: { xs: 0.75, sm: 2 } } }}>
            <TableHead>
              <TableRow>
                <TableCell>Entry</TableCell>
                <TableCell>For</TableCell>
                <TableCell sx={wideOnly}>Provider</TableCell>
                <TableCell align="right">Held</TableCell>
                <TableCell align="right">Spent</TableCell>
                <TableCell align="right" sx={wideOnly}>
                  Credits spent
                </TableCell>
              </TableRow>
            </TableHead>
            <TableBody>
              {entries.map((entry) => (
                <EntryRow key={entry.id} entry={entry} />
              ))}
            </TableBody>
          </Table>
        </Box>
      ) : null}
      {hasNextPage ? (
        <Button onClick={() => void fetchNextPage()} loading={isFetchingNextPage} sx={{ mt: 1 }}>
          Older entries
        </Button>
      ) : null}
    </Panel>
  )
}
