/** What may stand in braces in a prompt template. */
export const placeholders = ['prompt', 'style', 'title']

/** The names in braces of a template, known or not. */
export const placeholdersIn = (template: string): string[] =>
  [...template.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '')

/** What is wrong with a template: the placeholders that are none, and whether it would say what to draw. */
export function templateFaults(template: string): { unknown: string[]; lacksPrompt: boolean } {
  const used = placeholdersIn(template)
  return {
    unknown: [...new Set(used.filter((name) => !placeholders.includes(name)))],
    lacksPrompt: !used.includes('prompt'),
  }
}

const allPlaceholders = placeholders.map((name) => `{${name}}`).join(', ')

/** Why a template cannot be kept; undefined where it can. */
export function templateProblem(template: string): string | undefined {
  const { unknown, lacksPrompt } = templateFaults(template)
  if (unknown.length > 0) {
    const names = unknown.map((name) => `{${name}}`).join(', ')
    return `${names} ${unknown.length === 1 ? 'is not a placeholder' : 'are not placeholders'}. Placeholders: ${allPlaceholders}.`
  }
  return lacksPrompt
    ? `It lacks {prompt}, so every picture would show the same. Placeholders: ${allPlaceholders}.`
    : undefined
}
