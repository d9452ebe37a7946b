import { secretsOf } from '../secret.ts'
import type { Rule } from './rule.ts'

export const secretLiteral: Rule = {
  id: 'secret/literal',
  severity: 'error',
  summary: 'No file of the catalog holds a key.',
  why: 'The catalog is in Git: whoever can read the repository, now or later, has the key.',
  fix: 'Take it out, revoke it at the provider, and put the new one into the environment variable that key_env names.',
  *check(context) {
    for (const document of context.documents) {
      for (const { start, end } of secretsOf(document)) {
        yield {
          place: { file: document.file.label, ...document.source.rangeOf(start, end) },
          message: 'This looks like a key. It is not shown here.',
          hint: 'Take it out, revoke it, and name an environment variable in key_env.',
        }
      }
    }
  },
}
