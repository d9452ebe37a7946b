// Ends a worker at one point between two commits, after that point was passed some times.

/** Where a worker may die: before or after which call of which part. */
const points = {
  // It may have been called, and was not.
  sending: ['queue', 'recordSent', 'after'],
  // The provider has answered, and nobody knows.
  called: ['queue', 'recordAnswer', 'before'],
  // The answer is on record; its picture is still at the provider, or in memory.
  answered: ['queue', 'recordAnswer', 'after'],
  keeping: ['pictures', 'put', 'before'],
  // The file is kept, and nobody knows.
  kept: ['pictures', 'put', 'after'],
  // The file is on record, and its money is not booked.
  stored: ['queue', 'recordStored', 'after'],
  booking: ['queue', 'succeed', 'before'],
  settled: ['queue', 'succeed', 'after'],
  // In the middle of what a failure leads to.
  failing: ['queue', 'fail', 'before'],
  failed: ['queue', 'fail', 'after'],
  requeueing: ['queue', 'requeue', 'before'],
}

export const deathPoints = Object.keys(points)

/** Makes the parts of a worker call `die` when the point is passed for the nth time. `die` never comes back. */
export function letDie(parts, { point, nth }, die) {
  const [part, method, when] = points[point]
  const live = parts[part][method]
  let passes = 0
  const pass = async () => {
    passes += 1
    if (passes >= nth) await die()
  }
  parts[part][method] = async (...args) => {
    if (when === 'before') await pass()
    const result = await live(...args)
    if (when === 'after') await pass()
    return result
  }
}
