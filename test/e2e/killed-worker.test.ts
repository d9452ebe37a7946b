import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { queueForContent } from '../../api/actions/queue-generations.ts'
import { openTestAtelier } from '../support/atelier.ts'

const serverUrl = process.env['TEST_DATABASE_URL']
if (!serverUrl) console.log('Skipped: two worker processes need a PostgreSQL server (set TEST_DATABASE_URL).')

function startWorkerProcess(databaseUrl: string, home: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [new URL('../support/worker-process.mjs', import.meta.url).pathname], {
    env: { ...process.env, DATABASE_URL: databaseUrl, ATELIER_HOME: home, ATELIER_SANDBOX: 'on' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', () => resolve(child))
    child.once('exit', () => reject(new Error('The worker ended before it was ready.')))
  })
}

it.runIf(serverUrl)('makes every image although a worker is killed in the middle', async () => {
  const test = await openTestAtelier()
  const home = await mkdtemp(join(tmpdir(), 'atelier-killed-'))
  const workers: ChildProcess[] = []
  try {
    for (const name of ['one', 'two', 'three']) {
      await queueForContent(test.atelier.studio, (await test.addArticle(name)).contentId, 'missing', {
        requestedBy: 'test',
      })
    }
    workers.push(...(await Promise.all([1, 2].map(() => startWorkerProcess(test.databaseUrl ?? '', home)))))
    const { db } = test.atelier.database
    const inTheMiddle = async () =>
      (
        await db
          .selectFrom('generations')
          .select('id')
          .where('status', '=', 'running')
          .where('sentAt', 'is not', null)
          .execute()
      ).length > 2
    while (!(await inTheMiddle())) await new Promise((resolve) => setTimeout(resolve, 20))
    workers[0]?.kill('SIGKILL')
    // The sandbox of the killed worker died with it. What it was asked and had not answered is unknown to the other one,
    // which waits until the call must be over before it believes that; the test lets the time pass.
    const letTimePass = setInterval(() => {
      void db
        .updateTable('generations')
        .set({ sentAt: new Date(Date.now() - 240_000) })
        .where('status', '=', 'queued')
        .where('sentAt', 'is not', null)
        .execute()
    }, 200)
    await test.settled()
    clearInterval(letTimePass)
    const rows = await db.selectFrom('generations').select(['status', 'sha256']).execute()
    expect(rows).toHaveLength(15)
    expect(rows.filter((row) => row.status !== 'succeeded')).toEqual([])
  } finally {
    for (const worker of workers) worker.kill('SIGKILL')
    await rm(home, { recursive: true, force: true })
    await test.close()
  }
})
