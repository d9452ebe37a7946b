import type { NewGeneration } from '../db/intake-store.ts'
import type { AccountSpending } from '../db/spending-store.ts'
import { AppError } from '../domain/error.ts'
import type { Studio } from './studio.ts'

const dollars = (usd: number): string => `$${usd.toFixed(2)}`

const monthName = (firstDay: string): string =>
  new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(firstDay))

const images = (count: number): string => (count === 1 ? '1 image' : `${count} images`)

/** Sums of fractions must not refuse the last cent. */
const tolerance = 1e-9

/** Why an account's month does not allow these images; undefined where it does. */
export function budgetProblem(
  spending: AccountSpending,
  count: number,
  costUsd: number,
  credits: number,
): string | undefined {
  const heldUsd = spending.spentUsd + spending.reservedUsd + spending.waitingUsd
  const heldCredits = spending.spentCredits + spending.reservedCredits + spending.waitingCredits
  const whose = `${spending.accountName} (plan "${spending.planId}")`
  const whatNow = 'Make fewer, wait for the next month, or give the account a larger plan.'
  if (count > 0 && heldUsd + costUsd > spending.limitUsd + tolerance)
    return (
      `${images(count)} for an estimated ${dollars(costUsd)} are more than ${whose} may still spend in ${monthName(spending.month)}: ` +
      `of ${dollars(spending.limitUsd)}, ${dollars(spending.spentUsd)} are spent and ${dollars(heldUsd - spending.spentUsd)} are held for images that wait or are being made. ${whatNow}`
    )
  if (count > 0 && heldCredits + credits > spending.limitCredits)
    return (
      `${images(count)} for ${credits} credits are more than ${whose} has left in ${monthName(spending.month)}: ` +
      `of ${spending.limitCredits} credits, ${spending.spentCredits} are spent and ${heldCredits - spending.spentCredits} are held for images that wait or are being made. ${whatNow}`
    )
  return undefined
}

/** Why the accounts of a batch could not pay for it; undefined where they could. */
export async function batchProblem(studio: Studio, planned: readonly NewGeneration[]): Promise<string | undefined> {
  const accountIds = [...new Set(planned.map(({ accountId }) => accountId))]
  for (const spending of await studio.spending.ofAccounts(accountIds)) {
    const own = planned.filter(({ accountId }) => accountId === spending.accountId)
    const costUsd = own.reduce((sum, { estimateUsd }) => sum + estimateUsd, 0)
    const credits = own.reduce((sum, { estimateCredits }) => sum + estimateCredits, 0)
    const problem = budgetProblem(spending, own.length, costUsd, credits)
    if (problem) return problem
  }
  return undefined
}

/**
 * Refuses a batch that its accounts could not pay for, as a whole and before any of it is queued. What really
 * keeps to the budget is the claim, which reserves; this is so that people hear of it when they ask.
 */
export async function assertAffordable(studio: Studio, planned: readonly NewGeneration[]): Promise<void> {
  const problem = await batchProblem(studio, planned)
  if (problem) throw new AppError('refused', problem)
}
