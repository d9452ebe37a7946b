/** The times that most schedules are. */
export interface Rhythm {
  kind: 'daily' | 'weekdays' | 'weekly' | 'monthly'
  /** Hours and minutes, as `06:30`. */
  time: string
  /** From 0, Sunday. Counts for `weekly` only. */
  weekday: number
}

export const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const monday = 1

const padded = (text: string): string => text.padStart(2, '0')

/** The time of day of a minute and an hour that are plain numbers; undefined where they are more than that. */
function timeOf(minute: string, hour: string): string | undefined {
  const isTime = /^\d{1,2}$/.test(minute) && /^\d{1,2}$/.test(hour) && Number(minute) < 60 && Number(hour) < 24
  return isTime ? `${padded(hour)}:${padded(minute)}` : undefined
}

/** Recognises the common times in five fields; undefined where they are others. */
export function rhythmOf(cron: string): Rhythm | undefined {
  const fields = cron.trim().split(/\s+/)
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields
  const time = timeOf(minute, hour)
  if (fields.length !== 5 || time === undefined || month !== '*') return undefined
  if (day === '1' && weekday === '*') return { kind: 'monthly', time, weekday: monday }
  if (day !== '*') return undefined
  if (weekday === '*') return { kind: 'daily', time, weekday: monday }
  if (weekday === '1-5') return { kind: 'weekdays', time, weekday: monday }
  return /^[0-7]$/.test(weekday) ? { kind: 'weekly', time, weekday: Number(weekday) % 7 } : undefined
}

/** The five fields. */
export function cronOf({ kind, time, weekday }: Rhythm): string {
  const [hour, minute] = time.split(':').map(Number)
  const days = { daily: '* * *', weekdays: '* * 1-5', weekly: `* * ${weekday}`, monthly: '1 * *' }
  return `${minute} ${hour} ${days[kind]}`
}

/** The times in words, where they are common ones; else the five fields. */
export function cronText(cron: string): string {
  const rhythm = rhythmOf(cron)
  if (!rhythm) return cron
  const starts = {
    daily: 'Every day',
    weekdays: 'On weekdays',
    weekly: `Every ${weekdayNames[rhythm.weekday]}`,
    monthly: 'On the first of each month',
  }
  return `${starts[rhythm.kind]} at ${rhythm.time}`
}
