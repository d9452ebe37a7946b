// Plain JavaScript on purpose: this file is what turns the TypeScript beside it into something Node 20 can run.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { copyFile, mkdir, rename, rm, writeFile, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')
const require = createRequire(import.meta.url)

// Synchronous on purpose: every command asks for the times of some thousand files before it begins, which takes
// milliseconds so, and ten times as long with a promise for each.
const mtimeMs = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

function filesUnder(folder, accepts) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && accepts(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}

const isInstalled = (packageName) => {
  try {
    require.resolve(packageName)
    return true
  } catch {
    return false
  }
}

async function writeWhole(path, text) {
  await mkdir(dirname(path), { recursive: true })
  // Two commands may build at once: a rename never shows either of them half a file.
  const temporary = `${path}.${process.pid}.tmp`
  await writeFile(temporary, text)
  await rename(temporary, path)
}

/** Source files of the server and the command lines, each with the file it becomes. */
function serverFiles() {
  const accepts = (name) => /\.(ts|sql|json)$/.test(name) && !name.endsWith('.d.ts')
  const isSample = (name) => /\.(md|html)$/.test(name)
  const sources = [
    ...filesUnder('api', accepts),
    ...filesUnder('scripts', accepts),
    ...filesUnder('api/sample', isSample),
  ]
  return sources.map((source) => ({ source, target: join(dist, source.replace(/\.ts$/, '.js')) }))
}

const staleServerFiles = () => serverFiles().filter((file) => mtimeMs(join(root, file.source)) > mtimeMs(file.target))

/** Names what was built by its content. What remembers answers tells by it whether the same program gave them. */
const stamp = join(dist, 'stamp')

async function writeStamp() {
  const hash = createHash('sha256')
  for (const { target } of serverFiles()) hash.update(`${target.slice(dist.length)}\n`).update(await readFile(target))
  await writeWhole(stamp, `${hash.digest('hex')}\n`)
}

/** Emits what changed. Types are checked by `npm run typecheck`; checking them here would cost seconds at every start. */
async function buildServer(stale) {
  const { default: ts } = await import('typescript')
  // Gone until all is emitted: a build that was broken off must not pass for the one before it.
  await rm(stamp, { force: true })
  for (const { source, target } of stale) {
    if (!source.endsWith('.ts')) {
      await mkdir(dirname(target), { recursive: true })
      await copyFile(join(root, source), target)
      continue
    }
    const { outputText, sourceMapText } = ts.transpileModule(await readFile(join(root, source), 'utf8'), {
      fileName: join(root, source),
      compilerOptions: {
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
        rewriteRelativeImportExtensions: true,
        sourceMap: true,
      },
    })
    const sourceMap = { ...JSON.parse(sourceMapText), sources: [relative(dirname(target), join(root, source))] }
    await writeWhole(`${target}.map`, JSON.stringify(sourceMap))
    await writeWhole(target, outputText)
  }
  await writeStamp()
}

function isConsoleStale() {
  const sources = [...filesUnder('admin', () => true), 'package-lock.json', 'api/contract/types.gen.ts']
  const newest = Math.max(...sources.map((source) => mtimeMs(join(root, source))))
  return newest > mtimeMs(join(dist, 'admin', 'index.html'))
}

async function buildConsole() {
  const { build } = await import('vite')
  const fresh = join(dist, `admin.${process.pid}.tmp`)
  // A test runner names its own environment, and the libraries would then build what is meant for developing.
  const { NODE_ENV: inherited } = process.env
  process.env.NODE_ENV = 'production'
  try {
    await build({ root: join(root, 'admin'), logLevel: 'error', build: { outDir: fresh, emptyOutDir: true } })
  } finally {
    if (inherited === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = inherited
  }
  await rm(join(dist, 'admin'), { recursive: true, force: true })
  await rename(fresh, join(dist, 'admin'))
}

function isTemplateStale() {
  const newest = Math.max(
    ...filesUnder('api/db/migrations', () => true).map((source) => mtimeMs(join(root, source))),
    mtimeMs(join(root, 'node_modules/@electric-sql/pglite/package.json')),
  )
  return newest > mtimeMs(join(dist, 'template', 'database.tar'))
}

/** An embedded database that is already initialised and migrated: a first start unpacks it instead of running initdb. */
async function buildTemplate() {
  const { dumpTemplate } = await import(pathToFileURL(join(dist, 'api/db/template.js')).href)
  await writeWhole(join(dist, 'template', 'database.tar'), await dumpTemplate())
}

/** The builds that are due, in their order: the template is made by the server's own code. */
function staleParts(withConsole, withTemplate) {
  const staleFiles = staleServerFiles()
  return [
    (staleFiles.length > 0 || !existsSync(stamp)) && (() => buildServer(staleFiles)),
    withConsole && isConsoleStale() && buildConsole,
    withTemplate && isTemplateStale() && buildTemplate,
  ].filter(Boolean)
}

const hasTools = () => isInstalled('typescript') && isInstalled('vite')

/**
 * Brings dist/ up to date with the sources.
 * @param {{ console?: boolean, template?: boolean, ifPossible?: boolean, announce?: (line: string) => void }} options
 */
export async function ensureBuilt({
  console: withConsole = true,
  template: withTemplate = true,
  ifPossible = false,
  announce,
} = {}) {
  const parts = staleParts(withConsole, withTemplate)
  if (parts.length === 0) return
  if (!hasTools()) {
    if (ifPossible || existsSync(join(dist, 'api', 'start.js'))) return
    throw new Error('Atelier is not built, and the tools to build it are not installed. Run: npm ci')
  }
  if (parts.includes(buildConsole)) announce?.('Building Atelier (once, about 15 seconds) ...')
  for (const build of parts) await build()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureBuilt({ ifPossible: process.argv.includes('--if-possible') })
}
