import { AppError } from './error.ts'

/** Why something cannot be done, and what to change so that it can: both are sentences for the person who asked. */
export interface Remedied {
  problem: string
  remedy: string
}

/** The same as an error, for whoever asked for it. */
export const refusalOf = ({ problem, remedy }: Remedied): AppError => new AppError('refused', `${problem} ${remedy}`)
