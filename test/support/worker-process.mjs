// One worker in a process of its own, to be killed. Its leases are short, so that a test need not wait a minute for them.
import { openAtelier } from '../../dist/api/atelier.js'
import { openDatabase } from '../../dist/api/connection.js'
import { readEnv } from '../../dist/api/env.js'
import { createLog } from '../../dist/api/log.js'

const env = readEnv()
const database = await openDatabase(env)
const atelier = await openAtelier({ env, database, filesFolder: `${env.home}/files`, log: createLog('error') })
atelier.desk.sandbox.faults.add({ kind: 'slow', ms: 300, times: null })
atelier.startWorker({ leaseSeconds: 2, pollMs: 200, slots: 4 })
process.stdout.write('ready\n')
