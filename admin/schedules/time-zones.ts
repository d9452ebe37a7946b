/** The zone that the browser is in. */
export const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** All zones that the browser knows, with the one it is in and the one without a place. */
export const timeZones = (): string[] =>
  [...new Set(['UTC', ownTimeZone(), ...Intl.supportedValuesOf('timeZone')])].toSorted()

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  })
  formats.set(timeZone, format)
  return format
}

/** A moment as clocks in a zone show it. */
export const timeInZone = (iso: string, timeZone: string): string => formatOf(timeZone).format(new Date(iso))
