import { parseSize, pixelsOf } from '../domain/size.ts'
import type { FieldChange } from './field-changes.ts'

const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing'))

/** `+5 %`, or how many times as much where a share would be hard to read. */
function share(before: number, after: number): string {
  if (before === 0) return 'from nothing'
  const ratio = after / before
  if (ratio >= 3) return `${Number(ratio.toFixed(1))} times as much`
  const percent = Math.round((ratio - 1) * 100)
  return percent === 0 ? 'nearly the same' : `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`
}

function listWords(before: readonly unknown[], after: readonly unknown[]): string {
  const [was, now] = [before.map(shown), after.map(shown)]
  const added = now.filter((item) => !was.includes(item)).map((item) => `+ ${item}`)
  const removed = was.filter((item) => !now.includes(item)).map((item) => `− ${item}`)
  return [...added, ...removed].join(', ') || 'another order'
}

/** A changed field in words: `1280x768 -> 1344x768, +5 % pixels`. */
export function changeInWords({ before, after }: FieldChange): string {
  if (before === undefined) return `new: ${shown(after)}`
  if (after === undefined) return `taken out, was ${shown(before)}`
  if (Array.isArray(before) && Array.isArray(after)) return listWords(before, after)
  const arrow = `${shown(before)} -> ${shown(after)}`
  if (typeof before === 'number' && typeof after === 'number') return `${arrow}, ${share(before, after)}`
  const [was, now] = [parseSize(shown(before)), parseSize(shown(after))]
  return was && now ? `${arrow}, ${share(pixelsOf(was), pixelsOf(now))} pixels` : arrow
}
