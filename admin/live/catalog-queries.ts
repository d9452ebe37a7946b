import type { QueryClient } from '@tanstack/react-query'

/** What is read of the catalog, and what follows from it. */
const catalogQueries = ['models', 'tiers', 'providers', 'effective-settings', 'estimate', 'drift']

/** Reads again all that a kill switch may have moved. */
export function refreshCatalog(client: QueryClient): void {
  for (const name of catalogQueries) void client.invalidateQueries({ queryKey: [name] })
}
