import { type ContentStatus, makingProblem } from '../domain/content-status.ts'
import { AppError } from '../domain/error.ts'

/** @throws AppError `refused` where the article's status is against making anything for it */
export function assertMakes({ status }: { status: ContentStatus }): void {
  const problem = makingProblem(status)
  if (problem !== undefined) throw new AppError('refused', problem)
}
