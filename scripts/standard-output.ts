import { AppError } from '../api/domain/error.ts'

// Without a listener of its own a stream that fails ends the process, after the callback of the write has told it.
process.stdout.on('error', () => undefined)

/**
 * Writes what a command was asked for. A pipe that closes early, such as that of `head`, is no defect.
 * @throws AppError `unavailable` where it cannot be written otherwise, such as on a full disk
 */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error: NodeJS.ErrnoException | null | undefined) => {
      if (!error || error.code === 'EPIPE') resolve()
      else reject(new AppError('unavailable', `The output cannot be written: ${error.message}`, { cause: error }))
    })
  })
}
