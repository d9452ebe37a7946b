import { AppError } from '../domain/error.ts'

const uniqueViolation = '23505'

const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === uniqueViolation

/** Runs a write; a second record of the same name becomes a refusal that names the field. */
export async function refuseDuplicate<T>(write: Promise<T>, field: string, message: string): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError('conflict', message, { fields: { [field]: message }, cause: error })
    throw error
  }
}
