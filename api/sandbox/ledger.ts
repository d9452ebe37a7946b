/** One thing that a real provider would have charged for. */
export interface Bill {
  adapter: 'runware' | 'openai'
  /** The caller's task id, or the request id where the protocol has no task ids. */
  taskId: string
  modelName: string
  prompt: string
  costUsd: number
}

/** What was called and what was billed, for tests that count. Bounded: the oldest bills are forgotten. */
export interface Ledger {
  count(route: string): void
  bill(bill: Bill): void
  calls(): Record<string, number>
  bills(): Bill[]
}

const billsMax = 10_000

export function createLedger(): Ledger {
  const calls = new Map<string, number>()
  const bills: Bill[] = []
  return {
    count: (route) => calls.set(route, (calls.get(route) ?? 0) + 1),
    bill(bill) {
      bills.push(bill)
      if (bills.length > billsMax) bills.shift()
    },
    calls: () => Object.fromEntries(calls),
    bills: () => [...bills],
  }
}
