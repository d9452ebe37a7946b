import { Alert, AlertTitle, Box } from '@mui/material'
import { ReferenceField, Title } from 'react-admin'
import type { Webhook } from '../records.ts'
import { Fact, Facts } from '../ui/facts.tsx'
import { Panel } from '../ui/panel.tsx'
import { RecordPage } from '../ui/record-page.tsx'
import { When } from '../ui/when.tsx'
import { DeliveryPanel } from './delivery-panel.tsx'
import { WebhookActions } from './webhook-actions.tsx'
import { eventWords } from './webhook-words.ts'

/** Why nothing is sent, and the way back. */
function OffNotice({ webhook }: { webhook: Webhook }) {
  return (
    <Alert severity="warning" variant="outlined">
      {webhook.disabledReason ? (
        <>
          <AlertTitle>It was switched off, and nothing is sent</AlertTitle>
          <Box sx={{ overflowWrap: 'anywhere' }}>{webhook.disabledReason}</Box>
          <Box sx={{ mt: 0.5 }}>
            Once its receiver is ready again, press Switch on, then Send again beside what was dropped. What ended while
            it was off is not told later.
          </Box>
        </>
      ) : (
        'It is off: nothing is sent until somebody presses Switch on.'
      )}
    </Alert>
  )
}

function WebhookPage({ webhook }: { webhook: Webhook }) {
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2, maxWidth: 960 }}>
      <Title title={`Webhook of ${new URL(webhook.url).host}`} preferenceKey={false} />
      {webhook.enabled ? null : <OffNotice webhook={webhook} />}
      <Panel title="What it is told" action={<WebhookActions webhook={webhook} />}>
        <Facts>
          <Fact name="Address">{webhook.url}</Fact>
          {webhook.description ? <Fact name="For">{webhook.description}</Fact> : null}
          <Fact name="Account">
            <ReferenceField record={webhook} source="accountId" reference="accounts" link="show" />
          </Fact>
          <Fact name="Tell it when">{webhook.events.map((event) => eventWords[event]).join(', ')}</Fact>
          {webhook.previousSecretUntil ? (
            <Fact name="Old secret">
              signs too, for the last time <When at={webhook.previousSecretUntil} />
            </Fact>
          ) : null}
          <Fact name="Made">
            <When at={webhook.createdAt} /> by {webhook.createdBy}
          </Fact>
        </Facts>
      </Panel>
      <DeliveryPanel webhook={webhook} />
    </Box>
  )
}

/** One webhook: what it is told, and what became of that. */
export function WebhookShow() {
  return (
    <RecordPage<Webhook> noun="webhook" render={(webhook) => <WebhookPage webhook={webhook} />} lookEveryMs={10_000} />
  )
}
