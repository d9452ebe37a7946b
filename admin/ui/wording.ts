import type {
  CatalogKind,
  EffectiveSettings,
  Generation,
  GenerationStatus,
  ImageType,
  ProviderMode,
} from '../records.ts'

const dollarsOf = (digitsMax: number) =>
  new Intl.NumberFormat('en', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: 2,
    maximumFractionDigits: digitsMax,
  })
const dollars = dollarsOf(2)
/** One picture may cost a fraction of a cent. */
const fineDollars = dollarsOf(4)
const whole = new Intl.NumberFormat('en')
const dateAndTime = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
const monthAndYear = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' })
const clockOfDay = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })
const ago = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

export const costText = (usd: number): string => (usd < 1 ? fineDollars : dollars).format(usd)
export const countText = (count: number): string => whole.format(count)
export const countOf = (count: number, one: string, many = `${one}s`): string =>
  `${whole.format(count)} ${count === 1 ? one : many}`
export const timeText = (iso: string): string => dateAndTime.format(new Date(iso))
/** A month by its first day (UTC). */
export const monthText = (firstDay: string): string => monthAndYear.format(new Date(firstDay))
/** An amount that was added or taken away, with its sign; nothing for zero. */
export const changeText = (change: number, text: (amount: number) => string): string =>
  change === 0 ? '' : change > 0 ? `+${text(change)}` : `−${text(-change)}`
/** The time of day to the second, for moments of one story. */
export const clockText = (iso: string): string => clockOfDay.format(new Date(iso))
/** Width and height with a true multiplication sign. */
export const sizeText = (size: { width: number; height: number }): string => `${size.width} × ${size.height}`

export function bytesText(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}

/** A duration that may be short: below ten seconds the tenths count. */
export function latencyText(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : durationText(ms)
}

/** Largest first; seconds in one of each. */
const steps = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

export function agoText(iso: string, nowMs: number): string {
  const seconds = Math.round((new Date(iso).getTime() - nowMs) / 1000)
  const step = steps.find(([, size]) => Math.abs(seconds) >= size)
  return step ? ago.format(Math.trunc(seconds / step[1]), step[0]) : 'just now'
}

/** People count from one; the featured image is the only one of its kind. */
export const slotText = (type: ImageType, position: number): string =>
  type === 'featured' ? 'Featured image' : `In-article image ${position + 1}`

export const statusWords: Record<GenerationStatus | 'none', string> = {
  none: 'No picture',
  queued: 'Queued',
  running: 'Running',
  succeeded: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

export const modeWords: Record<ProviderMode, string> = {
  live: 'live',
  sandbox: 'sandbox',
  not_configured: 'not configured',
}

export const writerWords: Record<EffectiveSettings['promptWriter']['value'], string> = {
  model: 'Text model',
  extractive: 'Extractive writer',
}

export const kindWords: Record<CatalogKind, string> = {
  providers: 'provider',
  tiers: 'tier',
  plans: 'plan',
  styles: 'style',
  parameter_sets: 'parameter set',
  settings: 'settings',
  models: 'model',
}

const errorWords: Record<string, string> = {
  invalid_request: 'Refused as invalid',
  moderation: 'Refused by moderation',
  auth: 'Key missing or wrong',
  credits: 'Out of credits',
  rate_limit: 'Too many requests',
  upstream: 'Trouble at the provider',
  timeout: 'No answer in time',
  not_found: 'Not found',
  storage: 'Could not be stored',
}

export const errorText = (errorClass: string | null): string =>
  errorClass ? (errorWords[errorClass] ?? errorClass) : ''

export const isWorking = (generation: Generation | null): boolean =>
  generation?.status === 'queued' || generation?.status === 'running'
