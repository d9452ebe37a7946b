import * as fc from 'fast-check'

/** Checks a property. A failure says how to run it again, and not the whole counterexample: a catalog fills screens. */
export async function assertProperty<T>(property: fc.IAsyncProperty<T>, parameters: fc.Parameters<T>): Promise<void> {
  const details = await fc.check(property, { endOnFailure: true, ...parameters })
  if (!details.failed) return
  const again = `{ seed: ${details.seed}, path: ${JSON.stringify(details.counterexamplePath)} }`
  throw new Error(`The property failed after ${details.numRuns} runs. Again: ${again}`, {
    cause: details.errorInstance,
  })
}
