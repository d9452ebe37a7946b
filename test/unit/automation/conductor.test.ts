import { expect, it } from 'vitest'
import { startConductor } from '../../../api/automation/conductor.ts'

it('looks again at once when a run is started in the middle of a look', async () => {
  let looks = 0
  const conductor = startConductor(
    {
      claim: async () => {
        looks += 1
        // The run was not there yet when the look began, and its notification comes before the look ends.
        if (looks === 1) conductor.wake()
        return []
      },
      fireSchedules: () => Promise.resolve(),
      renew: () => Promise.resolve(),
      release: () => Promise.resolve(),
      advance: () => Promise.resolve('over'),
      noteFailure: () => Promise.resolve(),
      noteSuccess: () => Promise.resolve(),
      log: { error: () => undefined },
    },
    { pollMs: 600_000 },
  )
  await expect.poll(() => looks).toBe(2)
  await conductor.stop()
})
