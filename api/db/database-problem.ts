import { AppError, messageOf } from '../domain/error.ts'

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** SQLSTATEs and Node's error codes look alike; the former have five characters. */
const isSqlState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code)

const isLost = (error: unknown): boolean =>
  /^(?:ECONN|EPIPE|ETIMEDOUT|57P0[123]|08)/.test(codeOf(error)) ||
  /connection (?:terminated|ended|error)/i.test(messageOf(error))

/** Deadlocks and the like: nobody's mistake, and gone the next time. */
const isInTheWay = (code: string): boolean => code.startsWith('40')

/** Classes of SQLSTATE that are no defect of the query: data that it cannot hold, resources, limits, privileges, IO. */
const isOfServer = (code: string): boolean => /^(?:22|53|54|58|25006|42501)/.test(code)

/**
 * What a database has against work that is all one transaction, as a refusal that a person can act on. Undefined where
 * it is not the database that is at fault.
 */
export function databaseProblem(error: unknown): AppError | undefined {
  if (error instanceof AppError) return undefined
  if (isLost(error))
    return new AppError(
      'unavailable',
      `The connection to the database was lost: ${messageOf(error)}. Everything was applied or nothing; run npm run sync-config -- --status to see which.`,
      { cause: error },
    )
  const code = codeOf(error)
  if (isSqlState(code) && isInTheWay(code))
    return new AppError(
      'unavailable',
      `Another transaction was in the way: ${messageOf(error)} (${code}). Nothing was changed. Run this again.`,
      { cause: error },
    )
  if (!isSqlState(code) || !isOfServer(code)) return undefined
  return new AppError('unavailable', `The database refused: ${messageOf(error)} (${code}). Nothing was changed.`, {
    cause: error,
  })
}
