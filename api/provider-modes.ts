import type { Catalog } from './domain/catalog.ts'
import type { ProviderMode, ProviderModes } from './domain/tier.ts'
import type { Env } from './env.ts'

/**
 * Whether the sandbox may stand in for a provider without a key. By itself only with the embedded database,
 * so that no one publishes sandbox pictures by mistake.
 */
export function allowsSandbox(env: Pick<Env, 'sandbox'>, databaseKind: 'embedded' | 'postgres'): boolean {
  return env.sandbox === 'on' || (env.sandbox === undefined && databaseKind === 'embedded')
}

/**
 * How each provider of the catalog is reached: live with a key, else through the sandbox where that is allowed.
 * One that names no key needs none, so it is live, and nothing stands in for it.
 */
export function providerModes(
  catalog: Pick<Catalog, 'providers'>,
  env: Pick<Env, 'key'>,
  sandboxAllowed: boolean,
): ProviderModes {
  const withoutKey: ProviderMode = sandboxAllowed ? 'sandbox' : 'not_configured'
  return new Map(
    catalog.providers.map(({ id, key_env: variable }) => [
      id,
      variable === undefined || env.key(variable) !== undefined ? 'live' : withoutKey,
    ]),
  )
}
