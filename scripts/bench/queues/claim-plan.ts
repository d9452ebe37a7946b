import { Client } from 'pg'
import type { Table } from '../table.ts'
import { benchProvider } from '../engine-catalog.ts'

interface Step {
  query: string
  ms: number
  /** Tables that were read from end to end. */
  scanned: string[]
}

const readStep = (message: string): Step | undefined => {
  const ms = /^duration: ([\d.]+) ms/.exec(message)?.[1]
  const query = /Query Text: ([\s\S]*?)\n(?=\S)/.exec(message)?.[1]
  if (ms === undefined || query === undefined) return undefined
  const scanned = [...message.matchAll(/Seq Scan on (\S+)/g)].map(([, table]) => table ?? '')
  return { query: query.replace(/\s+/g, ' ').trim(), ms: Number(ms), scanned }
}

/**
 * The statements of one claim of fifty, as auto_explain sees them in a session of its own; taken back afterwards. Needs a
 * superuser and the extension's library.
 */
export async function explainClaim(url: string): Promise<Table> {
  const client = new Client({ connectionString: url })
  await client.connect()
  const steps: Step[] = []
  client.on('notice', ({ message }) => {
    const step = message === undefined ? undefined : readStep(message)
    if (step) steps.push(step)
  })
  try {
    await client.query(`load 'auto_explain'`)
    for (const setting of [
      'log_nested_statements = on',
      'log_min_duration = 0',
      'log_analyze = on',
      'log_timing = off',
    ])
      await client.query(`set auto_explain.${setting}`)
    await client.query('set client_min_messages = log')
    await client.query('begin')
    const claim = `select count(*) from claim_from_provider('${benchProvider}', 'bench', 50, 60, '{}', false)`
    // The first plans.
    await client.query(claim)
    steps.length = 0
    await client.query(claim)
    await client.query('rollback')
  } finally {
    await client.end()
  }
  const slowest = steps.toSorted((one, other) => other.ms - one.ms).slice(0, 8)
  return {
    title: 'The slowest statements of a claim of fifty',
    columns: ['statement', 'took', 'read from end to end'],
    rows: slowest.map(({ query, ms, scanned }) => [
      `\`${query.slice(0, 80).replaceAll('|', ' ')}\``,
      `${ms.toFixed(1)} ms`,
      [...new Set(scanned)].join(', ') || 'nothing',
    ]),
  }
}
