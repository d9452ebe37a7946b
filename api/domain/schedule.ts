/** When a schedule is due, said by whoever can read cron. Handed in, so that stores need no library for it. */
export interface ScheduleClock {
  /**
   * The next times after `after`, `count` at most; fewer where there are no more.
   * @throws AppError `invalid`, by field, where the cron or the time zone cannot be read
   */
  nextTimes(schedule: { cron: string; timeZone: string }, after: Date, count: number): Date[]
}
