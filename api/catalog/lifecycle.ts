import type { ModelEntry } from './context.ts'

/** Days before a retirement from which on it is announced. */
export const noticeDays = 30

const dayMs = 86_400_000

/** Days from today until a model retires: 0 or less when it has. Undefined where no date is set. */
export function daysLeft(model: ModelEntry, today: string): number | undefined {
  const date = model.spec.lifecycle?.retires_on
  return date === undefined ? undefined : Math.round((Date.parse(date) - Date.parse(today)) / dayMs)
}

/** `; use x instead` where a replacement is named. */
export const replacementWords = (model: ModelEntry): string =>
  model.spec.lifecycle?.replaced_by ? ` ${model.spec.lifecycle.replaced_by} replaces it.` : ''
