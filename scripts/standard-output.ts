/** Writes what a command was asked for. A pipe that closes early, such as that of `head`, is no defect. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? resolve() : reject(error))
    process.stdout.once('error', onError)
    process.stdout.write(text, () => {
      process.stdout.off('error', onError)
      resolve()
    })
  })
}
