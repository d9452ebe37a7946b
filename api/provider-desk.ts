import type { ProviderConfig } from '../config/types.gen.ts'
import type { Catalog } from './domain/catalog.ts'
import { AppError } from './domain/error.ts'
import type { ProviderModes } from './domain/tier.ts'
import type { Env } from './env.ts'
import { providerModes } from './provider-modes.ts'
import { type ProviderClients, createProviders } from './providers/registry.ts'
import { type Sandbox, startSandbox } from './sandbox/server.ts'

/** The adapters for whatever catalog holds now, and the sandbox behind those whose key is not set. */
export interface ProviderDesk {
  modes(catalog: Pick<Catalog, 'providers'>): ProviderModes
  /** Tells the sandbox which models there are, before anything is asked of it. */
  use: (catalog: Catalog) => void
  /** Undefined where the provider is not configured. */
  clients(provider: Pick<ProviderConfig, 'id'>, catalog: Catalog): ProviderClients | undefined
  sandbox: Sandbox | null
  close(): Promise<void>
}

/** Opens the desk. The sandbox starts only where some provider needs it now or may after a release. */
export async function openProviderDesk(env: Env, sandboxAllowed: boolean): Promise<ProviderDesk> {
  let latest: Catalog | undefined
  const sandbox = sandboxAllowed
    ? await startSandbox({
        ...(env.sandboxPort !== undefined && { port: env.sandboxPort }),
        catalog: () => {
          if (!latest) throw new AppError('unavailable', 'The sandbox has no catalog yet.')
          return latest
        },
      })
    : null
  const modes = (catalog: Pick<Catalog, 'providers'>): ProviderModes => providerModes(catalog, env, sandboxAllowed)
  let built: { catalog: Catalog; clients: ReadonlyMap<string, ProviderClients> } | undefined
  return {
    modes,
    use(catalog) {
      latest = catalog
    },
    clients(provider, catalog) {
      // A call that goes back to an earlier release must not take the sandbox back with it.
      if ((catalog.releaseId ?? 0) >= (latest?.releaseId ?? 0)) latest = catalog
      if (built?.catalog !== catalog) {
        const keys = new Map(
          catalog.providers.flatMap(({ id, key_env }) => {
            const key = key_env === undefined ? undefined : env.key(key_env)
            return key === undefined ? [] : [[id, key] as const]
          }),
        )
        built = {
          catalog,
          clients: createProviders({
            providers: catalog.providers,
            modes: modes(catalog),
            keys,
            sandboxUrl: sandbox?.url ?? null,
            parameterSets: catalog.parameterSets,
          }),
        }
      }
      return built.clients.get(provider.id)
    },
    sandbox,
    close: async () => {
      await sandbox?.stop()
    },
  }
}
