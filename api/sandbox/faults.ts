import { AppError } from '../domain/error.ts'
import { chanceOf } from './chance.ts'
import type { Reply } from './reply.ts'

const sandboxRoutes = ['runware', 'openai-images', 'openai-chat'] as const
type SandboxRoute = (typeof sandboxRoutes)[number]

/** What can go wrong on purpose, and where. */
const routesOfFaults = {
  slow: ['runware', 'openai-images', 'openai-chat'],
  'rate-limit': ['runware', 'openai-images', 'openai-chat'],
  fail: ['runware', 'openai-images', 'openai-chat'],
  'no-credits': ['runware', 'openai-images', 'openai-chat'],
  hang: ['runware', 'openai-images', 'openai-chat'],
  drop: ['runware', 'openai-images', 'openai-chat'],
  reset: ['runware', 'openai-images'],
  gateway: ['runware', 'openai-images'],
  'cut-off': ['runware', 'openai-images'],
  blocked: ['runware', 'openai-images'],
  broken: ['runware', 'openai-images'],
  'wrong-size': ['runware', 'openai-images'],
  'not-a-picture': ['runware', 'openai-images'],
  missing: ['runware'],
  late: ['runware'],
  'not-json': ['openai-chat'],
  'wrong-count': ['openai-chat'],
  'too-long': ['openai-chat'],
  refusal: ['openai-chat'],
  empty: ['openai-chat'],
  'mode-refused': ['openai-chat'],
  prose: ['openai-chat'],
  'same-prompts': ['openai-chat'],
  lettering: ['openai-chat'],
  'other-language': ['openai-chat'],
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
  /** fail: HTTP status and code of the answer. gateway: its status. */
  status?: number
  code?: string
  /** rate-limit, fail: how long the answer asks to wait. */
  retryAfterMs?: number
}

/**
 * Faults that meet calls by chance. What the nth call with a prompt meets depends on the seed, the prompt and n alone, so that a
 * run can be had again in whatever order its calls come.
 */
export interface RandomFaults {
  seed: number
  /** Of all calls that a fault concerns, the share that meets it, from 0 to 1. Together at most 1. */
  shares: readonly { fault: Omit<Fault, 'times'>; share: number }[]
  /** Every call takes up to this long. */
  delayMsMax?: number
}

/** What one call meets: a delay, and at most one thing that goes wrong. */
interface Trouble {
  delayMs: number
  fault: Fault | null
}

export interface Faults {
  /** @throws AppError `invalid` for a fault that cannot happen. */
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

const isWhole = (value: number | null | undefined, low: number, high = Number.MAX_SAFE_INTEGER): boolean =>
  value === undefined || value === null || (Number.isSafeInteger(value) && value >= low && value <= high)

/** Why a fault can never happen as it is told; undefined where it can. */
function faultProblem({ kind, route, times, ms, status, retryAfterMs }: Fault): string | undefined {
  if (!faultKinds.includes(kind)) return `There is no fault "${kind}". Faults: ${faultKinds.join(', ')}.`
  const routes: readonly SandboxRoute[] = routesOfFaults[kind]
  if (route !== undefined && !sandboxRoutes.includes(route))
    return `There is no route "${route}". Routes: ${sandboxRoutes.join(', ')}.`
  if (route !== undefined && !routes.includes(route))
    return `The fault "${kind}" never meets ${route}. It meets: ${routes.join(', ')}.`
  if (!isWhole(times, 1)) return `"times" is ${times}; it must be a whole number from 1, or null for every call.`
  if (!isWhole(ms, 0)) return `"ms" is ${ms}; it must be a whole number from 0.`
  if (!isWhole(retryAfterMs, 0)) return `"retryAfterMs" is ${retryAfterMs}; it must be a whole number from 0.`
  // Some providers answer 200 with an error inside.
  if (status !== 200 && !isWhole(status, 400, 599)) return `"status" is ${status}; it must be 200, or from 400 to 599.`
  return undefined
}

/** What a call meets by chance. */
function createRandomTrouble({ seed, shares, delayMsMax = 0 }: RandomFaults) {
  for (const { fault } of shares) {
    const problem = faultProblem(fault)
    if (problem) throw new AppError('invalid', problem)
  }
  const callsByPrompt = new Map<string, number>()
  return (route: SandboxRoute, prompt: string): Trouble => {
    const nth = (callsByPrompt.get(prompt) ?? 0) + 1
    callsByPrompt.set(prompt, nth)
    const chance = chanceOf(seed, route, prompt, nth)
    let rest = chance.between(0, 1)
    const met = shares.find(({ fault, share }) => concerns(fault, route, prompt) && (rest -= share) < 0)
    return { delayMs: chance.whole(0, delayMsMax), fault: met?.fault ?? null }
  }
}

const noTrouble: Trouble = { delayMs: 0, fault: null }

/** What the caller of a call that was done and billed gets to hear instead of its answer; undefined where it gets that. */
export function insteadOfAnswer(fault: Fault | null): Exclude<Reply, { kind: 'json' | 'file' }> | undefined {
  if (fault?.kind === 'hang' || fault?.kind === 'drop') return { kind: fault.kind }
  return fault?.kind === 'gateway' ? { kind: 'gateway', status: fault.status ?? 502 } : undefined
}

/** The faults a sandbox has been told to show. */
export function createFaults(random?: RandomFaults): Faults {
  let pending: Fault[] = []
  const byChance = random ? createRandomTrouble(random) : () => noTrouble

  function use(fault: Fault): void {
    if (fault.times === null) return
    fault.times = (fault.times ?? 1) - 1
    if (fault.times <= 0) pending = pending.filter((other) => other !== fault)
  }

  return {
    add(fault) {
      const problem = faultProblem(fault)
      if (problem) throw new AppError('invalid', problem)
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
      const drawn = byChance(route, prompt)
      return { delayMs: slow ? (slow.ms ?? slowMs) : drawn.delayMs, fault: fault ?? drawn.fault }
    },
  }
}
