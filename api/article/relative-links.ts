/** An address on the web, taken as relative to another; null where it is none. */
export function absoluteUrl(text: string, base: string | null): string | null {
  const around = base ?? undefined
  const url = URL.canParse(text, around) ? new URL(text, around) : undefined
  return url && /^https?:$/.test(url.protocol) ? url.href : null
}

/** What says where it is by itself, and a place in the article itself, which is wherever the article is. */
const staysAsItIs = /^(?:$|#|[a-z][a-z\d+.-]*:)/i

const resolved = (text: string, base: string): string =>
  staysAsItIs.test(text.trim()) ? text : (absoluteUrl(text.trim(), base) ?? text)

/** In a list of addresses, each goes on to white space, and a comma ends it only before that. */
const candidate = /((?:^|,)\s*)(\S*[^\s,])/g

const addressAttributes = ['href', 'src', 'poster', 'cite']

/** The attributes of an element with the addresses in them no longer relative. */
export function withAbsoluteLinks(attributes: Record<string, string>, base: string): Record<string, string> {
  const changed = { ...attributes }
  for (const name of addressAttributes) {
    const value = attributes[name]
    if (value !== undefined) changed[name] = resolved(value, base)
  }
  const { srcset } = attributes
  if (srcset !== undefined)
    changed['srcset'] = srcset.replaceAll(
      candidate,
      (_, before: string, address: string) => `${before}${resolved(address, base)}`,
    )
  return changed
}
