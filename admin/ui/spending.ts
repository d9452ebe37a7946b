import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { HttpError, useNotify } from 'react-admin'

interface SpendingOptions<Answer> {
  onDone?: (answer: Answer) => void
  /** Without it a failure is shown as a notification. */
  onFailed?: (error: Error) => void
}

/** The network failed, so nobody knows whether the request arrived. */
const isUnanswered = (error: Error): boolean => error instanceof HttpError && error.status === 0
/** The server looked at it and refused: nothing was spent, and asking again is a new question. */
const isRefused = (error: Error): boolean => error instanceof HttpError && error.status >= 400 && error.status < 500

/**
 * An action that costs money. One idempotency key a click, kept while the same thing is tried again, by itself or by
 * hand, and given up once it is done: so a lost answer never pays twice.
 */
export function useSpending<Question, Answer>(
  action: (question: Question, key: string) => Promise<Answer>,
  options: SpendingOptions<Answer> = {},
) {
  const keys = useRef(new Map<string, string>())
  const notify = useNotify()
  return useMutation<Answer, Error, Question>({
    mutationFn: (question) => {
      const body = JSON.stringify(question)
      const key = keys.current.get(body) ?? crypto.randomUUID()
      keys.current.set(body, key)
      return action(question, key)
    },
    retry: (failures, error) => failures < 2 && isUnanswered(error),
    retryDelay: 1000,
    onSuccess: (answer) => {
      keys.current.clear()
      options.onDone?.(answer)
    },
    onError: (error, question) => {
      if (isRefused(error)) keys.current.delete(JSON.stringify(question))
      if (options.onFailed) options.onFailed(error)
      else notify(error.message, { type: 'error', autoHideDuration: 10_000 })
    },
  })
}
