import type { Context } from 'hono'
import { AppError } from '../domain/error.ts'
import { ProviderError } from '../domain/provider-error.ts'
import type { ApiDeps, ApiEnv } from './deps.ts'

/** A store that fails says why to the operator, in the log; the person who looks at a page can only wait. */
export async function fromStore<T>(
  ask: () => Promise<T>,
  { logger }: Pick<ApiDeps, 'logger'>,
  c: Context<ApiEnv>,
): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    logger.error(
      { requestId: c.get('requestId'), code: error.code, error: error.message },
      'a picture could not be read',
    )
    throw new AppError('unavailable', 'The picture store does not answer as it should. Try again in a moment.', {
      retryAfterSeconds: 10,
      cause: error,
    })
  }
}
