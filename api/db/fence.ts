import type { ClaimedGeneration } from '../domain/claimed-generation.ts'

/** A claimed generation's identity for writing: the row must still be this worker's, by this claim. */
export type Fence = Pick<ClaimedGeneration, 'id' | 'workerId' | 'claims'>

export const fenceRow = ({ id, workerId, claims }: Fence) => ({ generation_id: id, worker_id: workerId, claims })

/** Whether each fence is among the rows that were written. */
export function whichWereOurs(fences: readonly Fence[], written: readonly { id: number; claims: number }[]): boolean[] {
  const claimsById = new Map(written.map(({ id, claims }) => [id, claims]))
  return fences.map(({ id, claims }) => claimsById.get(id) === claims)
}
