import { createHash, randomBytes } from 'node:crypto'
import { expressionBuilder, sql } from 'kysely'
import { type Scope, type TokenFinding, accessTokenPrefix, looksLikeAccessToken } from '../domain/access-token.ts'
import { AppError } from '../domain/error.ts'
import type { Db } from './database.ts'
import { type ListQuery, type ListRules, flagFrom, idsFrom, patternFrom, planList } from './list-query.ts'
import type { Tables } from './tables.gen.ts'

/** The first characters after the prefix, which people know a token by. */
const hintChars = 4

const eb = expressionBuilder<Tables, 'accessTokens'>()
const columns = [
  'id',
  'accountId',
  'name',
  'hint',
  'scopes',
  'createdBy',
  'createdAt',
  'expiresAt',
  'lastUsedAt',
  'revokedAt',
  'revokedBy',
] as const
interface Narrow {
  scopes: Scope[]
}

const isOver = sql<boolean>`(revoked_at is not null or coalesce(expires_at <= now(), false))`

const rules: ListRules<'id' | 'name' | 'createdAt' | 'lastUsedAt'> = {
  sorts: { id: 'id', name: 'name', createdAt: 'createdAt', lastUsedAt: 'lastUsedAt' },
  defaultSort: { by: 'id', order: 'desc' },
  filters: {
    id: (value, field) => eb('id', 'in', idsFrom(value, field)),
    accountId: (value, field) => eb('accountId', 'in', idsFrom(value, field)),
    isOver: (value, field) => eb(isOver, '=', flagFrom(value, field)),
    q: (value, field) => eb('name', 'ilike', patternFrom(value, field)),
  },
}

export interface AccessTokenInput {
  accountId: number
  name: string
  scopes: Scope[]
  expiresAt: Date | null
  createdBy: string
}

const sha256 = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Tokens that a CMS signs in with. The token itself leaves this file once, when it is made. */
export function createAccessTokenStore(db: Db) {
  const get = (id: number) =>
    db
      .selectFrom('accessTokens')
      .select([...columns, isOver.as('isOver')])
      .where('id', '=', id)
      .$narrowType<Narrow>()
      .executeTakeFirst()

  return {
    get,

    /** Answers the token's id, and the token: nobody can read it again. */
    async create(input: AccessTokenInput): Promise<{ id: number; token: string }> {
      const token = `${accessTokenPrefix}${randomBytes(32).toString('base64url')}`
      const { id } = await db
        .insertInto('accessTokens')
        .values({
          ...input,
          scopes: JSON.stringify(input.scopes),
          tokenSha256: sha256(token),
          hint: token.slice(0, accessTokenPrefix.length + hintChars),
        })
        .returning('id')
        .executeTakeFirstOrThrow()
      return { id, token }
    },

    /** Whose token it is, and whether it still opens anything. Notes the use, at most once a minute. */
    async find(token: string): Promise<TokenFinding> {
      if (!looksLikeAccessToken(token)) return { state: 'unknown' }
      const row = await db
        .selectFrom('accessTokens')
        .select([
          'id',
          'accountId',
          'name',
          'scopes',
          'expiresAt',
          'revokedAt',
          sql<boolean>`coalesce(expires_at <= now(), false)`.as('isExpired'),
          sql<boolean>`coalesce(last_used_at < now() - interval '1 minute', true)`.as('isUnnoted'),
        ])
        .where('tokenSha256', '=', sha256(token))
        .$narrowType<Narrow>()
        .executeTakeFirst()
      if (!row) return { state: 'unknown' }
      const { id, accountId, name, scopes, expiresAt, revokedAt, isExpired, isUnnoted } = row
      if (revokedAt) return { state: 'revoked', revokedAt }
      if (isExpired && expiresAt) return { state: 'expired', expiresAt }
      if (isUnnoted)
        await db
          .updateTable('accessTokens')
          .set({ lastUsedAt: sql<Date>`now()` })
          .where('id', '=', id)
          .execute()
      return { state: 'valid', holder: { id, accountId, name, scopes } }
    },

    /** Once revoked, a token stays so. @throws AppError `not_found` */
    async revoke(id: number, by: string): Promise<void> {
      await db
        .updateTable('accessTokens')
        .set({ revokedAt: sql<Date>`now()`, revokedBy: by })
        .where('id', '=', id)
        .where('revokedAt', 'is', null)
        .execute()
      if (!(await get(id))) throw new AppError('not_found', `There is no access token ${id}.`)
    },

    async list(query: ListQuery) {
      const plan = planList(query, rules)
      const matching = db.selectFrom('accessTokens').where((builder) => builder.and(plan.conditions))
      const [data, { total }] = await Promise.all([
        matching
          .select([...columns, isOver.as('isOver')])
          .orderBy(plan.sort.by, (order) => (plan.sort.order === 'desc' ? order.desc().nullsLast() : order.asc()))
          .orderBy('id', plan.sort.order)
          .limit(plan.limit)
          .offset(plan.offset)
          .$narrowType<Narrow>()
          .execute(),
        matching.select((builder) => builder.fn.countAll<number>().as('total')).executeTakeFirstOrThrow(),
      ])
      return { data, total }
    },
  }
}

export type AccessTokenStore = ReturnType<typeof createAccessTokenStore>
