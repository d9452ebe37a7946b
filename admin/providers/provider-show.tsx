import { Alert, Box } from '@mui/material'
import { Title } from 'react-admin'
import type { Provider } from '../records.ts'
import { monospace } from '../theme.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { Fact, Facts } from '../ui/facts.tsx'
import { GitBadge } from '../ui/git-badge.tsx'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { Panel } from '../ui/panel.tsx'
import { RecordPage } from '../ui/record-page.tsx'
import { useLookEvery } from '../live/look-every.ts'
import { costText } from '../ui/wording.ts'
import { ProviderNow } from './provider-now.tsx'

function ModeNotice({ provider }: { provider: Provider }) {
  const { key_env: keyVariable } = provider.spec
  if (provider.mode === 'live') return null
  return (
    <Alert severity="info" variant="outlined">
      {provider.mode === 'sandbox'
        ? `${keyVariable} is not set, so the sandbox stands in: it speaks this provider’s protocol and draws stand-in pictures.`
        : `${keyVariable} is not set, so this provider’s models are passed over.`}{' '}
      Set it in the environment of the server and the workers, then start them again.
    </Alert>
  )
}

function ProviderPage({ provider }: { provider: Provider }) {
  const { spec } = provider
  return (
    <Box sx={{ display: 'grid', gap: 2, maxWidth: 860 }}>
      <Title title={spec.display_name} preferenceKey={false} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
        <ModeBadge mode={provider.mode} />
        <GitBadge sourceFile={provider.sourceFile} sourceLine={provider.sourceLine} />
      </Box>
      <ModeNotice provider={provider} />
      <ProviderNow provider={provider} />
      <Panel title="As the catalog says">
        <Facts>
          <Fact name="Protocol">{spec.adapter}</Fact>
          <Fact name="Address">
            <Box component="code" sx={{ fontFamily: monospace }}>
              {spec.base_url}
            </Box>
          </Fact>
          <Fact name="Key comes from">
            {spec.key_env === undefined ? (
              'nowhere: none is sent'
            ) : (
              <Box component="code" sx={{ fontFamily: monospace }}>
                {spec.key_env}
              </Box>
            )}
          </Fact>
          <Fact name="Calls at once">at most {spec.concurrency}</Fact>
          <Fact name="Calls a minute">
            {spec.requests_per_minute ? `at most ${spec.requests_per_minute}` : 'no limit'}
          </Fact>
          <Fact name="Cost a day">{spec.usd_per_day ? `at most ${costText(spec.usd_per_day)}` : 'no limit'}</Fact>
          <Fact name="Time for a call">{spec.timeout_seconds} s</Fact>
          <Fact name="Tries">at most {spec.max_attempts}</Fact>
          <Fact name="Lost answers">
            {spec.unknown_outcome === 'park' ? 'wait for a person' : 'are asked for once more, which may pay twice'}
          </Fact>
          {spec.download_hosts ? <Fact name="Pictures from">{spec.download_hosts.join(', ')}</Fact> : null}
        </Facts>
      </Panel>
      <Panel title="Models">
        <Box component="ul" sx={{ m: 0, pl: 2.5, '& li': { mb: 0.75 } }}>
          {provider.modelIds.map((id) => (
            <li key={id}>
              <CatalogName resource="models" id={id} />
            </li>
          ))}
        </Box>
      </Panel>
    </Box>
  )
}

/** One provider: how it is, how it is reached, and within which limits. */
export function ProviderShow() {
  const lookEveryMs = useLookEvery(10_000)
  return (
    <RecordPage<Provider>
      noun="provider"
      lookEveryMs={lookEveryMs}
      render={(provider) => <ProviderPage provider={provider} />}
    />
  )
}
