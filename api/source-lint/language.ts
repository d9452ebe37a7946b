/** What the lint reads. */
export type Language = 'javascript' | 'python'

/** By extension: how a file is read, and the grammar it is read with. */
const grammars: Record<string, [Language, string]> = {
  ts: ['javascript', 'typescript'],
  mts: ['javascript', 'typescript'],
  cts: ['javascript', 'typescript'],
  tsx: ['javascript', 'tsx'],
  js: ['javascript', 'javascript'],
  mjs: ['javascript', 'javascript'],
  cjs: ['javascript', 'javascript'],
  jsx: ['javascript', 'javascript'],
  py: ['python', 'python'],
}

/** How a file is read, and with which grammar, by its name. */
export const grammarOf = (path: string): [Language, string] | undefined => {
  const extension = /\.([a-z]+)$/.exec(path)?.[1] ?? ''
  return Object.hasOwn(grammars, extension) ? grammars[extension] : undefined
}

/** Undefined for what the lint does not read. */
export const languageOf = (path: string): Language | undefined => grammarOf(path)?.[0]
