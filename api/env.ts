import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { AppError } from './domain/error.ts'
import { type SecretSettings, readSecretKeys } from './secret-keys.ts'
import { type StorageSettings, readStorageSettings } from './storage-settings.ts'

/** Everything Atelier reads from its environment. Listed with explanations in .env.example. */
export interface Env {
  host: string
  port: number
  /** Where `npm run work` tells how it is; undefined: nowhere. */
  workerPort: number | undefined
  /** Folder of the embedded database and of files. */
  home: string
  /** Folder of the catalog. */
  config: string
  /** The environment that the catalog is used in; undefined: as its base files have it. */
  environment: string | undefined
  /** Folder for what may be forgotten: the user's, outside of every checkout. */
  cacheFolder: string
  adminPassword: string | undefined
  /** The origin people reach the server by, such as https://atelier.example, where that is not its own address. */
  publicOrigin: string | undefined
  /** Whether a proxy in front tells who asks. */
  trustsProxy: boolean
  /** `on`: providers without a key are played by the sandbox, also with DATABASE_URL. `off`: never. Undefined: only with the embedded database. */
  sandbox: 'on' | 'off' | undefined
  /** Where the sandbox listens; undefined: any free port. */
  sandboxPort: number | undefined
  databaseUrl: string | undefined
  /** Where finished pictures are kept. */
  storage: StorageSettings
  /** What becomes of stored pictures that nothing refers to. */
  sweep: SweepMode
  /** Whether webhooks may be sent by http, and to addresses of this machine and its networks. */
  webhooksAllowPrivate: boolean
  /** What secrets that must be had again are encrypted with in the database. */
  secretKeys: SecretSettings
  /** Whether feeds may be fetched from this machine and its networks. */
  allowsPrivateFeeds: boolean
  logLevel: LogLevel | undefined
  /** npm started this process, with a shell between that passes no signal on. */
  isUnderNpm: boolean
  /** The person and branch that a CI system acts for; undefined outside of one. */
  author: { name: string | undefined; branch: string | undefined }
  /** The value of a provider's key variable; undefined where it is not set. */
  key(variable: string): string | undefined
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** `even_most`: also where that is more of the store than a mistake should be allowed to take. */
const sweepModes = ['on', 'off', 'even_most'] as const
export type SweepMode = (typeof sweepModes)[number]

const minPasswordChars = 10

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.')

const isPort = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) <= 65_535

/** The origin of an address that is nothing but an origin; undefined where it is something else. */
function originOf(text: string): string | undefined {
  const address = URL.canParse(text) ? new URL(text) : undefined
  const isOrigin = address !== undefined && /^https?:$/.test(address.protocol) && address.href === `${address.origin}/`
  return isOrigin ? address.origin : undefined
}

/** The XDG Base Directory Specification has relative paths ignored. */
const cacheFolderIn = (xdgCacheHome: string | undefined): string =>
  join(xdgCacheHome !== undefined && isAbsolute(xdgCacheHome) ? xdgCacheHome : join(homedir(), '.cache'), 'atelier')

type Variables = Readonly<Record<string, string | undefined>>

/** Reads variables one by one, and collects what is wrong with them. */
function createReader(variables: Variables) {
  const problems: string[] = []
  // An empty variable is how shells and compose files say "not set".
  const value = (name: string): string | undefined => variables[name]?.trim() || undefined
  return {
    problems,
    value,
    oneOf: <T extends string>(name: string, allowed: readonly T[]): T | undefined => {
      const text = value(name)
      const found = allowed.find((each) => each === text)
      if (text !== undefined && !found) problems.push(`${name} is "${text}"; it must be one of ${allowed.join(', ')}.`)
      return found
    },
    portIn: (name: string): number | undefined => {
      const text = value(name)
      if (text === undefined) return undefined
      if (!isPort(text))
        problems.push(`${name} is "${text}"; it must be a port number from 0 to 65535 (0: any free port).`)
      return Number(text)
    },
    originIn: (name: string): string | undefined => {
      const text = value(name)
      const origin = text === undefined ? undefined : originOf(text)
      if (text !== undefined && origin === undefined)
        problems.push(`${name} is "${text}"; it must be an address like https://atelier.example, without a path.`)
      return origin
    },
  }
}

