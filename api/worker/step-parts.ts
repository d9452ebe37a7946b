import type { StoredPicture } from '../domain/picture-store.ts'
import type { WorkerPorts } from './ports.ts'
import type { Progress } from './progress.ts'

/** What the loop may know of a step under way. */
export interface StepInHand {
  /**
   * A call is under way that nobody can ask for afterwards. It is not cut off even when the lease is lost: its
   * answer is the only way to its picture.
   */
  isCallingBlind: boolean
}

/** A step under way, with what it has learnt so far. */
export interface Step extends StepParts {
  progress: Progress
  startedAtMs: number
  /** Came with the answer, and its file is kept. */
  picture?: StoredPicture
}

/** What a step is given. */
export interface StepParts {
  ports: WorkerPorts
  signal: AbortSignal
  inHand: StepInHand
}
