// Runs one command from dist/, after making sure that dist/ is what the sources say.
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { ensureBuilt } from './build.mjs'

const [command, ...args] = process.argv.slice(2)
const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist')

// Reading the maps of a hundred files takes a tenth of such a run. NODE_OPTIONS=--enable-source-maps has them back.
if (command !== 'scripts/validate-config') process.setSourceMapsEnabled(true)
// The embedded database is WebAssembly. Optimising it takes half the processor time of a command that is over in seconds,
// and pays only in what may run for minutes.
const isLong = command.startsWith('api/') || command === 'scripts/bench' || command === 'scripts/import-articles'
if (!isLong) setFlagsFromString('--liftoff-only')
try {
  await ensureBuilt({
    console: command === 'api/start' || command === 'api/serve',
    template: command !== 'scripts/validate-config',
    announce: (line) => process.stderr.write(`${line}\n`),
  })
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exit(3)
}
// A command reads its own arguments as if it had been started directly.
process.argv.splice(1, process.argv.length, join(dist, `${command}.js`), ...args)
const { main } = await import(pathToFileURL(join(dist, `${command}.js`)).href)
await main(args)
