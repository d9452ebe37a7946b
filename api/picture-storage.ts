import { lookup } from 'node:dns/promises'
import { AppError, messageOf } from './domain/error.ts'
import type { PictureAddresses, PictureInventory, PictureStore } from './domain/picture-store.ts'
import { bareHost, isInternalAddress } from './net/address.ts'
import type { StorageSettings } from './storage-settings.ts'
import { assertWritable, createLocalDisk } from './storage/local-disk.ts'
import { type Bucket, assertBucketUsable, openBucket } from './storage/s3-bucket.ts'
import { bucketUrl } from './storage/s3-request.ts'
import { createS3Store, createSignedAddresses } from './storage/s3-store.ts'

export interface PictureStorage {
  pictures: PictureStore & PictureInventory
  /** Where browsers fetch pictures themselves; null where the API sends them. */
  addresses: PictureAddresses | null
}

type S3Settings = Extract<StorageSettings, { kind: 's3' }>

/** Over http everybody on the way can read and change what is sent, so the way has to be a network of one's own. */
async function assertPrivateIfPlain({ bucket: { endpoint } }: S3Settings): Promise<void> {
  if (endpoint === null || !endpoint.startsWith('http:')) return
  const host = bareHost(new URL(endpoint).hostname)
  const addresses = await lookup(host, { all: true }).catch((error: unknown) => {
    throw new AppError(
      'unavailable',
      `The host of ATELIER_S3_ENDPOINT, ${host}, cannot be found: ${messageOf(error)}. Correct it, or look at the network's name server.`,
      { cause: error },
    )
  })
  const open = addresses.find(({ address }) => !isInternalAddress(address))
  if (open)
    throw new AppError(
      'invalid',
      `ATELIER_S3_ENDPOINT is ${endpoint}, and ${host} is the public address ${open.address}; over http only a private address may be used. Use https.`,
    )
}

/** Opens the bucket, and proves that it can be used. Throws AppError. */
export async function openUsableBucket(settings: S3Settings): Promise<Bucket> {
  await assertPrivateIfPlain(settings)
  const bucket = openBucket(settings.bucket)
  await assertBucketUsable(bucket)
  return bucket
}

/**
 * Opens where finished pictures are kept, and proves that they can be: found out at the first picture, that picture
 * would be paid for and lost. Throws AppError.
 * @param folder where pictures are kept on disk
 */
export async function openPictureStorage(settings: StorageSettings, folder: string): Promise<PictureStorage> {
  if (settings.kind === 'disk') {
    await assertWritable(folder)
    return { pictures: createLocalDisk(folder), addresses: null }
  }
  const bucket = await openUsableBucket(settings)
  const pictures = createS3Store(bucket)
  const { origin } = new URL(bucketUrl(settings.bucket))
  const addresses =
    settings.delivery === 'signed' ? createSignedAddresses(bucket, pictures, origin, () => new Date()) : null
  return { pictures, addresses }
}