/** As GitHub Actions and GitLab CI tell it. */
const authorIn = (value: (name: string) => string | undefined): Env['author'] => ({
  name: value('GITHUB_ACTOR') ?? value('GITLAB_USER_LOGIN'),
  branch: value('GITHUB_REF_NAME') ?? value('CI_COMMIT_REF_NAME'),
})

function databaseUrlIn(value: (name: string) => string | undefined, problems: string[]): string | undefined {
  const databaseUrl = value('DATABASE_URL')
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl))
    problems.push('DATABASE_URL must begin with postgres:// or postgresql://.')
  return databaseUrl
}

/** Where pictures are kept, and what is wrong with that. */
const storageIn = (value: (name: string) => string | undefined) =>
  readStorageSettings({
    location: value('ATELIER_STORAGE'),
    endpoint: value('ATELIER_S3_ENDPOINT'),
    region: value('ATELIER_S3_REGION'),
    delivery: value('ATELIER_S3_DELIVERY'),
    accessKeyId: value('AWS_ACCESS_KEY_ID'),
    secretAccessKey: value('AWS_SECRET_ACCESS_KEY'),
    sessionToken: value('AWS_SESSION_TOKEN'),
  })

/** Reads and checks the environment. This is the only place that does. Throws AppError `invalid` naming every variable that is wrong. */
export function readEnv(variables: Variables = process.env): Env {
  const { problems, value, oneOf, portIn, originIn } = createReader(variables)
  const port = portIn('ATELIER_PORT') ?? 4310
  const databaseUrl = databaseUrlIn(value, problems)
  const adminPassword = value('ATELIER_ADMIN_PASSWORD')
  if (adminPassword !== undefined && adminPassword.length < minPasswordChars)
    problems.push(`ATELIER_ADMIN_PASSWORD must have at least ${minPasswordChars} characters.`)
  const publicOrigin = originIn('ATELIER_PUBLIC_URL')
  const { storage, problems: storageProblems } = storageIn(value)
  problems.push(...storageProblems)
  const { secretKeys, problems: keyProblems } = readSecretKeys({
    current: value('ATELIER_SECRET_KEY'),
    previous: value('ATELIER_SECRET_KEY_PREVIOUS'),
  })
  problems.push(...keyProblems)
  const host = value('ATELIER_HOST') ?? '127.0.0.1'
  // Atelier speaks no https itself. Where nothing but this machine reaches it, whoever brings https is a proxy on it.
  const isBehindOwnProxy = publicOrigin?.startsWith('https:') === true && isLoopback(host)
  const env: Env = {
    host,
    port,
    workerPort: portIn('ATELIER_WORKER_PORT'),
    home: value('ATELIER_HOME') ?? '.atelier',
    config: value('ATELIER_CONFIG') ?? 'config',
    environment: value('ATELIER_ENVIRONMENT'),
    cacheFolder: cacheFolderIn(value('XDG_CACHE_HOME')),
    adminPassword,
    publicOrigin,
    trustsProxy: (oneOf('ATELIER_TRUST_PROXY', ['on', 'off']) ?? (isBehindOwnProxy ? 'on' : 'off')) === 'on',
    isUnderNpm: value('npm_lifecycle_event') !== undefined,
    sandbox: oneOf('ATELIER_SANDBOX', ['on', 'off']),
    sandboxPort: portIn('ATELIER_SANDBOX_PORT'),
    databaseUrl,
    storage,
    sweep: oneOf('ATELIER_SWEEP', sweepModes) ?? 'on',
    webhooksAllowPrivate: oneOf('ATELIER_WEBHOOKS_ALLOW_PRIVATE', ['on', 'off']) === 'on',
    secretKeys,
    allowsPrivateFeeds: oneOf('ATELIER_FEEDS_ALLOW_PRIVATE', ['on', 'off']) === 'on',
    logLevel: oneOf('LOG_LEVEL', logLevels),
    author: authorIn(value),
    key: value,
  }
  if (problems.length > 0) throw new AppError('invalid', problems.join('\n'))
  return env
}
