import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { type Atelier, openAtelier } from '../../api/atelier.ts'
import { openDatabase } from '../../api/connection.ts'
import { migrate } from '../../api/db/migrate.ts'
import { readEnv } from '../../api/env.ts'
import { createOnServer, seedCatalog } from '../support/database.ts'
import { seedContent } from '../support/records.ts'

const serverUrl = process.env['TEST_DATABASE_URL']
const script = new URL('../support/courier-process.mjs', import.meta.url).pathname

/** Receives, and answers nothing to the first. */
async function startReceiver(onRequest: (eventId: string, isFirst: boolean) => void): Promise<Server> {
  let isFirst = true
  const receiver = createServer((request, response) => {
    onRequest(String(request.headers['webhook-id']), isFirst)
    if (!isFirst) response.writeHead(204).end()
    isFirst = false
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  return receiver
}

it('sends again, as the same event, what a killed process was sending', async () => {
  const home = await mkdtemp(join(tmpdir(), 'atelier-courier-'))
  const server = serverUrl ? await createOnServer(serverUrl, { isMigrated: true }) : undefined
  const variables = {
    ATELIER_HOME: home,
    ATELIER_WEBHOOKS_ALLOW_PRIVATE: 'on',
    ...(server && { DATABASE_URL: server.url }),
  }
  const env = readEnv(variables)
  const withAtelier = async (work: (atelier: Atelier) => Promise<void>): Promise<void> => {
    const database = await openDatabase(env)
    try {
      await migrate(database.db)
      const atelier = await openAtelier({ env, database, filesFolder: home, log: pino({ level: 'silent' }) })
      await work(atelier)
      await atelier.close()
    } finally {
      await database.close()
    }
  }
  let child: ChildProcess | undefined
  const events: string[] = []
  // It dies in the middle: the request has arrived, and is never answered.
  const receiver = await startReceiver((eventId, isFirst) => {
    events.push(eventId)
    if (isFirst) child?.kill('SIGKILL')
  })
  try {
    await withAtelier(async ({ database, stores }) => {
      await seedCatalog(database.db)
      const { accountId } = await seedContent(database.db)
      const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
      const { id } = await stores.webhooks.create({ accountId, url, events: ['images.ready'], createdBy: 'test' })
      await stores.webhooks.sendTest(id, accountId)
    })
    const { DATABASE_URL: _, ...inherited } = process.env
    child = spawn(process.execPath, [script], {
      env: { ...inherited, ...variables },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
    await withAtelier(async (atelier) => {
      const { db } = atelier.database
      const read = () => db.selectFrom('webhookDeliveries').select(['status', 'attempts', 'eventId']).execute()
      // What nobody settled is the dead one's until its lease is over.
      expect(await read()).toMatchObject([{ status: 'pending', attempts: 1 }])
      await db
        .updateTable('webhookDeliveries')
        .set({ leaseUntil: new Date(0) })
        .execute()
      const courier = atelier.startCourier({ pollMs: 50 })
      await expect.poll(read, { timeout: 30_000 }).toMatchObject([{ status: 'delivered', attempts: 2 }])
      await courier.stop()
      const [delivery] = await read()
      expect(events).toEqual([delivery?.eventId, delivery?.eventId])
    })
  } finally {
    child?.kill('SIGKILL')
    receiver.closeAllConnections()
    receiver.close()
    await server?.drop()
    await rm(home, { recursive: true, force: true })
  }
  // Three processes' worth of starts, on a machine that has other things to do.
}, 180_000)
