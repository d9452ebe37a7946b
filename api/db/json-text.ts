/** PostgreSQL stores no NUL, and a provider's text may hold one. */
export const storable = (text: string): string => text.replaceAll('\u0000', '\uFFFD')

/** JSON that PostgreSQL takes: it stores neither NUL nor half a surrogate pair, which JSON.stringify writes as escapes. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/\\(?:u0000|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/g, (escape) =>
    /^\\u(0000|d)/i.test(escape) ? '\\ufffd' : escape,
  )
