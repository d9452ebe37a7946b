/** What may stand in braces in a prompt_template. */
export const placeholders = ['prompt', 'style', 'title']

/** The names in braces of a template, known or not. */
export const placeholdersIn = (template: string): string[] =>
  [...template.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? '')
