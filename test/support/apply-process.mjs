// Applies a plan in a process of its own that kills itself in the middle: at its nth statement, some milliseconds into it.
import { readFile } from 'node:fs/promises'
import { openDatabase } from '../../dist/api/connection.js'
import { applyPlan } from '../../dist/api/db/catalog-apply.js'
import { readEnv } from '../../dist/api/env.js'

const [, , planFile, statement, delayMs] = process.argv
const database = await openDatabase(readEnv())
let count = 0
const die = () => process.kill(process.pid, 'SIGKILL')
const countdown = {
  transformQuery({ node }) {
    count += 1
    if (count === Number(statement)) {
      if (Number(delayMs) === 0) die()
      setTimeout(die, Number(delayMs))
    }
    return node
  },
  transformResult: async ({ result }) => result,
}
await applyPlan(database.db.withPlugin(countdown), JSON.parse(await readFile(planFile, 'utf8')), '2026-11-22')
await database.close()
