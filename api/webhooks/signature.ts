import { createHmac } from 'node:crypto'

const secretPrefix = 'whsec_'

/** What a delivery carries, as Standard Webhooks 1.0 has it: https://github.com/standard-webhooks/standard-webhooks */
export interface SignedHeaders {
  'webhook-id': string
  'webhook-timestamp': string
  'webhook-signature': string
}

function signatureOf(secret: string, content: string): string {
  const key = Buffer.from(secret.slice(secretPrefix.length), 'base64')
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`
}

/** Signs a body with each secret: receivers take any of the signatures, so that a secret can be changed without a gap. */
export function signedHeaders(id: string, sentAt: Date, body: string, secrets: readonly string[]): SignedHeaders {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000))
  const content = `${id}.${timestamp}.${body}`
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => signatureOf(secret, content)).join(' '),
  }
}
