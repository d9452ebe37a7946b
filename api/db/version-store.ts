import { sql } from 'kysely'
import type { RetentionConfig } from '../../config/types.gen.ts'
import { AppError } from '../domain/error.ts'
import type { PictureFormat } from '../domain/image-provider.ts'
import { type Db, type Trx, transact } from './database.ts'

/** A file that nothing may refer to any more. */
export interface DiscardedFile {
  sha256: string
  format: PictureFormat
}

/** After so long the daily sweep of the whole store has seen it. */
const forgottenAfter = sql`interval '3 days'`

/** Locks a version, and refuses where its picture may not be deleted. */
async function lockDeletable(trx: Trx, id: number): Promise<void> {
  const found = await trx
    .selectFrom('generations')
    .select(['id', 'imageId', 'status', 'sha256', 'pictureDeletedAt', 'pictureDeletedBy'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw new AppError('not_found', `There is no generation ${id}.`)
  if (found.pictureDeletedAt !== null)
    throw new AppError(
      'conflict',
      `The picture of generation ${id} was deleted by ${found.pictureDeletedBy} on ${found.pictureDeletedAt.toISOString().slice(0, 10)}.`,
    )
  if (found.status === 'queued' || found.status === 'running')
    throw new AppError('conflict', `Generation ${id} is ${found.status}. Cancel it, or wait until it is done.`)
  if (found.sha256 === null)
    throw new AppError('conflict', `Generation ${id} is ${found.status} and has no picture that could be deleted.`)
  const shown = await trx
    .selectFrom('images')
    .select('id')
    .where('id', '=', found.imageId)
    .where('currentGenerationId', '=', id)
    .executeTakeFirst()
  if (shown)
    throw new AppError(
      'conflict',
      `Generation ${id} is the picture that its slot shows. Put another version in its place first, then delete it.`,
    )
}

/** Versions of images whose pictures are deleted, by a person or by policy. Their rows stay, with prompt, model and cost. */
export function createVersionStore(db: Db) {
  return {
    /**
     * Takes the picture from a version that is not shown, and its files from all of its calls. The files themselves are
     * removed by `disposeFiles`.
     * @throws AppError `not_found`, and `conflict` with the reason why it has to stay
     */
    async deletePicture(id: number, by: string): Promise<DiscardedFile[]> {
      return transact(db, async (trx) => {
        await lockDeletable(trx, id)
        const files = await trx
          .insertInto('discardedFiles')
          .columns(['sha256', 'format'])
          .expression((eb) =>
            eb
              .selectFrom('pictures')
              .select(['pictures.sha256', 'pictures.format'])
              .where(
                sql<boolean>`pictures.sha256 in (select sha256 from generations where id = ${id}
                  union select sha256 from generation_attempts where generation_id = ${id})`,
              ),
          )
          .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ discardedAt: sql<Date>`now()` }))
          .returning(['sha256', 'format'])
          .$narrowType<DiscardedFile>()
          .execute()
        await trx.updateTable('generationAttempts').set({ sha256: null }).where('generationId', '=', id).execute()
        await trx
          .updateTable('generations')
          .set({ sha256: null, pictureDeletedAt: sql<Date>`now()`, pictureDeletedBy: by })
          .where('id', '=', id)
          .execute()
        return files
      })
    },

    /** Some of the versions that a policy no longer keeps, by id, after one: those that nobody sees or chose for so long. */
    async expired({ days, versions_per_image: kept = 0 }: RetentionConfig, afterId: number, limit: number) {
      const { rows } = await sql<{ id: number; imageId: number }>`
        select g.id, g.image_id from generations g join images i on i.id = g.image_id
        where g.id > ${afterId} and g.status = 'succeeded' and g.sha256 is not null
          and i.current_generation_id is not null and i.current_generation_id <> g.id
          and g.finished_at < now() - make_interval(days => ${days})
          and (g.chosen_at is null or g.chosen_at < now() - make_interval(days => ${days}))
          and (select count(*) from generations newer
            where newer.image_id = g.image_id and newer.id > g.id and newer.sha256 is not null) >= ${kept}
        order by g.id limit ${limit}`.execute(db)
      return rows
    },

    /** Files that may have to go, oldest first. */
    async discardedFiles(limit: number): Promise<DiscardedFile[]> {
      return db
        .selectFrom('discardedFiles')
        .select(['sha256', 'format'])
        .orderBy('discardedAt')
        .limit(limit)
        .$narrowType<DiscardedFile>()
        .execute()
    },

    /** Takes files off the list that are gone, or that something refers to. */
    async forgetFiles(hashes: readonly string[]): Promise<void> {
      if (hashes.length > 0)
        await db
          .deleteFrom('discardedFiles')
          .where('sha256', 'in', [...hashes])
          .execute()
    },

    /** Takes files off the list that the daily sweep has to deal with. */
    async forgetOldFiles(): Promise<void> {
      await db
        .deleteFrom('discardedFiles')
        .where('discardedAt', '<', sql<Date>`now() - ${forgottenAfter}`)
        .execute()
    },
  }
}

export type VersionStore = ReturnType<typeof createVersionStore>
