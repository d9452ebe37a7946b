import type { WorkerMeter } from './ports.ts'

/** Counts nothing: for workers whose process nobody asks for its metrics. */
export const noMeter: WorkerMeter = {
  finished: () => {},
  called: () => {},
  failed: () => {},
  spent: () => {},
  leaseLost: () => {},
  fellBack: () => {},
}
