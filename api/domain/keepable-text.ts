/** NUL, or half of a character: PostgreSQL keeps neither in a text or in JSON, and nothing sensible has one. */
const unkeepable = /\0|\p{Surrogate}/u

export const isKeepableText = (text: string): boolean => !unkeepable.test(text)
