import { type RawBuilder, sql } from 'kysely'

/**
 * For how many seconds a run was active, pauses left out. By the database's clock, which is the only one that all share.
 * @param runs what the statement calls the table of runs
 */
export const activeSecondsOf = (runs: 'runs' | 'r'): RawBuilder<number> =>
  sql`${sql.ref(`${runs}.activeSeconds`)} + coalesce(extract(epoch from now() - ${sql.ref(`${runs}.resumedAt`)}), 0)`
