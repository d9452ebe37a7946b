import { operations } from '../contract/operations.ts'

/** A described path as a pattern of real ones. */
const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+')}$`)

const routes = operations.map(({ method, path }) => ({ method: method.toUpperCase(), pattern: patternOf(path) }))

/** The methods that an address takes; none where there is no such address. */
export function allowedMethods(path: string): string[] {
  const methods = routes.filter((route) => route.pattern.test(path)).map((route) => route.method)
  return methods.includes('GET') ? ['HEAD', ...methods] : methods
}
