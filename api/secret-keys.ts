import type { Db } from './db/database.ts'
import { type SecretBox, type SecretKeys, createSecretBox } from './db/secret-box.ts'
import { sealWebhookSecrets } from './db/webhook-secrets.ts'

export interface SecretSettings extends SecretKeys {
  /** Whoever runs this says that what no key opens is lost. */
  isPreviousLost: boolean
}

const keyBytes = 32
const lostWord = 'lost'

/** The key that a text is; undefined where it is none. What is no key is never repeated: it may be most of one. */
function keyOf(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === keyBytes && bytes.toString('base64') === text ? bytes : undefined
}

/** Reads the keys that stored secrets are encrypted with, and what is wrong with them. */
export function readSecretKeys({ current, previous }: { current: string | undefined; previous: string | undefined }): {
  secretKeys: SecretSettings
  problems: string[]
} {
  const problems: string[] = []
  const read = (name: string, text: string | undefined, more = ''): Uint8Array | undefined => {
    const key = text === undefined ? undefined : keyOf(text)
    if (text !== undefined && !key)
      problems.push(`${name} must be 32 random bytes in base64, as \`openssl rand -base64 32\` makes them${more}.`)
    return key
  }
  const isPreviousLost = previous === lostWord
  const secretKeys = {
    current: read('ATELIER_SECRET_KEY', current),
    previous: isPreviousLost ? undefined : read('ATELIER_SECRET_KEY_PREVIOUS', previous, `, or "${lostWord}"`),
    isPreviousLost,
  }
  if (previous !== undefined && current === undefined)
    problems.push('ATELIER_SECRET_KEY_PREVIOUS needs ATELIER_SECRET_KEY beside it: the key that takes its place.')
  if (previous !== undefined && previous === current)
    problems.push('ATELIER_SECRET_KEY_PREVIOUS is the same key as ATELIER_SECRET_KEY. Leave it out.')
  return { secretKeys, problems }
}

/** The box for these keys, after all that is stored was sealed with the current one. @throws as `sealWebhookSecrets` */
export async function openSecretBox(db: Db, settings: SecretSettings): Promise<SecretBox> {
  const box = createSecretBox(settings)
  await sealWebhookSecrets(db, box, settings.isPreviousLost)
  return box
}
