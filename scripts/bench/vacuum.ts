import type { Client } from 'pg'

export async function hasAutovacuum(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ isOn: boolean }>(`select current_setting('autovacuum')::boolean as "isOn"`)
  return rows[0]?.isOn ?? true
}

/**
 * Does once what autovacuum does each minute, by PostgreSQL's own default thresholds: for a server on which somebody has
 * switched it off. Without it every queue in PostgreSQL slows down, and none would be told apart by it.
 */
export async function vacuumAsAutovacuum(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; isDue: boolean }>(`
    select format('%I.%I', s.schemaname, s.relname) as name,
      s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0) or s.n_ins_since_vacuum > 1000 + 0.2 * greatest(c.reltuples, 0) as "isDue"
    from pg_stat_user_tables s join pg_class c on c.oid = s.relid
    where s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0) or s.n_ins_since_vacuum > 1000 + 0.2 * greatest(c.reltuples, 0)
      or s.n_mod_since_analyze > 50 + 0.1 * greatest(c.reltuples, 0)`)
  for (const { name, isDue } of rows) await client.query(`${isDue ? 'vacuum (analyze)' : 'analyze'} ${name}`)
  return rows.filter(({ isDue }) => isDue).map(({ name }) => name)
}
