/** One thing that a real provider would have charged for. */
export interface Bill {
  adapter: 'runware' | 'openai'
  /** The caller's task id, or the request id where the protocol has no task ids. */
  taskId: string
  /** What the caller named the request by, where it did so. */
  clientRequestId: string | null
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
  /** A request begins; call what is answered when it ends. */
  enter(lane: Lane): () => void
  /** The most requests that were under way at one moment. */
  mostAtOnce(): Record<Lane, number>
}

/** Requests about pictures, by protocol. */
export type Lane = 'runware' | 'openai-images'

const billsMax = 10_000

export function createLedger(): Ledger {
  const calls = new Map<string, number>()
  const bills: Bill[] = []
  const underWay: Record<Lane, number> = { runware: 0, 'openai-images': 0 }
  const most = { ...underWay }
  return {
    count: (route) => calls.set(route, (calls.get(route) ?? 0) + 1),
    bill(bill) {
      bills.push(bill)
      if (bills.length > billsMax) bills.shift()
    },
    calls: () => Object.fromEntries(calls),
    bills: () => [...bills],
    enter(lane) {
      underWay[lane] += 1
      most[lane] = Math.max(most[lane], underWay[lane])
      return () => void (underWay[lane] -= 1)
    },
    mostAtOnce: () => ({ ...most }),
  }
}
