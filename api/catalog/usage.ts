/** Accounts, sites and articles of one account that resolve to the same choices. Null: nothing was chosen, so the system's default holds. */
export interface UsageGroup {
  accountId: number
  accountName: string
  planId: string
  tierId: string | null
  styleId: string | null
  sites: number
  contents: number
}

/** Generations of one account that are queued or in hand. */
export interface QueuedGroup {
  accountId: number
  tierId: string
  modelId: string
  styleId: string
  count: number
}

/** Who uses what in the catalog. */
export interface Usage {
  groups: UsageGroup[]
  queued: QueuedGroup[]
}

export const noUsage: Usage = { groups: [], queued: [] }
