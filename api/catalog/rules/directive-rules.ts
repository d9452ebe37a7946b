import type { RuleText } from './rule.ts'

export const directiveWrong: RuleText = {
  id: 'directive/wrong',
  severity: 'error',
  summary: 'A directive in a comment names a rule that it may be about, and gives a reason.',
  why: 'A directive that says nothing is silence that nobody can judge; a misspelt one does nothing.',
  fix: 'Write # atelier-disable-next-line RULE -- reason, or # atelier-breaking RULE NAME -- reason. Rules without which a catalog cannot be used at all cannot be switched off.',
}

export const directiveUnused: RuleText = {
  id: 'directive/unused',
  severity: 'warning',
  summary: 'A directive in a comment is about something that is there.',
  why: 'It would hide the next mistake on that line.',
  fix: 'Take the directive out.',
}
