import { isKeepableText } from './keepable-text.ts'

/** Longest name that an article may have elsewhere, in characters. Addresses of posts are such names, and are long. */
export const externalIdCharsMax = 500

/**
 * Why an article cannot be known by a name; undefined where it can. Every name must be one that a CMS can ask for: in an
 * address, URL parsers take "." and ".." for folders, however they are encoded, and ask for something else.
 */
export function externalIdProblem(id: string): string | undefined {
  const chars = Array.from(id).length
  if (chars === 0 || chars > externalIdCharsMax)
    return `An external id has 1 to ${externalIdCharsMax} characters; this one has ${chars}.`
  if (!isKeepableText(id)) return 'An external id must not hold NUL characters or halves of characters.'
  if (id === '.' || id === '..')
    return `An external id must not be "." or "..", which no address can hold. Give the article another, such as "post-1".`
  return undefined
}
