import type { QueryClient } from '@tanstack/react-query'

/** Reads again all that tells whether calls go out to providers. */
export function refreshProviders(client: QueryClient): void {
  for (const name of ['providers', 'overview', 'timeline']) void client.invalidateQueries({ queryKey: [name] })
}
