import { Cron } from 'croner'
import { AppError, messageOf } from '../domain/error.ts'
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

function cronOf(cron: string, timeZone: string): Cron {
  if (cron.trim().split(/\s+/).length !== 5)
    throw refuse(
      'cron',
      'Give five fields: minute, hour, day of the month, month, day of the week, such as 30 6 * * 1-5.',
    )
  try {
    return new Cron(cron, { timezone: timeZone, mode: '5-part' })
  } catch (error) {
    const why = messageOf(error).replace(/^CronPattern: /, '')
    throw refuse('cron', `"${cron}" cannot be read: ${why}. Five fields are wanted, such as 30 6 * * 1-5.`)
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
