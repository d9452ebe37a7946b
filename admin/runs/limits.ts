import type { RunLimits, RunStart } from '../records.ts'

/** A run's or a schedule's wishes as a form holds them. */
export interface RunWishes extends RunLimits {
  lastStage: NonNullable<RunStart['lastStage']>
}

export const noLimits: RunWishes = {
  lastStage: 'images',
  imagesMax: null,
  creditsMax: null,
  usdMax: null,
  minutesMax: null,
}

interface LimitRule {
  label: string
  hint: string
  isWhole: boolean
  max: number
}

/** What the API accepts of each limit. */
export const limitRules: Record<keyof RunLimits, LimitRule> = {
  imagesMax: { label: 'Images', hint: 'Asked for at most', isWhole: true, max: 1_000_000 },
  creditsMax: { label: 'Credits', hint: 'Spent on images at most', isWhole: true, max: 100_000_000 },
  usdMax: { label: 'US dollars', hint: 'Spent at most, prompts included', isWhole: false, max: 100_000 },
  minutesMax: { label: 'Minutes', hint: 'Of running, pauses left out', isWhole: true, max: 100_000 },
}

export const limitNames = Object.keys(limitRules) as (keyof RunLimits)[]

const grouped = new Intl.NumberFormat('en')

/** Why a limit cannot be that; undefined where it can. Empty is no limit. */
export function limitProblem(name: keyof RunLimits, value: unknown): string | undefined {
  const { isWhole, max } = limitRules[name]
  if (value === null || value === undefined || value === '') return undefined
  const fits = typeof value === 'number' && value > 0 && value <= max && (!isWhole || Number.isInteger(value))
  if (fits) return undefined
  return isWhole
    ? `A whole number from 1 to ${grouped.format(max)}, or empty`
    : `More than 0 and at most ${grouped.format(max)}, or empty`
}

/** What to ask the API for; undefined while a limit is not one. */
export function runStartOf(wishes: Partial<RunWishes>): RunStart | undefined {
  if (limitNames.some((name) => limitProblem(name, wishes[name]) !== undefined)) return undefined
  const limits = limitNames.flatMap((name) => (typeof wishes[name] === 'number' ? [[name, wishes[name]] as const] : []))
  return { lastStage: wishes.lastStage ?? 'images', ...Object.fromEntries(limits) }
}
