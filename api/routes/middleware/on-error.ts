import type { ErrorHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { httpProblem, problemOf, problemResponse } from '../../contract/problem.ts'
import { AppError } from '../../domain/error.ts'
import type { ApiEnv, ApiLogger } from '../deps.ts'

/** Every error becomes a problem document. What nobody foresaw is logged whole and told to nobody. */
export const onError =
  (logger: ApiLogger): ErrorHandler<ApiEnv> =>
  (error, c) => {
    const requestId = c.get('requestId')
    if (error instanceof AppError) return problemResponse(problemOf(error, requestId), error.retryAfterSeconds)
    if (error instanceof HTTPException) return problemResponse(httpProblem(error.status, error.message, requestId))
    logger.error({ requestId, err: error, method: c.req.method, path: c.req.path }, 'internal error')
    return problemResponse(httpProblem(500, 'Internal error.', requestId))
  }
