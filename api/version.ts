import { existsSync, readFileSync } from 'node:fs'

const candidates = ['../package.json', '../../package.json'].map((path) => new URL(path, import.meta.url))
const file = candidates.find((candidate) => existsSync(candidate))

/** As package.json says it. */
export const version: string = file
  ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
  : 'unknown'
