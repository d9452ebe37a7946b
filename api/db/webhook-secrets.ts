import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { AppError } from '../domain/error.ts'
import { type Db, type Trx, transact } from './database.ts'
import { type SecretBox, keyIdIn } from './secret-box.ts'
import { createDeliveryStore } from './webhook-delivery-store.ts'

interface StoredSecrets {
  id: number
  secret: string
  previousSecret: string | null
}

/** As Standard Webhooks have it: 24 to 64 random bytes. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

const reasonOfLost =
  'Its secret was encrypted with a key that is lost. Make a new secret, give it to the receiver, then switch it on.'

/** What nobody can sign with any more is replaced; nobody has the new secret yet, so nothing is sent. */
async function replace(trx: Trx, lost: readonly StoredSecrets[], box: SecretBox): Promise<void> {
  for (const { id } of lost) {
    await trx
      .updateTable('webhooks')
      .set({
        secret: box.seal(newSecret()),
        previousSecret: null,
        previousUntil: null,
        enabled: false,
        disabledReason: reasonOfLost,
        updatedAt: sql<Date>`now()`,
      })
      .where('id', '=', id)
      .execute()
    await createDeliveryStore(trx).dropPending(id)
  }
}

function refuse(lost: readonly StoredSecrets[], { sealedPrefix, tryOpen }: SecretBox): AppError {
  const locked = lost
    .flatMap(({ secret, previousSecret }) => [secret, previousSecret ?? ''])
    .filter((stored) => tryOpen(stored) === undefined)
  const keys = [...new Set(locked.map(keyIdIn))].join(', ')
  const webhooks = lost.length === 1 ? 'one webhook are' : `${lost.length} webhooks are`
  const own = sealedPrefix === null ? 'is not set' : `is key ${keyIdIn(sealedPrefix)}`
  return new AppError(
    'invalid',
    [
      `The secrets of ${webhooks} encrypted with key ${keys}, and ATELIER_SECRET_KEY ${own}.`,
      'Set that key, or a new one and that key as ATELIER_SECRET_KEY_PREVIOUS.',
      'Where it is lost, set a new one and ATELIER_SECRET_KEY_PREVIOUS=lost: these webhooks are then switched off until each has a new secret.',
    ].join(' '),
  )
}

/**
 * Brings all stored secrets of webhooks to what the keys say: encrypted with the current one. Does nothing where they are.
 * @param isKeyLost what no key opens is replaced, and its webhooks are switched off
 * @throws AppError `invalid` where no key opens some, and that is not said to be lost
 */
export async function sealWebhookSecrets(db: Db, box: SecretBox, isKeyLost: boolean): Promise<void> {
  await transact(db, async (trx) => {
    const rows = await trx
      .selectFrom('webhooks')
      .select(['id', 'secret', 'previousSecret'])
      .where((eb) =>
        box.sealedPrefix === null
          ? eb.or([eb('secret', 'like', 'sealed:%'), eb('previousSecret', 'like', 'sealed:%')])
          : eb.or([
              eb('secret', 'not like', `${box.sealedPrefix}%`),
              eb('previousSecret', 'not like', `${box.sealedPrefix}%`),
            ]),
      )
      .orderBy('id')
      .forNoKeyUpdate()
      .execute()
    const opened = rows.map((row) => ({
      ...row,
      plain: box.tryOpen(row.secret),
      previousPlain: row.previousSecret === null ? null : box.tryOpen(row.previousSecret),
    }))
    const lost = opened.filter(({ plain, previousPlain }) => plain === undefined || previousPlain === undefined)
    if (lost.length > 0 && !isKeyLost) throw refuse(lost, box)
    await replace(trx, lost, box)
    for (const { id, plain, previousPlain } of opened)
      if (plain !== undefined && previousPlain !== undefined)
        await trx
          .updateTable('webhooks')
          .set({ secret: box.seal(plain), previousSecret: previousPlain === null ? null : box.seal(previousPlain) })
          .where('id', '=', id)
          .execute()
  })
}
