// One INSERT after the other, in one transaction: what a hand-written sync does. For comparison only.
import { Client } from 'pg'

const count = Number(process.argv[2])
const client = new Client({ connectionString: process.env.DATABASE_URL })
await client.connect()
await client.query('create table models (id text primary key, spec jsonb not null, version integer not null default 1)')
await client.query('begin')
for (let index = 0; index < count; index++) {
  const spec = { model_name: `studio:${index}@1`, display_name: `Studio ${index}`, price: { usd_per_image: 0.04 } }
  await client.query('insert into models (id, spec) values ($1, $2)', [spec.model_name, JSON.stringify(spec)])
}
await client.query('commit')
await client.end()
