import { refuseDuplicate } from './constraint.ts'
import type { Db } from './database.ts'
import { hashPassword, isPasswordOf } from './password-hash.ts'

export type Role = 'admin' | 'operator' | 'editor'

export interface User {
  id: number
  name: string
  role: Role
}

const columns = ['id', 'name', 'role'] as const

/** People who sign in. Password hashes never leave this file. */
export function createUserStore(db: Db) {
  return {
    /** @throws AppError `conflict` where the name is taken */
    async create(input: { name: string; password: string; role: Role }): Promise<User> {
      const passwordHash = await hashPassword(input.password)
      const write = db
        .insertInto('users')
        .values({ name: input.name, role: input.role, passwordHash })
        .returning(columns)
        .$narrowType<{ role: Role }>()
        .executeTakeFirstOrThrow()
      return refuseDuplicate(write, 'name', `There is already a user named "${input.name}".`)
    },

    async count(): Promise<number> {
      const { count } = await db
        .selectFrom('users')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },

    async findByName(name: string): Promise<User | undefined> {
      return db
        .selectFrom('users')
        .select(columns)
        .where('name', '=', name)
        .$narrowType<{ role: Role }>()
        .executeTakeFirst()
    },

    /** The user of a name and password; undefined where either is wrong, after the same time. */
    async authenticate(name: string, password: string): Promise<User | undefined> {
      const row = await db
        .selectFrom('users')
        .select([...columns, 'passwordHash'])
        .where('name', '=', name)
        .$narrowType<{ role: Role }>()
        .executeTakeFirst()
      const isRight = await isPasswordOf(row?.passwordHash, password)
      return row && isRight ? { id: row.id, name: row.name, role: row.role } : undefined
    },

    /** Does not end sessions: see `closeOthers` of the session store. */
    async setPassword(id: number, password: string): Promise<void> {
      await db
        .updateTable('users')
        .set({ passwordHash: await hashPassword(password) })
        .where('id', '=', id)
        .execute()
    },
  }
}

export type UserStore = ReturnType<typeof createUserStore>
