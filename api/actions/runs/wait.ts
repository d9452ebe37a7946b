import type { RunInHand } from '../../db/run-hand.ts'
import { budgetProblem } from '../budget.ts'
import type { Studio } from '../studio.ts'
import type { AfterStep, Baton } from './advance-run.ts'

/** Why nothing of a run that waits in the queue can be paid for; undefined where something can, or is in hand. */
async function unpayable(studio: Studio, run: RunInHand): Promise<string | undefined> {
  const least = await studio.runWork.leastWaiting(run.id)
  const [spending] = await studio.spending.ofAccounts([run.accountId])
  if (!least || !spending) return undefined
  // What waits is what is asked about.
  const unasked = { ...spending, waitingUsd: 0, waitingCredits: 0 }
  return budgetProblem(unasked, 1, least.estimateUsd, least.estimateCredits)
}

/**
 * Waits for what is in hand. Where the account can pay for none of it any more, as after a move to a smaller plan, it would
 * wait until the next month: that is taken back, and the run ends.
 */
export async function waitForImages(studio: Studio, run: RunInHand, { runId, conductor }: Baton): Promise<AfterStep> {
  const problem = await unpayable(studio, run)
  if (problem !== undefined) {
    await studio.runWork.end(runId, conductor, 'account_budget', problem, true)
    return 'again'
  }
  await studio.runWork.setWait(runId, conductor, await studio.runWork.heldAtProviders(runId))
  return 'wait'
}
