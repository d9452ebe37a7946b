import { sql } from 'kysely'
import { AppError } from '../domain/error.ts'
import type { AskedModel } from '../domain/prompt-writer.ts'
import { type Db, type Trx, transact } from './database.ts'
import { createSpendingStore } from './spending-store.ts'

/** A model that has not answered for so long never will: its call has a timeout of minutes. */
const forgottenAfter = sql`interval '1 hour'`

/** So long a model may take to write, a repair turn included. After that its process is taken for dead. */
const overdueAfter = sql`interval '10 minutes'`

/** Sums of fractions must not refuse the last cent. */
const tolerance = 1e-9

export interface NewWriting {
  contentId: number
  accountId: number
  /** A person's name. */
  askedBy: string
  isRegeneration: boolean
  /** The run that it is for. */
  runId?: number | undefined
}

/** What a writing came to. */
export interface WritingEnd {
  /** `extractive`, or the model_name of the text model; null where nothing was written. */
  writer: string | null
  costUsd: number
  notes: string[]
}

/** What may still be spent on a text model this month, and today at its provider; undefined where that is enough. */
async function budgetProblem(trx: Trx, accountId: number, asked: AskedModel): Promise<string | undefined> {
  const spending = createSpendingStore(trx)
  // Held until the end of the transaction, accounts before providers, like everything that books.
  await sql`insert into account_months (account_id, month) values (${accountId}, month_of(utc_today())) on conflict do nothing`.execute(
    trx,
  )
  await sql`select from account_months where account_id = ${accountId} and month = month_of(utc_today()) for no key update`.execute(
    trx,
  )
  await sql`insert into provider_days (provider_id, day) values (${asked.providerId}, utc_today()) on conflict do nothing`.execute(
    trx,
  )
  await sql`select from provider_days where provider_id = ${asked.providerId} and day = utc_today() for no key update`.execute(
    trx,
  )
  const [account] = await spending.ofAccounts([accountId])
  const provider = (await spending.ofProviders()).find(({ providerId }) => providerId === asked.providerId)
  const held = account ? account.spentUsd + account.reservedUsd + account.waitingUsd : 0
  if (account && held + asked.estimateUsd > account.limitUsd + tolerance)
    return `${account.accountName} (plan "${account.planId}") has $${(account.limitUsd - held).toFixed(4)} left this month, and asking ${asked.modelId} may cost $${asked.estimateUsd.toFixed(4)}`
  if (!provider || provider.limitUsd === null) return undefined
  return provider.spentUsd + provider.reservedUsd + asked.estimateUsd > provider.limitUsd + tolerance
    ? `usd_per_day of provider "${asked.providerId}" leaves less than the $${asked.estimateUsd.toFixed(4)} that asking ${asked.modelId} may cost`
    : undefined
}

/**
 * Refuses to pay a text model for prompts that it is writing already. Who has them written anew means it, and may; a run knows
 * by itself who of its conductors writes.
 */
async function refuseSecond(trx: Trx, { contentId, isRegeneration, runId }: NewWriting): Promise<void> {
  if (isRegeneration) return
  const open = await trx
    .selectFrom('promptWritings')
    .select(['askedBy', sql<Date>`created_at + ${overdueAfter}`.as('overdueAt')])
    .where('contentId', '=', contentId)
    .where('isRegeneration', '=', false)
    .where('finishedAt', 'is', null)
    .where('modelId', 'is not', null)
    .where('createdAt', '>', sql<Date>`now() - ${overdueAfter}`)
    .where(sql<boolean>`(run_id is null or run_id is distinct from ${runId ?? null})`)
    .executeTakeFirst()
  if (open)
    throw new AppError(
      'conflict',
      `Its prompts are being written already, asked for by ${open.askedBy}. Wait for them. Where nothing comes of it, ask again after ${open.overdueAt.toISOString().slice(11, 16)} UTC.`,
      { retryAfterSeconds: 15 },
    )
}

