import { clearLine, cursorTo } from 'node:readline'
import type { WriteStream } from 'node:tty'

export interface Progress {
  done: number
  total: number
  failed: number
  /** What is being worked on, in a few words. */
  label: string
}

const barWidth = 24
/** For terminals that do not tell how wide they are, and say 0. */
const columnsUnknown = 80

/** `[######------] 7/15  1 failed  Title`, cut to the terminal's width. */
export function progressLine({ done, total, failed, label }: Progress, columns: number): string {
  const filled = total === 0 ? 0 : Math.round((done / total) * barWidth)
  const failures = failed > 0 ? `  ${failed} failed` : ''
  const line = `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ${done}/${total}${failures}  ${label}`
  return [...line].slice(0, Math.max(20, columns - 1)).join('')
}

/** A progress bar on a terminal. Elsewhere, such as in a log, it shows nothing. */
export function startProgressBar(stream: WriteStream): { show(progress: Progress): void; clear(): void } {
  const isTerminal = stream.isTTY
  return {
    show(progress) {
      if (!isTerminal) return
      clearLine(stream, 0)
      cursorTo(stream, 0)
      stream.write(progressLine(progress, stream.columns || columnsUnknown))
    },
    clear() {
      if (!isTerminal) return
      clearLine(stream, 0)
      cursorTo(stream, 0)
    },
  }
}
