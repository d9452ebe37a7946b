import { describe, expect, it } from 'vitest'
import { cronOf, cronText, rhythmOf } from '../../../admin/schedules/cron.ts'

describe('times of a schedule in words', () => {
  it.each([
    ['0 6 * * *', 'Every day at 06:00'],
    ['30 6 * * 1-5', 'On weekdays at 06:30'],
    ['5 23 * * 1', 'Every Monday at 23:05'],
    ['0 0 1 * *', 'On the first of each month at 00:00'],
  ])('says what %s is, and writes it back as it was', (cron, words) => {
    expect(cronText(cron)).toBe(words)
    const rhythm = rhythmOf(cron)
    expect(rhythm && cronOf(rhythm)).toBe(cron)
  })

  it('takes both numbers that cron has for Sunday', () => {
    expect(cronText('0 6 * * 7')).toBe('Every Sunday at 06:00')
    expect(cronText('0 6 * * 0')).toBe('Every Sunday at 06:00')
  })

  it.each(['*/20 8-18 * * *', '0 6 * 5 *', '0 6 15 * *', '0 6 1 * 1', '99 6 * * *', '0 24 * * *', '0 6 * *'])(
    'leaves %s as it is, since it is none of the common ones',
    (cron) => {
      expect(rhythmOf(cron)).toBeUndefined()
      expect(cronText(cron)).toBe(cron)
    },
  )
})
