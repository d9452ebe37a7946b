import { messageOf } from './domain/error.ts'
import type { Env } from './env.ts'

/** As long as a provider's call may take (providers.schema.json), and its picture after that. Cut off, it may be paid in vain. */
export const callGraceMs = 330_000
/** How long an orderly end may take before the process ends anyway. */
const graceMs = callGraceMs + 30_000

async function closeInTurn(closes: readonly (() => Promise<void>)[]): Promise<void> {
  for (const close of closes) await close()
}

const parentCheckMs = 1000

/** A signal to npm ends npm and its shell, which pass it to nobody: their end is the signal then. */
function onParentGone(act: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    act()
  }, parentCheckMs)
  timer.unref()
}

/** Ends the process in order at SIGTERM or SIGINT, at once at the second one. Resolves never: the process exits. */
export function exitOnSignal({ isUnderNpm }: Pick<Env, 'isUnderNpm'>, closes: readonly (() => Promise<void>)[]): void {
  let isClosing = false
  if (isUnderNpm)
    onParentGone(() => {
      if (!isClosing) onSignal('SIGTERM')
    })
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isClosing) process.exit(signal === 'SIGINT' ? 130 : 143)
    isClosing = true
    process.stderr.write('Stopping: waiting for pictures in hand, which are paid for. Once more stops at once.\n')
    setTimeout(() => process.exit(1), graceMs).unref()
    closeInTurn(closes).then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${messageOf(error)}\n`)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
}
