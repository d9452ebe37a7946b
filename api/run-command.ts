import { visibleText } from './catalog/visible-text.ts'
import { AppError } from './domain/error.ts'

const isUsageError = (error: unknown): error is Error =>
  error instanceof TypeError && String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')

/**
 * Runs what has to be closed when it fails: in turn from the last opened to the first. A command that leaves a server
 * or a connection open would never end.
 */
export async function closeOnFailure<T>(
  work: (opened: (close: () => Promise<void>) => void) => Promise<T>,
): Promise<T> {
  const closes: (() => Promise<void>)[] = []
  try {
    return await work((close) => void closes.push(close))
  } catch (error) {
    for (const close of closes.toReversed()) await close().catch(() => undefined)
    throw error
  }
}

/** What failed while it was opened may never let go of the process. */
const lingerMs = 3000

/** Runs a command line. A user's mistake is one clear line and exit 1, wrong usage exit 2; only a defect of ours shows a stack trace. */
export async function runCommand(
  work: () => Promise<void>,
  /** A command's own exit codes; undefined for what has none. */
  exitCodeOf: (error: unknown) => number | undefined = () => undefined,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (isUsageError(error)) {
      process.stderr.write(`${error.message.split('. ')[0]}. See --help.\n`)
      process.exitCode = 2
    } else if (error instanceof AppError) {
      // Names in it may be those of rows and files, which can hold anything.
      process.stderr.write(`${error.message.split('\n').map(visibleText).join('\n')}\n`)
      process.exitCode = exitCodeOf(error) ?? (error.code === 'invalid' ? 2 : 1)
    } else {
      process.stderr.write(
        `This is a defect of Atelier, not of yours: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      )
      process.exitCode = 3
    }
    setTimeout(() => process.exit(), lingerMs).unref()
  }
}
