import type { lookup as lookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'

/**
 * Looks a name up for the connection itself, so that the address that was checked is the address that is used.
 * @param isAllowed of an address; one that is not allowed among several refuses them all
 * @param refusal what the connection then fails with
 */
export const checkedLookup =
  (
    lookup: typeof lookupAddress,
    isAllowed: (address: string) => boolean,
    refusal: (hostname: string, address: string) => Error,
  ): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      const bad = (addresses ?? []).find(({ address }) => !isAllowed(address))
      if (error || !first) callback(error ?? new Error(`${hostname} has no address.`), '', 0)
      else if (bad) callback(refusal(hostname, bad.address), '', 0)
      else if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
