import { Box, Link } from '@mui/material'
import { Link as RouterLink } from 'react-router-dom'
import type { Provider } from '../records.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { Panel } from '../ui/panel.tsx'
import { SpendingParts } from '../ui/spending-parts.tsx'
import { costText, countOf } from '../ui/wording.ts'
import { ProviderSwitch } from './pause-button.tsx'
import { ProviderStateChip, ProviderStateText } from './provider-state.tsx'

/** What a provider cost today, and of how much. */
export function TodayText({ spending }: { spending: Provider['spending'] }) {
  const { limitUsd, spentUsd, reservedUsd } = spending
  const used = costText(spentUsd + reservedUsd)
  return limitUsd === null ? used : `${used} of ${costText(limitUsd)}`
}

function Today({ spending }: { spending: Provider['spending'] }) {
  const { limitUsd, spentUsd, reservedUsd } = spending
  return (
    <Box sx={{ maxWidth: 420 }}>
      <SpendingParts limit={limitUsd} spent={spentUsd} reserved={reservedUsd} text={costText}>
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {limitUsd === null ? 'no limit a day' : `at most ${costText(limitUsd)} a day`}
        </Box>
      </SpendingParts>
    </Box>
  )
}

const queueOf = (providerId: string, status: string): string =>
  `/generations?filter=${encodeURIComponent(JSON.stringify({ providerId, status }))}`

/** Whether calls go out now, what waits, and what today cost. */
export function ProviderNow({ provider }: { provider: Provider }) {
  const { failures, lastFailure, queued, running } = provider
  return (
    <Panel title="Now" action={<ProviderSwitch provider={provider} />}>
      <Facts>
        <Fact name="Calls">
          <Box sx={{ display: 'grid', gap: 0.75, justifyItems: 'start' }}>
            <ProviderStateChip state={provider.state} />
            <span>
              <ProviderStateText provider={provider} />
            </span>
          </Box>
        </Fact>
        <Fact name="Queue">
          <Link component={RouterLink} to={queueOf(provider.id, 'queued')}>
            {countOf(queued, 'generation waits', 'generations wait')}
          </Link>
          ,{' '}
          <Link component={RouterLink} to={queueOf(provider.id, 'running')}>
            {countOf(running, 'is being made', 'are being made')}
          </Link>
        </Fact>
        <Fact name={`Today, ${provider.spending.day} (UTC)`}>
          <Today spending={provider.spending} />
        </Fact>
        {lastFailure ? (
          <Fact name="Last failure">
            {lastFailure}
            {failures > 0 ? (
              <Box component="span" sx={{ color: 'text.secondary' }}>
                {' '}
                ({countOf(failures, 'failure')} in a row)
              </Box>
            ) : null}
          </Fact>
        ) : null}
      </Facts>
    </Panel>
  )
}
