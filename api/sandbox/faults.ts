import { AppError } from '../domain/error.ts'

type SandboxRoute = 'runware' | 'openai-images' | 'openai-chat'

/** What can go wrong on purpose, and where. */
const routesOfFaults = {
  slow: ['runware', 'openai-images', 'openai-chat'],
  'rate-limit': ['runware', 'openai-images', 'openai-chat'],
  fail: ['runware', 'openai-images', 'openai-chat'],
  'no-credits': ['runware', 'openai-images', 'openai-chat'],
  hang: ['runware', 'openai-images', 'openai-chat'],
  drop: ['runware', 'openai-images', 'openai-chat'],
  blocked: ['runware', 'openai-images'],
  broken: ['runware', 'openai-images'],
  'wrong-size': ['runware', 'openai-images'],
  'not-json': ['openai-chat'],
  'wrong-count': ['openai-chat'],
  'too-long': ['openai-chat'],
  refusal: ['openai-chat'],
  empty: ['openai-chat'],
  'mode-refused': ['openai-chat'],
} as const satisfies Record<string, readonly SandboxRoute[]>

export type FaultKind = keyof typeof routesOfFaults
const faultKinds = Object.keys(routesOfFaults) as FaultKind[]

export interface Fault {
  kind: FaultKind
  /** How many calls it meets. 1 where absent; null: every call until cleared. */
  times?: number | null
  /** Only calls of this route. */
  route?: SandboxRoute
  /** Only calls whose prompt has this text in it. */
  prompt?: string
  /** slow: how long. */
  ms?: number
  /** fail: HTTP status and code of the answer. */
  status?: number
  code?: string
  /** rate-limit: how long the answer asks to wait. */
  retryAfterMs?: number
}

/** What one call meets: a delay, and at most one thing that goes wrong. */
interface Trouble {
  delayMs: number
  fault: Fault | null
}

export interface Faults {
  /** @throws AppError `invalid` for a kind that does not exist. */
  add(fault: Fault): void
  clear(): void
  /** What is still to come. */
  pending(): Fault[]
  /** Uses up what a call meets. A kind in square brackets in the prompt meets every call that carries it. */
  take(route: SandboxRoute, prompt: string): Trouble
}

const slowMs = 3000

const concerns = (fault: Fault, route: SandboxRoute, prompt: string): boolean =>
  (routesOfFaults[fault.kind] as readonly SandboxRoute[]).includes(route) &&
  (fault.route === undefined || fault.route === route) &&
  (fault.prompt === undefined || prompt.includes(fault.prompt))

/** The faults a sandbox has been told to show. */
export function createFaults(): Faults {
  let pending: Fault[] = []

  function use(fault: Fault): void {
    if (fault.times === null) return
    fault.times = (fault.times ?? 1) - 1
    if (fault.times <= 0) pending = pending.filter((other) => other !== fault)
  }

  return {
    add(fault) {
      if (!faultKinds.includes(fault.kind)) {
        throw new AppError('invalid', `There is no fault "${fault.kind}". Faults: ${faultKinds.join(', ')}.`)
      }
      pending.push({ ...fault })
    },
    clear() {
      pending = []
    },
    pending: () => pending.map((fault) => ({ ...fault })),
    take(route, prompt) {
      const written = faultKinds
        .filter((kind) => prompt.includes(`[${kind}]`))
        .map((kind): Fault => ({ kind, times: null }))
      const met = [...pending, ...written].filter((fault) => concerns(fault, route, prompt))
      const slow = met.find((fault) => fault.kind === 'slow')
      const fault = met.find((other) => other.kind !== 'slow') ?? null
      if (slow) use(slow)
      if (fault) use(fault)
      return { delayMs: slow ? (slow.ms ?? slowMs) : 0, fault }
    },
  }
}
