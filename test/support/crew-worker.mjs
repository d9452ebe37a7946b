// One worker of a crew, in a process of its own. It is told by its environment how it is to work, and where it is to die.
import { openAtelier } from '../../dist/api/atelier.js'
import { openDatabase } from '../../dist/api/connection.js'
import { readEnv } from '../../dist/api/env.js'
import { createLog } from '../../dist/api/log.js'
import { letDie } from './mortal-ports.mjs'

const { options, death } = JSON.parse(process.env.CREW_WORKER)
const env = readEnv()
const database = await openDatabase(env)
const atelier = await openAtelier({
  env,
  database,
  filesFolder: `${env.home}/files`,
  log: createLog(env.logLevel ?? 'error'),
  // Short pauses, so that a test need not wait for long ones.
  random: () => Math.random() / 20,
})
if (death)
  letDie({ queue: atelier.stores.queue, pictures: atelier.pictures }, death, () => {
    process.kill(process.pid, 'SIGKILL')
    return new Promise(() => {})
  })
const worker = atelier.startWorker(options)
process.once('SIGTERM', () => {
  void worker
    .stop()
    .then(() => atelier.close())
    .then(() => database.close())
    .then(() => process.exit())
})
// Its parent is gone, however that ended.
process.stdin.once('end', () => process.exit()).resume()
process.stdout.write('ready\n')
