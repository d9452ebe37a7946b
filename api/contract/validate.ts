import type { ValidateFunction } from 'ajv'
import { validator } from 'hono/validator'
import { AppError } from '../domain/error.ts'
import { validatorOf } from './ajv.ts'
import { fieldErrors, sentenceOf } from './field-errors.ts'

/** PostgreSQL keeps no NUL in a text, and no sensible request has one. */
function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0')
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, inner]) => key.includes('\0') || hasNul(inner))
}

function checked<T>(isValid: ValidateFunction<T>, value: unknown, what: string): T {
  if (hasNul(value)) throw new AppError('invalid', `The ${what} must not hold NUL characters.`)
  if (isValid(value)) return value
  const fields = fieldErrors(isValid.errors ?? [])
  throw new AppError('invalid', `The ${what} is not valid. ${sentenceOf(fields)}`, { fields })
}

/** Hono middleware: the JSON body satisfies the schema, or the answer is `invalid`. The content type was checked before. */
export const body = <T>(schemaName: string) =>
  validator('json', (value: unknown): T => checked(validatorOf<T>(schemaName), value, 'body'))

/** Hono middleware: the query satisfies the schema, or the answer is `invalid`. */
export const query = <T>(schemaName: string) =>
  validator('query', (value: unknown): T => checked(validatorOf<T>(schemaName), value, 'query'))
