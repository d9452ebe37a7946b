import type { Webhook, WebhookDelivery } from '../records.ts'

type Event = Webhook['events'][number]

export const eventWords: Record<WebhookDelivery['type'], string> = {
  'images.ready': 'Images are ready',
  'images.failed': 'Images failed',
  'webhook.test': 'A test',
}
export const eventList: Event[] = ['images.ready', 'images.failed']

export const deliveryWords: Record<WebhookDelivery['status'], string> = {
  pending: 'Waits',
  delivered: 'Delivered',
  failed: 'Given up',
  dropped: 'Dropped',
}
