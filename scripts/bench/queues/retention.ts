import type { Client } from 'pg'
import type { Table } from '../table.ts'

/** Of old generations, those that nothing shows any more; see docs/scaling.md. */
const deleteBatch = (count: number): string => `
  with old as (
    select g.id from generations g
    where g.finished_at < now() - interval '90 days' and g.status in ('succeeded', 'failed', 'cancelled')
      and not exists (select from images i where i.current_generation_id = g.id)
    order by g.finished_at limit ${count})
  delete from generations g using old where g.id = old.id`

const perStatement = 1000
const statements = 20

/** How fast old generations can be deleted, with their calls. */
export async function deleteOldGenerations(client: Client): Promise<Table> {
  const beganAtMs = performance.now()
  let deleted = 0
  for (let index = 0; index < statements; index++)
    deleted += (await client.query(deleteBatch(perStatement))).rowCount ?? 0
  const seconds = (performance.now() - beganAtMs) / 1000
  return {
    title: 'Retention',
    columns: ['deleted, with their calls', 'in a second'],
    rows: [[deleted.toLocaleString('en'), (deleted / seconds).toFixed(0)]],
  }
}
