import { AppError } from './domain/error.ts'

/** Everything Atelier reads from its environment. Listed with explanations in .env.example. */
export interface Env {
  host: string
  port: number
  /** Folder of the embedded database and of files. */
  home: string
  /** Folder of the catalog. */
  config: string
  adminPassword: string | undefined
  /** `on`: providers without a key are played by the sandbox, also with DATABASE_URL. `off`: never. Undefined: only with the embedded database. */
  sandbox: 'on' | 'off' | undefined
  databaseUrl: string | undefined
  logLevel: LogLevel | undefined
  /** The value of a provider's key variable; undefined where it is not set. */
  key(variable: string): string | undefined
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

const minPasswordChars = 10

type Variables = Readonly<Record<string, string | undefined>>

/** Reads and checks the environment. This is the only place that does. Throws AppError `invalid` naming every variable that is wrong. */
export function readEnv(variables: Variables = process.env): Env {
  const problems: string[] = []
  // An empty variable is how shells and compose files say "not set".
  const value = (name: string): string | undefined => variables[name]?.trim() || undefined
  const oneOf = <T extends string>(name: string, allowed: readonly T[]): T | undefined => {
    const text = value(name)
    const found = allowed.find((each) => each === text)
    if (text !== undefined && !found) problems.push(`${name} is "${text}"; it must be one of ${allowed.join(', ')}.`)
    return found
  }
  const port = Number(value('ATELIER_PORT') ?? 4310)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    problems.push(
      `ATELIER_PORT is "${value('ATELIER_PORT')}"; it must be a port number from 0 to 65535 (0: any free port).`,
    )
  const databaseUrl = value('DATABASE_URL')
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl))
    problems.push('DATABASE_URL must begin with postgres:// or postgresql://.')
  const adminPassword = value('ATELIER_ADMIN_PASSWORD')
  if (adminPassword !== undefined && adminPassword.length < minPasswordChars)
    problems.push(`ATELIER_ADMIN_PASSWORD must have at least ${minPasswordChars} characters.`)
  const env: Env = {
    host: value('ATELIER_HOST') ?? '127.0.0.1',
    port,
    home: value('ATELIER_HOME') ?? '.atelier',
    config: value('ATELIER_CONFIG') ?? 'config',
    adminPassword,
    sandbox: oneOf('ATELIER_SANDBOX', ['on', 'off']),
    databaseUrl,
    logLevel: oneOf('LOG_LEVEL', logLevels),
    key: value,
  }
  if (problems.length > 0) throw new AppError('invalid', problems.join('\n'))
  return env
}
