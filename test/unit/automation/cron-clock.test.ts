import { describe, expect, it } from 'vitest'
import { cronClock } from '../../../api/automation/cron-clock.ts'

const times = (cron: string, timeZone: string, after: string, count = 3): string[] =>
  cronClock.nextTimes({ cron, timeZone }, new Date(after), count).map((at) => at.toISOString())

const refusal = (cron: string, timeZone = 'UTC'): unknown => {
  try {
    times(cron, timeZone, '2026-01-01T00:00:00Z')
    return undefined
  } catch (error) {
    return (error as { fields?: unknown }).fields
  }
}

describe('a schedule', () => {
  it('is due at the hour of its time zone, in summer and in winter', () => {
    expect(times('30 6 * * *', 'Europe/Berlin', '2026-10-23T12:00:00Z')).toEqual([
      '2026-10-24T04:30:00.000Z',
      '2026-10-25T05:30:00.000Z',
      '2026-10-26T05:30:00.000Z',
    ])
  })

  it('is due once in the hour that comes twice, and on the day that has no such hour', () => {
    expect(times('30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
      expect.stringMatching(/^2026-10-25T0[01]:30/),
      '2026-10-26T01:30:00.000Z',
    ])
    const spring = times('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)
    expect(spring[0]).toMatch(/^2026-03-29T0[01]:/)
    expect(spring[1]).toBe('2026-03-30T00:30:00.000Z')
  })

  it('knows days of the week and of the month', () => {
    expect(times('0 4 * * 1', 'UTC', '2026-11-29T00:00:00Z', 1)).toEqual(['2026-11-30T04:00:00.000Z'])
    expect(times('0 4 31 * *', 'UTC', '2026-11-29T00:00:00Z', 2)).toEqual([
      '2026-12-31T04:00:00.000Z',
      '2027-01-31T04:00:00.000Z',
    ])
  })

  it.each([
    ['', 'five fields'],
    ['every day', 'five fields'],
    ['* * * * * *', 'five fields'],
    ['61 * * * *', 'The minute "61" cannot be read. Give 0 to 59'],
    ['0 25 * * *', 'The hour "25" cannot be read. Give 0 to 23'],
    ['0 4 32 * *', 'The day of the month "32" cannot be read'],
    ['0 4 * MAY-13 *', 'The month "MAY-13" cannot be read'],
    ['0 4 * * 1,8', 'The day of the week "1,8" cannot be read. Give 0 to 7'],
    ['\u0000 * * * *', 'cannot be read'],
  ])('refuses %j by its field, with what would be read', (cron, words) => {
    expect(refusal(cron)).toEqual({ cron: expect.stringMatching(new RegExp(words, 'i')) })
  })

  it('refuses a time zone that there is not', () => {
    expect(refusal('0 4 * * *', 'Europe/Atlantis')).toEqual({
      timeZone: 'There is no time zone "Europe/Atlantis". Give one such as Europe/Berlin or UTC.',
    })
  })

  it('that never comes has no next time', () => {
    expect(times('0 4 30 2 *', 'UTC', '2026-01-01T00:00:00Z')).toEqual([])
  })
})
