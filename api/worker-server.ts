import type { Atelier } from './atelier.ts'
import { type Listening, listen } from './listen.ts'
import { readinessOf } from './readiness.ts'
import { buildWorkerApp } from './routes/worker-health.ts'
import type { Worker } from './worker/loop.ts'

/**
 * Answers whether a worker lives and works, and what it counts, at ATELIER_WORKER_PORT. There is nobody to sign in here:
 * whoever reaches the address may read it.
 */
export async function startWorkerServer(atelier: Atelier, worker: Worker, port: number): Promise<Listening> {
  const { metrics, env } = atelier
  metrics.watchProcess()
  const app = buildWorkerApp({ metrics, readiness: () => readinessOf(atelier, worker) })
  return listen(app.fetch, env.host, port, 'ATELIER_WORKER_PORT')
}
