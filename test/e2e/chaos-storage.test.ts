import type * as FileSystem from 'node:fs/promises'
import { rename, symlink } from 'node:fs/promises'
import { expect, it, vi } from 'vitest'
import { chanceOf } from '../../api/sandbox/chance.ts'
import type { Worker } from '../../api/worker/loop.ts'
import { auditStorm } from '../support/audit.ts'
import { chaosScale, chaosSeed, chaosSizes } from '../support/chaos-sizes.ts'
import { openStorm } from '../support/storm.ts'

// No test can fill a disk, and root may write where nobody may. What a disk says then is said here.
const disk = vi.hoisted(() => ({ refusal: undefined as string | undefined }))
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof FileSystem>()
  return {
    ...real,
    open: async (...args: Parameters<typeof real.open>) => {
      const handle = await real.open(...args)
      const write = handle.writeFile.bind(handle)
      handle.writeFile = async (...content: Parameters<typeof write>) => {
        const { refusal } = disk
        if (refusal === undefined) return write(...content)
        // Half of it is written before the disk is full.
        await write(Buffer.from(content[0] as Uint8Array).subarray(0, 100))
        throw Object.assign(new Error(refusal), { code: refusal })
      }
      return handle
    },
  }
})

const { generations, rounds } = chaosSizes.storage
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

it(
  'no picture is lost or paid for twice, and no half a file is left, however the storage fails',
  { timeout: 600_000 },
  async () => {
    const chance = chanceOf(chaosSeed, 'storage')
    const storm = await openStorm({ seed: chaosSeed })
    const workers: Worker[] = []
    const { filesFolder } = storm
    const mounted = `${filesFolder}-mounted`
    /** Changes at one moment what is at the folder's place. */
    const mount = async (target: string): Promise<void> => {
      await symlink(target, `${filesFolder}-next`)
      await rename(`${filesFolder}-next`, filesFolder)
    }
    try {
      await rename(filesFolder, mounted)
      await mount(mounted)
      await storm.queue(generations * chaosScale)
      for (let index = 0; index < 2; index += 1)
        workers.push(storm.atelier.startWorker({ leaseSeconds: 10, pollMs: 100, slots: 8 }))
      for (let round = 0; round < rounds * chaosScale; round += 1) {
        await sleep(chance.whole(200, 800))
        const outageMs = chance.whole(500, 2500)
        if (round % 3 < 2) {
          disk.refusal = round % 3 === 0 ? 'ENOSPC' : 'EROFS'
          await sleep(outageMs)
          disk.refusal = undefined
        } else {
          // As if it were not mounted. What is in its place is no folder, so that no other one is made there.
          await mount('/dev/null')
          await sleep(outageMs)
          await mount(mounted)
        }
      }
      await storm.settled()
      // What was given up for the storage's sake is still paid for, and a person has it fetched.
      const billed = storm.sandbox.bills().length
      const { db } = storm.atelier.database
      const retried = await storm.retry('storage')
      await Promise.all(workers.splice(0).map((worker) => worker.stop()))
      const { problems, counts } = await auditStorm(storm, { mayBeLeft: true })
      console.log(`CHAOS_SEED=${chaosSeed}`, counts, { retried })
      expect(problems, `CHAOS_SEED=${chaosSeed}`).toEqual([])
      expect(storm.sandbox.bills().length).toBe(billed)
      expect(await db.selectFrom('generations').select('id').where('errorClass', '=', 'storage').execute()).toEqual([])
    } finally {
      disk.refusal = undefined
      await Promise.all(workers.map((worker) => worker.stop(0)))
      await storm.close()
    }
  },
)
