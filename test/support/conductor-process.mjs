// One conductor in a process of its own, to be killed. Its lease is short, so that a test need not wait half a minute.
import { openAtelier } from '../../dist/api/atelier.js'
import { openDatabase } from '../../dist/api/connection.js'
import { readEnv } from '../../dist/api/env.js'
import { createLog } from '../../dist/api/log.js'
import { conductRuns } from '../../dist/api/run-conductor.js'

const env = readEnv()
const database = await openDatabase(env)
const atelier = await openAtelier({ env, database, filesFolder: `${env.home}/files`, log: createLog('error') })
conductRuns(atelier, { leaseSeconds: 2, pollMs: 200, stepMs: 50 })
process.stdout.write('ready\n')
