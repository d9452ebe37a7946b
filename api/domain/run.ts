import type { ImagePrice } from './image-price.ts'

/** A run is `running` or `paused` until it is over. */
export const runStatuses = ['running', 'paused', 'completed', 'cancelled', 'failed'] as const
export type RunStatus = (typeof runStatuses)[number]

/** It lists the articles, writes the prompts that are missing, then makes the images that are missing. */
export type RunStage = 'plan' | 'prompts' | 'images'

/** Why a run ended, or ends as soon as what is in hand is done. */
export type RunEnd =
  | 'done'
  | 'images_limit'
  | 'credits_limit'
  | 'usd_limit'
  | 'time_limit'
  | 'account_budget'
  | 'cancelled'
  | 'error'

/** What bounds a run. Null: nothing does. */
export interface RunLimits {
  imagesMax: number | null
  creditsMax: number | null
  /** US dollars, prompts included. */
  usdMax: number | null
  /** Minutes of running, pauses left out. */
  minutesMax: number | null
}

export const noLimits: RunLimits = { imagesMax: null, creditsMax: null, usdMax: null, minutesMax: null }

/** What a person can do to a run. */
export type RunOperation = 'pause' | 'resume' | 'cancel'

const transitions: Record<RunOperation, { from: readonly RunStatus[]; to: RunStatus }> = {
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  cancel: { from: ['running', 'paused'], to: 'cancelled' },
}

/** The status after an operation; undefined where a run of this status does not take it. */
export function statusAfter(status: RunStatus, operation: RunOperation): RunStatus | undefined {
  const { from, to } = transitions[operation]
  return from.includes(status) ? to : undefined
}

export const isOver = (status: RunStatus): boolean => status !== 'running' && status !== 'paused'

/** What a run has used up, with what it asked for and does not have yet. */
export interface RunUse {
  /** Asked for: made, failed or under way. */
  images: number
  credits: number
  /** Real costs of what is over, estimates of what is not, prompts included. */
  usd: number
}

/** Sums of fractions must not refuse the last cent. */
const tolerance = 1e-9

/** The limit that one more image would break; undefined where it breaks none. */
function limitBrokenBy(use: RunUse, price: ImagePrice, limits: RunLimits): RunEnd | undefined {
  if (limits.imagesMax !== null && use.images + 1 > limits.imagesMax) return 'images_limit'
  if (limits.creditsMax !== null && use.credits + price.estimateCredits > limits.creditsMax) return 'credits_limit'
  if (limits.usdMax !== null && use.usd + price.estimateUsd > limits.usdMax + tolerance) return 'usd_limit'
  return undefined
}

/** As many of some images, in their order, as a run may still ask for, and the limit that left out the rest. */
export function withinLimits<T extends ImagePrice>(
  images: readonly T[],
  use: RunUse,
  limits: RunLimits,
): { allowed: T[]; limit: RunEnd | undefined } {
  const allowed: T[] = []
  const total = { ...use }
  for (const image of images) {
    const limit = limitBrokenBy(total, image, limits)
    if (limit) return { allowed, limit }
    allowed.push(image)
    total.images += 1
    total.credits += image.estimateCredits
    total.usd += image.estimateUsd
  }
  return { allowed, limit: undefined }
}

const imagesText = (count: number): string => (count === 1 ? '1 image' : `${count} images`)
export const usdText = (usd: number): string => `$${usd.toFixed(2)}`

/** A limit as people call it. */
export function nameOfLimit(limit: RunEnd, { imagesMax, creditsMax, usdMax, minutesMax }: RunLimits): string {
  if (limit === 'images_limit') return `limit of ${imagesText(imagesMax ?? 0)}`
  if (limit === 'credits_limit') return `limit of ${creditsMax} credits`
  if (limit === 'usd_limit') return `limit of ${usdText(usdMax ?? 0)}`
  return `limit of ${minutesMax} minutes`
}

/** Why a run ends that came to a limit, for people. */
export const limitText = (limit: RunEnd, limits: RunLimits): string =>
  limit === 'images_limit' || limit === 'time_limit'
    ? `The run's ${nameOfLimit(limit, limits)} was reached.`
    : `One more step could pass the run's ${nameOfLimit(limit, limits)}.`

/** The limits as a run's log tells them. */
export function limitsText({ imagesMax, creditsMax, usdMax, minutesMax }: RunLimits): string {
  const parts = [
    ...(imagesMax === null ? [] : [imagesText(imagesMax)]),
    ...(creditsMax === null ? [] : [`${creditsMax} credits`]),
    ...(usdMax === null ? [] : [usdText(usdMax)]),
    ...(minutesMax === null ? [] : [`${minutesMax} minutes`]),
  ]
  return parts.length === 0 ? 'no limits' : `at most ${parts.join(', ')}`
}
