import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { AppError } from '../domain/error.ts'

/** Keys of 32 bytes. Without a current one, secrets are stored as they are. */
export interface SecretKeys {
  current: Uint8Array | undefined
  /** What still opens secrets that the current key does not. */
  previous: Uint8Array | undefined
}

/** Encrypts what is stored but must be had again, such as what webhooks are signed with. */
export interface SecretBox {
  /** What begins everything that is sealed as it would be now; null without a key. */
  sealedPrefix: string | null
  /** As it is stored. */
  seal: (secret: string) => string
  /** Takes what was stored without a key too. @throws AppError `unavailable` where no key opens it */
  open: (stored: string) => string
  /** As `open`; undefined where no key opens it. */
  tryOpen: (stored: string) => string | undefined
}

const mark = 'sealed:'
const ivBytes = 12
const tagBytes = 16

/** What tells keys apart, and nothing about them. */
export const keyIdOf = (key: Uint8Array): string =>
  createHash('sha256').update('atelier secret key').update(key).digest('hex').slice(0, 8)

const prefixOf = (key: Uint8Array): string => `${mark}${keyIdOf(key)}:`

/** The id of the key that something was sealed with; undefined where it was stored as it is. */
export const keyIdIn = (stored: string): string | undefined =>
  stored.startsWith(mark) ? stored.split(':')[1] : undefined

function sealWith(key: Uint8Array, secret: string): string {
  const prefix = prefixOf(key)
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes }).setAAD(Buffer.from(prefix))
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return prefix + Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64')
}

function openWith(key: Uint8Array, stored: string): string | undefined {
  const prefix = prefixOf(key)
  const bytes = Buffer.from(stored.slice(prefix.length), 'base64')
  const [iv, tag, text] = [
    bytes.subarray(0, ivBytes),
    bytes.subarray(ivBytes, ivBytes + tagBytes),
    bytes.subarray(ivBytes + tagBytes),
  ]
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes })
    decipher.setAAD(Buffer.from(prefix)).setAuthTag(tag)
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
  } catch {
    // Damaged: it was not sealed like that.
    return undefined
  }
}

/** A box for the keys of the environment. Every sealed text says which key it was sealed with, so keys can be changed. */
export function createSecretBox({ current, previous }: SecretKeys): SecretBox {
  const keys = [current, previous].filter((key) => key !== undefined)
  const tryOpen = (stored: string): string | undefined => {
    if (!stored.startsWith(mark)) return stored
    const key = keys.find((each) => stored.startsWith(prefixOf(each)))
    return key && openWith(key, stored)
  }
  return {
    sealedPrefix: current ? prefixOf(current) : null,
    seal: (secret) => (current ? sealWith(current, secret) : secret),
    tryOpen,
    open(stored) {
      const secret = tryOpen(stored)
      if (secret === undefined)
        throw new AppError(
          'unavailable',
          `A secret is encrypted with key ${keyIdIn(stored)}, which this process does not have. Restart it with that key in ATELIER_SECRET_KEY or ATELIER_SECRET_KEY_PREVIOUS.`,
        )
      return secret
    },
  }
}

/** For who has no keys. */
export const plainBox = createSecretBox({ current: undefined, previous: undefined })
