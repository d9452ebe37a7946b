/** Room for every tag in use, as RFC 5646 (section 4.4.1) has it. */
const tagCharsMax = 35

/** What an article says of its language as a BCP 47 tag; null where that is none. Some write `en_GB`. */
export function languageTag(text: string | null): string | null {
  const tag = text?.trim().replaceAll('_', '-') ?? ''
  if (tag === '' || tag.length > tagCharsMax) return null
  try {
    return new Intl.Locale(tag).toString()
  } catch {
    return null
  }
}
