const invisible = /[\p{Cc}\u2028-\u202E\u2066-\u2069]/gu

/**
 * Text from a file, fit to be shown: what would move the cursor of a terminal, end a line or turn its direction becomes
 * one visible character, so that columns stay right.
 */
export const visibleText = (text: string): string => text.replaceAll('\t', ' ').replaceAll(invisible, '\uFFFD')
