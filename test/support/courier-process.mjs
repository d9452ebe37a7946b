// One courier in a process of its own, to be killed.
import { openAtelier } from '../../dist/api/atelier.js'
import { openDatabase } from '../../dist/api/connection.js'
import { readEnv } from '../../dist/api/env.js'
import { createLog } from '../../dist/api/log.js'

const env = readEnv()
const database = await openDatabase(env)
const atelier = await openAtelier({ env, database, filesFolder: `${env.home}/files`, log: createLog('error') })
atelier.startCourier()
