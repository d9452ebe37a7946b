import WebhooksIcon from '@mui/icons-material/WebhookOutlined'
import { Box, Button, Chip } from '@mui/material'
import { useState } from 'react'
import { DataTable, List, ReferenceField, SearchInput, TopToolbar } from 'react-admin'
import { useLookEvery } from '../live/look-every.ts'
import type { Webhook } from '../records.ts'
import { narrowOnly, wideOnly } from '../ui/columns.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { ListError } from '../ui/list-error.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { When } from '../ui/when.tsx'
import { DeliveryChip } from './delivery-chip.tsx'
import { WebhookDialog } from './webhook-dialog.tsx'
import { eventWords } from './webhook-words.ts'

const Col = DataTable.Col<Webhook>

function Last({ webhook }: { webhook: Webhook }) {
  if (!webhook.enabled) return <Chip size="small" variant="outlined" label="Off" />
  const delivery = webhook.lastDelivery
  if (!delivery) return <>Nothing yet</>
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
      <DeliveryChip delivery={delivery} />
      <When at={delivery.finishedAt ?? delivery.createdAt} />
    </Box>
  )
}

/** Who is told when images are ready or failed, and whether that gets there. */
export function WebhookList() {
  // Here and not in the list: it may go from empty to full, and must not take a secret with it that was not copied yet.
  const [isMaking, setIsMaking] = useState(false)
  const makeButton = (
    <Button variant="contained" size="small" onClick={() => setIsMaking(true)}>
      New webhook
    </Button>
  )
  const refetchInterval = useLookEvery(10_000)
  return (
    <>
      <List<Webhook>
        filters={[<SearchInput key="q" source="q" alwaysOn placeholder="Search webhooks" />]}
        actions={<TopToolbar>{makeButton}</TopToolbar>}
        exporter={false}
        perPage={25}
        error={<ListError />}
        queryOptions={{ refetchInterval }}
        sort={{ field: 'id', order: 'DESC' }}
        storeKey="webhooks.list"
        title="Webhooks"
        empty={
          <EmptyState icon={<WebhooksIcon />} title="Nobody is told yet" action={makeButton}>
            A webhook tells a CMS when all images of an article that were asked for are ready, or some of them failed.
          </EmptyState>
        }
      >
        <DataTable<Webhook> bulkActionButtons={false} rowClick="show">
          <Col
            source="url"
            render={(webhook) => (
              <Box sx={{ overflowWrap: 'anywhere' }}>
                <RecordLink resource="webhooks" id={webhook.id}>
                  {webhook.url}
                </RecordLink>
                <Box sx={{ color: 'text.secondary', fontSize: '0.85rem' }}>{webhook.description}</Box>
                <Box sx={narrowOnly}>
                  <Last webhook={webhook} />
                </Box>
              </Box>
            )}
          />
          <Col source="accountId" disableSort>
            <ReferenceField source="accountId" reference="accounts" link={false} />
          </Col>
          <Col
            label="Tell when"
            sx={wideOnly}
            disableSort
            render={(webhook) => webhook.events.map((event) => eventWords[event]).join(', ')}
          />
          <Col label="Last delivery" sx={wideOnly} disableSort render={(webhook) => <Last webhook={webhook} />} />
        </DataTable>
      </List>
      {isMaking ? <WebhookDialog onClose={() => setIsMaking(false)} /> : null}
    </>
  )
}
