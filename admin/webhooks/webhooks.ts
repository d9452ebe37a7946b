import WebhooksIcon from '@mui/icons-material/WebhookOutlined'
import { lazy } from 'react'
import type { ResourceProps } from 'react-admin'
import type { Webhook } from '../records.ts'

/** Few look at them, so they are fetched when somebody does. */
const WebhookList = lazy(() => import('./webhook-list.tsx').then((module) => ({ default: module.WebhookList })))
const WebhookShow = lazy(() => import('./webhook-show.tsx').then((module) => ({ default: module.WebhookShow })))

export const webhooks: ResourceProps = {
  name: 'webhooks',
  icon: WebhooksIcon,
  list: WebhookList,
  show: WebhookShow,
  recordRepresentation: (webhook: Webhook) => webhook.url,
}