/** Writes down what a writing came to, and books it, to its run too. Does nothing where that was done before. */
export async function finishWriting(trx: Trx, id: number, end: WritingEnd): Promise<void> {
  const open = await trx
    .selectFrom('promptWritings')
    .select(['accountId', 'providerId', 'estimateUsd', 'reservedFor', 'runId'])
    .where('id', '=', id)
    .where('finishedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!open) return
  await trx
    .updateTable('promptWritings')
    .set({
      writer: end.writer,
      costUsd: end.costUsd,
      notes: JSON.stringify(end.notes),
      reservedFor: null,
      finishedAt: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .execute()
  if (open.runId !== null && end.costUsd > 0)
    await trx
      .updateTable('runs')
      .set((eb) => ({ promptsCostUsd: eb('promptsCostUsd', '+', end.costUsd) }))
      .where('id', '=', open.runId)
      .execute()
  if (open.providerId === null || open.reservedFor === null) return
  await trx
    .insertInto('ledgerEntries')
    .values({
      accountId: open.accountId,
      providerId: open.providerId,
      promptWritingId: id,
      kind: end.costUsd === 0 ? 'release' : 'settle',
      reservedUsd: -open.estimateUsd,
      spentUsd: end.costUsd,
      bookedFor: open.reservedFor,
    })
    .execute()
}

/** Writings of prompts: who wrote them, when, for whom and at what cost. */
export function createPromptWritingStore(db: Db) {
  return {
    /**
     * Begins a writing. Where a text model is to be asked, what it may cost is reserved first; where the account or the
     * provider cannot bear that, nothing is, and `problem` says why: then no model may be asked.
     * @throws AppError `conflict` where a model is writing the missing prompts of the article already
     */
    async begin(
      { contentId, accountId, askedBy, isRegeneration, runId }: NewWriting,
      asked: AskedModel | null,
    ): Promise<{ id: number; problem: string | null }> {
      return transact(db, async (trx) => {
        const problem = asked === null ? undefined : await budgetProblem(trx, accountId, asked)
        // After the account is held: of two at once, one sees the other.
        if (asked !== null) await refuseSecond(trx, { contentId, accountId, askedBy, isRegeneration, runId })
        const paid = asked !== null && problem === undefined ? asked : null
        const { id, reservedFor } = await trx
          .insertInto('promptWritings')
          .values({
            contentId,
            accountId,
            askedBy,
            isRegeneration,
            runId: runId ?? null,
            ...(paid && {
              modelId: paid.modelId,
              providerId: paid.providerId,
              estimateUsd: paid.estimateUsd,
              reservedFor: sql<string>`utc_today()`,
            }),
          })
          .returning(['id', sql<string | null>`reserved_for::text`.as('reservedFor')])
          .executeTakeFirstOrThrow()
        if (paid && reservedFor !== null)
          await trx
            .insertInto('ledgerEntries')
            .values({
              accountId,
              providerId: paid.providerId,
              promptWritingId: id,
              kind: 'reserve',
              reservedUsd: paid.estimateUsd,
              bookedFor: reservedFor,
            })
            .execute()
        return { id, problem: problem ?? null }
      })
    },

    /** Ends a writing that nothing came of. @param costUsd what it may have cost */
    async abandon(id: number, costUsd: number, note: string): Promise<void> {
      await transact(db, (trx) => finishWriting(trx, id, { writer: null, costUsd, notes: [note] }))
    },

    /**
     * Ends the writings whose process died while their model was being asked. Nobody knows what that came to, so it counts
     * as spent, as much as was held for it.
     */
    async settleForgotten(): Promise<void> {
      const forgotten = await db
        .selectFrom('promptWritings')
        .select(['id', 'estimateUsd'])
        .where('finishedAt', 'is', null)
        .where('createdAt', '<', sql<Date>`now() - ${forgottenAfter}`)
        .execute()
      for (const { id, estimateUsd } of forgotten)
        await transact(db, (trx) =>
          finishWriting(trx, id, {
            writer: null,
            costUsd: estimateUsd,
            notes: [
              'It broke off while a text model was being asked. What that cost is not known; it counts as spent.',
            ],
          }),
        )
    },

    /** Of one article, newest first. */
    async ofContent(contentId: number) {
      return db
        .selectFrom('promptWritings')
        .select([
          'id',
          'contentId',
          'askedBy',
          'writer',
          'modelId',
          'providerId',
          'costUsd',
          'notes',
          'isRegeneration',
          'createdAt',
          'finishedAt',
        ])
        .where('contentId', '=', contentId)
        .orderBy('id', 'desc')
        .limit(200)
        .$narrowType<{ notes: string[] }>()
        .execute()
    },
  }
}

export type PromptWritingStore = ReturnType<typeof createPromptWritingStore>
