import type { RuleText } from './rule.ts'

export const unknownFile: RuleText = {
  id: 'tree/unknown-file',
  severity: 'error',
  summary: 'Every YAML, JSON or TOML file of the catalog is one that is read.',
  why: 'A model in a misspelt folder would be checked by nobody and used by nobody.',
  fix: 'Move the file to models/, or take it out of the folder.',
}

export const missingFile: RuleText = {
  id: 'tree/missing-file',
  severity: 'error',
  summary: 'A catalog has tiers.yaml, plans.yaml, styles.yaml, providers.yaml and settings.yaml.',
  why: 'The others refer to what they declare.',
  fix: 'Add the file.',
}
