import type { Atelier } from './atelier.ts'
import type { Env } from './env.ts'

/** Where the server is, for who started it and for who comes through the proxy in front. */
export const serverPlace = (url: string, { publicOrigin }: Pick<Env, 'publicOrigin'>): string =>
  `Atelier is at ${url}${publicOrigin === undefined ? '' : `, and through its proxy at ${publicOrigin}`}`

/** Where this process's sandbox is; nothing where it has none. */
export const sandboxPlace = ({ desk: { sandbox } }: Pick<Atelier, 'desk'>): string[] =>
  sandbox ? [`The sandbox is at ${sandbox.url} (docs/sandbox.md tells how to make it fail)`] : []
