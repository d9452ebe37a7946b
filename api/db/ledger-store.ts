import { sql } from 'kysely'
import type { Db } from './database.ts'

export type LedgerKind = 'reserve' | 'settle' | 'release' | 'correct'

/** What a month of an account came to so far. */
export interface AccountMonth {
  /** Its first day in UTC, as YYYY-MM-DD. */
  month: string
  spentUsd: number
  reservedUsd: number
  spentCredits: number
  reservedCredits: number
}

const columns = [
  'id',
  'createdAt',
  'generationId',
  'promptWritingId',
  'kind',
  'providerId',
  'attemptId as callId',
  'reservedUsd',
  'spentUsd',
  'reservedCredits',
  'spentCredits',
] as const

/** What was booked, for reading. Booking is done with what it is for: see the call ledger. */
export function createLedgerStore(db: Db) {
  const entries = () =>
    db
      .selectFrom('ledgerEntries')
      .select(columns)
      .select(sql<string>`booked_for::text`.as('bookedFor'))
      .$narrowType<{ kind: LedgerKind }>()

  return {
    /** An account's entries, newest first. A page begins after the last id of the one before, however much is added meanwhile. */
    async ofAccount(accountId: number, page: { before: number | undefined; limit: number }) {
      const older =
        page.before === undefined
          ? entries().where('accountId', '=', accountId)
          : entries().where('accountId', '=', accountId).where('id', '<', page.before)
      const rows = await older
        .orderBy('id', 'desc')
        .limit(page.limit + 1)
        .execute()
      const data = rows.slice(0, page.limit)
      return { data, nextBefore: rows.length > page.limit ? (data.at(-1)?.id ?? null) : null }
    },

    /** Of one generation, oldest first. */
    ofGeneration: (generationId: number) => entries().where('generationId', '=', generationId).orderBy('id').execute(),

    /** The last twelve months, the current one first; months without an entry have nothing but zeros. */
    async months(accountId: number): Promise<AccountMonth[]> {
      const { rows } = await sql<AccountMonth>`
        select s.month::date::text as month, coalesce(m.spent_usd, 0) as spent_usd, coalesce(m.reserved_usd, 0) as reserved_usd,
          coalesce(m.spent_credits, 0) as spent_credits, coalesce(m.reserved_credits, 0) as reserved_credits
        from generate_series(0, 11) n
        cross join lateral (select month_of((utc_today() - make_interval(months => n))::date) as month) s
        left join account_months m on m.account_id = ${accountId} and m.month = s.month
        order by s.month desc`.execute(db)
      return rows
    },
  }
}

export type LedgerStore = ReturnType<typeof createLedgerStore>
export type LedgerEntry = Awaited<ReturnType<LedgerStore['ofGeneration']>>[number]
