import type { ProviderConfig } from '../../config/types.gen.ts'
import type { ParameterSet } from '../domain/catalog.ts'
import type { ChatProvider, ImageProvider } from '../domain/image-provider.ts'
import type { Size } from '../domain/size.ts'
import type { ProviderModes } from '../domain/tier.ts'
import { downloadPicture, fileBytesMax } from './download.ts'
import { createOpenAiChat } from './openai/chat.ts'
import { createOpenAiImages } from './openai/images.ts'
import { createRunware } from './runware/client.ts'

/** What the sandbox is shown for a key. Not a secret. */
const sandboxKey = 'sandbox-key'

export interface ProviderClients {
  mode: 'live' | 'sandbox'
  image?: ImageProvider
  chat?: ChatProvider
  /** Fetches a finished picture of a size from where the provider put it. Throws ProviderError. */
  download(url: string, size: Size, signal: AbortSignal): Promise<Uint8Array>
}

export interface ProvidersOptions {
  providers: readonly ProviderConfig[]
  modes: ProviderModes
  /** By provider id. Needed for the live ones that name a key only. */
  keys: ReadonlyMap<string, string>
  /** Where the sandbox listens, without a path; null where there is none. */
  sandboxUrl: string | null
  parameterSets?: readonly ParameterSet[]
  fetch?: typeof fetch
}

/** Clients by provider id. A provider that is not configured is not among them. */
export function createProviders(options: ProvidersOptions): ReadonlyMap<string, ProviderClients> {
  const clients = new Map<string, ProviderClients>()
  for (const declared of options.providers) {
    const mode = options.modes.get(declared.id)
    if (mode !== 'live' && mode !== 'sandbox') continue
    const provider = mode === 'sandbox' ? inSandbox(declared, options.sandboxUrl) : declared
    const apiKey = mode === 'sandbox' ? sandboxKey : (options.keys.get(declared.id) ?? null)
    if (apiKey === null && declared.key_env !== undefined)
      throw new Error(`Provider "${declared.id}" is live but has no key.`)
    clients.set(declared.id, {
      mode,
      ...clientsOf(provider, apiKey, options),
      download: (url, size, signal) => downloadPicture(url, provider, signal, { bytesMax: fileBytesMax(size) }),
    })
  }
  return clients
}

/** The same provider, spoken to at the sandbox. The adapters cannot tell. */
function inSandbox(provider: ProviderConfig, sandboxUrl: string | null): ProviderConfig {
  if (!sandboxUrl) throw new Error(`Provider "${provider.id}" is in the sandbox, but no sandbox runs.`)
  return { ...provider, base_url: `${sandboxUrl}/${provider.adapter}/v1` }
}

function clientsOf(
  provider: ProviderConfig,
  apiKey: string | null,
  { fetch, parameterSets = [] }: ProvidersOptions,
): Pick<ProviderClients, 'image' | 'chat'> {
  const shared = { provider, ...(fetch && { fetch }) }
  // Pictures are never asked for without a key: the catalog's rules have it that such a provider serves text models.
  const keyed = apiKey === null ? null : { ...shared, apiKey }
  switch (provider.adapter) {
    case 'runware':
      return keyed ? { image: createRunware(keyed) } : {}
    case 'openai':
      return {
        ...(keyed && { image: createOpenAiImages(keyed) }),
        chat: createOpenAiChat({ ...shared, apiKey, parameterSets }),
      }
  }
}
