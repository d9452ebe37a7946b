import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import type { Context } from 'hono'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
}

const encodings = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const

/** The build puts a hash of the content into these names. */
const isHashed = (path: string): boolean => path.startsWith('/assets/')

/** Files by their path in the address. Read from the folder once: what is not in it then is not served. */
function filesOf(folder: string): Set<string> {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  return new Set(paths.map((path) => `/${path.split(sep).join('/')}`))
}

/**
 * Serves the built console: its files, and its page for every other address, which the page itself knows what to do with.
 * Undefined where there is nothing to serve.
 */
export function consoleFiles(folder: string): (c: Context) => Promise<Response | undefined> {
  const files = filesOf(folder)
  const contents = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()

  // A console is a few files of a few hundred kilobytes: each is read once and kept.
  const read = (path: string): Promise<Uint8Array<ArrayBuffer>> => {
    const content = contents.get(path) ?? readFile(join(folder, path)).then((bytes) => new Uint8Array(bytes))
    contents.set(path, content)
    return content
  }

  return async (c) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return undefined
    const isFile = files.has(c.req.path)
    // An address with an ending is a file that is not there, not a page.
    if (!isFile && (extname(c.req.path) !== '' || !files.has('/index.html'))) return undefined
    const path = isFile ? c.req.path : '/index.html'
    const accepted = c.req.header('accept-encoding') ?? ''
    const encoding = encodings.find(
      ({ name, ending }) =>
        new RegExp(String.raw`\b${name}\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))`).test(accepted) && files.has(path + ending),
    )
    return new Response(await read(path + (encoding?.ending ?? '')), {
      headers: {
        'content-type': types[extname(path)] ?? 'application/octet-stream',
        'cache-control': isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        vary: 'accept-encoding',
        ...(encoding ? { 'content-encoding': encoding.name } : {}),
      },
    })
  }
}
