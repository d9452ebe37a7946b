import { Box, Button, Skeleton, Typography } from '@mui/material'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useDataProvider, useGetList, useNotify, useRefresh } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import { useLookEvery } from '../live/look-every.ts'
import type { Webhook, WebhookDelivery } from '../records.ts'
import { CodeBlock } from '../ui/code-block.tsx'
import { Panel } from '../ui/panel.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { rowList } from '../ui/row-list.ts'
import { When } from '../ui/when.tsx'
import { countOf } from '../ui/wording.ts'
import { DeliveryChip } from './delivery-chip.tsx'
import { eventWords } from './webhook-words.ts'

function SendAgainButton({ delivery }: { delivery: WebhookDelivery }) {
  const provider = useDataProvider<ConsoleProvider>()
  const notify = useNotify()
  const refresh = useRefresh()
  const send = useMutation({
    mutationFn: () => provider.sendDeliveryAgain(delivery.id),
    onSuccess: refresh,
    onError: (error: Error) => notify(error.message, { type: 'error' }),
  })
  return (
    <Button size="small" onClick={() => send.mutate()} loading={send.isPending}>
      Send again
    </Button>
  )
}

/** What the event is about, where it is about an article. */
function subjectOf({ payload }: WebhookDelivery): string {
  const { data } = payload as { data?: { title?: string; externalId?: string | null } }
  return [data?.title, data?.externalId].filter(Boolean).join(' · ')
}

function How({ delivery }: { delivery: WebhookDelivery }) {
  const { attempts, nextAt, error, isBeingSent, createdAt } = delivery
  // Also before the first try: the receiver may have asked for time.
  const isLater = !isBeingSent && nextAt !== null && (attempts > 0 || Date.parse(nextAt) > Date.parse(createdAt))
  return (
    <Box sx={{ color: 'text.secondary', fontSize: '0.85rem', overflowWrap: 'anywhere' }}>
      {attempts === 0 ? 'Not tried yet' : countOf(attempts, 'try', 'tries')}
      {isLater ? (
        <>
          , next <When at={nextAt} />
        </>
      ) : null}
      {error ? <Box>{error}</Box> : null}
    </Box>
  )
}

function DeliveryRow({ delivery, isOn }: { delivery: WebhookDelivery; isOn: boolean }) {
  return (
    <li>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        <DeliveryChip delivery={delivery} />
        <strong>{eventWords[delivery.type]}</strong>
        <Box sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>{subjectOf(delivery)}</Box>
        <Box sx={{ ml: 'auto', color: 'text.secondary' }}>
          <When at={delivery.createdAt} />
        </Box>
        {delivery.status !== 'pending' && isOn ? <SendAgainButton delivery={delivery} /> : null}
      </Box>
      <How delivery={delivery} />
      <Box component="details" sx={{ mt: 0.5, '& > summary': { cursor: 'pointer', fontSize: '0.85rem' } }}>
        <summary>What was sent</summary>
        <CodeBlock value={delivery.payload} label={`Body of event ${delivery.eventId}`} />
      </Box>
    </li>
  )
}

const perPage = 20

/** The last deliveries of a webhook: how far each is, and what went wrong. */
export function DeliveryPanel({ webhook }: { webhook: Webhook }) {
  const refetchInterval = useLookEvery(5_000)
  const [pages, setPages] = useState(1)
  const { data, error, isPending, refetch, pageInfo } = useGetList<WebhookDelivery>(
    'webhook-deliveries',
    {
      pagination: { page: 1, perPage: perPage * pages },
      sort: { field: 'id', order: 'DESC' },
      filter: { webhookId: webhook.id },
    },
    { refetchInterval },
  )
  return (
    <Panel title="Deliveries">
      {isPending && !error ? <Skeleton variant="rounded" height={160} aria-label="Reading the deliveries" /> : null}
      {error && !data ? (
        <ProblemNotice error={error} title="The deliveries could not be read" onRetry={() => void refetch()} />
      ) : null}
      {data?.length === 0 ? (
        <Typography sx={{ color: 'text.secondary' }}>
          Nothing was sent yet. Send a test to see whether it arrives.
        </Typography>
      ) : null}
      {data && data.length > 0 ? (
        <Box component="ul" sx={rowList}>
          {data.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} isOn={webhook.enabled} />
          ))}
        </Box>
      ) : null}
      {pageInfo?.hasNextPage && pages < 5 ? (
        <Button sx={{ mt: 1 }} onClick={() => setPages(pages + 1)}>
          Older deliveries
        </Button>
      ) : null}
    </Panel>
  )
}
