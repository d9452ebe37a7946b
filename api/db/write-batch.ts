const batchMax = 200

interface Waiting<Item, Answer> {
  item: Item
  resolve: (answer: Answer) => void
  reject: (error: unknown) => void
}

/**
 * Writes what comes together as one statement: whatever arrives while a write is under way goes with the next. A commit
 * costs the same for one row as for fifty, and every caller still waits for its own.
 * A batch that fails is written again one by one, so that one bad row fails alone.
 * @param write answers in the order of its items
 */
export function inBatches<Item, Answer>(write: (items: Item[]) => Promise<Answer[]>): (item: Item) => Promise<Answer> {
  let waiting: Waiting<Item, Answer>[] = []
  let isWriting = false

  async function writeAlone({ item, resolve, reject }: Waiting<Item, Answer>): Promise<void> {
    try {
      const [answer] = await write([item])
      resolve(answer as Answer)
    } catch (error) {
      reject(error)
    }
  }

  async function writeTogether(batch: Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await write(batch.map(({ item }) => item))
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer)
    } catch {
      for (const one of batch) await writeAlone(one)
    }
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, batchMax)
      waiting = waiting.slice(batchMax)
      const [only] = batch
      if (batch.length === 1 && only) await writeAlone(only)
      else await writeTogether(batch)
    }
    isWriting = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (isWriting) return
      isWriting = true
      // Not at once: what is ready in the same turn of the event loop goes together.
      setImmediate(() => void drain())
    })
}
