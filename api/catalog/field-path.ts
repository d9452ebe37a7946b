/** Adds a step to a dotted path. A dot within a key, as a provider's parameter may have one, is written as `\.`. */
export function pathWith(path: string, key: string): string {
  const step = key.replaceAll(/[\\.]/g, String.raw`\$&`)
  return path === '' ? step : `${path}.${step}`
}

/** The keys that a dotted path leads through. */
export const stepsOf = (path: string): string[] =>
  (path.match(/(?:[^\\.]|\\.)+/g) ?? []).map((step) => step.replaceAll(/\\(.)/g, '$1'))
