import { Cron } from 'croner'
import { AppError } from '../domain/error.ts'
import type { ScheduleClock } from '../domain/schedule.ts'

function refuse(field: 'cron' | 'timeZone', message: string): AppError {
  return new AppError('invalid', message, { fields: { [field]: message } })
}

function assertZone(timeZone: string): void {
  try {
    Intl.DateTimeFormat('en', { timeZone })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw refuse('timeZone', `There is no time zone "${timeZone}". Give one such as Europe/Berlin or UTC.`)
  }
}

/** The five fields in their order, and the plain values of each. */
const fields = [
  { name: 'minute', accepted: '0 to 59' },
  { name: 'hour', accepted: '0 to 23' },
  { name: 'day of the month', accepted: '1 to 31, or L for the last' },
  { name: 'month', accepted: '1 to 12, or JAN to DEC' },
  { name: 'day of the week', accepted: '0 to 7 (0 and 7 are Sunday), or SUN to SAT' },
]

function isReadable(cron: string): boolean {
  try {
    return new Cron(cron, { mode: '5-part' }) instanceof Cron
  } catch {
    return false
  }
}

/** Which field is at fault, and what it accepts. */
function problemOf(cron: string): string {
  const texts = cron.trim().split(/\s+/)
  if (texts.length !== fields.length)
    return `Give five fields, not ${texts[0] === '' ? 0 : texts.length}: minute, hour, day of the month, month, day of the week, such as 30 6 * * 1-5.`
  const index = texts.findIndex(
    (text, at) => !isReadable(fields.map((_, other) => (other === at ? text : '*')).join(' ')),
  )
  const field = fields[index]
  if (!field) return `"${cron}" cannot be read. Five fields are wanted, such as 30 6 * * 1-5.`
  return `The ${field.name} "${texts[index]}" cannot be read. Give ${field.accepted}, * for each, a list such as 1,3, a range such as 1-5, or steps such as */2.`
}

function cronOf(cron: string, timeZone: string): Cron {
  const texts = cron.trim().split(/\s+/)
  if (texts.length !== fields.length) throw refuse('cron', problemOf(cron))
  try {
    return new Cron(cron, { timezone: timeZone, mode: '5-part' })
  } catch {
    throw refuse('cron', problemOf(cron))
  }
}

/**
 * Reads cron in a time zone. Where clocks go forward over a time, it is due at the first moment after; where they go back,
 * once.
 */
export const cronClock: ScheduleClock = {
  nextTimes({ cron, timeZone }, after, count) {
    assertZone(timeZone)
    return cronOf(cron, timeZone).nextRuns(count, after)
  },
}
