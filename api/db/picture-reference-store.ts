import { sql } from 'kysely'
import type { Db } from './database.ts'

/** What the database knows of stored pictures. */
export function createPictureReferenceStore(db: Db) {
  return {
    /** What this database is called in a picture store. The same for ever, also after it was restored from a backup. */
    async databaseId(): Promise<string> {
      await db
        .insertInto('installation')
        .defaultValues()
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      return (await db.selectFrom('installation').select('id').executeTakeFirstOrThrow()).id
    },

    /** Whether any generation of an account made this picture. */
    async isOfAccount(sha256: string, accountId: number): Promise<boolean> {
      const found = await db
        .selectFrom('generations')
        .select('id')
        .where('sha256', '=', sha256)
        .where('accountId', '=', accountId)
        .limit(1)
        .executeTakeFirst()
      return found !== undefined
    },

    /** Those of some pictures that a generation or any call of one refers to: a call under way, and one that was paid for. */
    async referredTo(hashes: readonly string[]): Promise<Set<string>> {
      if (hashes.length === 0) return new Set()
      const { rows } = await sql<{ sha256: string }>`
        select sha256 from generations where sha256 = any(${hashes}::text[])
        union select sha256 from generation_attempts where sha256 = any(${hashes}::text[])
        union select answer -> 'source' ->> 'sha256' from generation_attempts
          where step <> 'settled' and answer -> 'source' ->> 'sha256' = any(${hashes}::text[])
      `.execute(db)
      return new Set(rows.map(({ sha256 }) => sha256))
    },
  }
}

export type PictureReferenceStore = ReturnType<typeof createPictureReferenceStore>
