import { type Logger, pino } from 'pino'
import type { LogLevel } from './env.ts'

/** Structured lines on stderr, so that stdout stays for what a command was asked for. Keys and cookies are never written. */
export function createLog(level: LogLevel): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['*.authorization', '*.cookie', '*.apiKey', '*.password'],
    },
    pino.destination({ dest: 2, sync: true }),
  )
}
