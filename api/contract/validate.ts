import type { ValidateFunction } from 'ajv'
import { validator } from 'hono/validator'
import { AppError } from '../domain/error.ts'
import { isKeepableText } from '../domain/keepable-text.ts'
import { validatorOf } from './ajv.ts'
import { fieldErrors, sentenceOf } from './field-errors.ts'

/** The fields whose values cannot be kept. A name that cannot is told of as its owner's, since nobody could read it. */
function unkeepableFields(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return isKeepableText(value) ? [] : [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    isKeepableText(key) ? unkeepableFields(inner, path === '' ? key : `${path}.${key}`) : [path],
  )
}

function checked<T>(isValid: ValidateFunction<T>, value: unknown, what: string): T {
  const unkept = unkeepableFields(value)
  if (unkept.length > 0)
    throw new AppError(
      'invalid',
      `The ${what} must not hold NUL characters or halves of characters (lone surrogates).`,
      {
        fields: Object.fromEntries(
          unkept.map((field) => [field || what, 'Must not hold NUL characters or halves of characters.']),
        ),
      },
    )
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
