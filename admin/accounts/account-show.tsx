import EditIcon from '@mui/icons-material/EditOutlined'
import { Box, Button, Skeleton } from '@mui/material'
import { useQuery } from '@tanstack/react-query'
import { Title, useDataProvider } from 'react-admin'
import { Link } from 'react-router-dom'
import type { ConsoleProvider } from '../data-provider.ts'
import { useLookEvery } from '../live/look-every.ts'
import type { Account } from '../records.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { InEffectPanel } from '../ui/in-effect-panel.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { RecordPage } from '../ui/record-page.tsx'
import { EarlierMonths } from './earlier-months.tsx'
import { LedgerPanel } from './ledger-panel.tsx'
import { MonthPanel } from './month-panel.tsx'

function Spending({ accountId }: { accountId: number }) {
  const provider = useDataProvider<ConsoleProvider>()
  const refetchInterval = useLookEvery(30_000)
  const { data, error, refetch } = useQuery({
    queryKey: ['spending', accountId],
    queryFn: ({ signal }) => provider.readSpending(accountId, signal),
    refetchInterval,
  })
  if (data)
    return (
      <>
        <MonthPanel month={data.current} planName={<CatalogName resource="plans" id={data.planId} />} />
        <EarlierMonths months={data.months} />
      </>
    )
  return error ? (
    <ProblemNotice error={error} title="The spending could not be read" onRetry={() => void refetch()} />
  ) : (
    <Skeleton variant="rounded" height={220} aria-label="Reading the spending" />
  )
}

function AccountPage({ account }: { account: Account }) {
  const edit = (
    <Button component={Link} to={`/accounts/${account.id}`} size="small" startIcon={<EditIcon />}>
      Change
    </Button>
  )
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2, maxWidth: 960 }}>
      <Title title={account.name} preferenceKey={false} />
      <Spending accountId={account.id} />
      <InEffectPanel at="account" action={edit} />
      <LedgerPanel accountId={account.id} />
    </Box>
  )
}

/** One tenant: what it may spend, what it has spent on what, and what it has set for itself. */
export function AccountShow() {
  return <RecordPage<Account> noun="account" render={(account) => <AccountPage account={account} />} />
}
