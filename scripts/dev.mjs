// Rebuilds what changed and starts Atelier anew, whenever a source changes.
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const settleMs = 300
let child
let timer
let stopping = false

function start() {
  child = spawn(process.execPath, [join(root, 'scripts/launch.mjs'), 'api/start'], {
    cwd: root,
    stdio: 'inherit',
    env: { LOG_LEVEL: 'info', ...process.env },
  })
  child.once('exit', () => {
    child = undefined
  })
}

function restart() {
  if (!child) return start()
  child.once('exit', () => {
    if (!stopping) start()
  })
  child.kill('SIGTERM')
}

for (const folder of ['api', 'admin', 'config']) {
  watch(join(root, folder), { recursive: true }, () => {
    clearTimeout(timer)
    // Editors write a file in several steps, and Git many files at once.
    timer = setTimeout(restart, settleMs)
  })
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopping = true
    if (!child) process.exit(0)
    child.once('exit', (code) => process.exit(code ?? 0))
    child.kill('SIGTERM')
  })
}
start()
