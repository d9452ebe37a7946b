import type { RuleText } from './rule.ts'

export const orphanConstant: RuleText = {
  id: 'code/orphan-constant',
  severity: 'error',
  summary: 'No constant that nothing uses repeats facts of the catalog.',
  why: 'The next reader takes it for the truth, changes it, and wonders why nothing happens.',
  fix: 'Remove it. The message names the line of the catalog that holds the fact.',
}

export const duplicatedFact: RuleText = {
  id: 'code/duplicated-fact',
  severity: 'error',
  summary: 'Model names, size tables, pixel limits, parameters and lists of tiers are in the catalog only.',
  why: 'A new model needs a change of code, and a changed one is right in one place and wrong in the other.',
  fix: 'Read the fact from the catalog, at the line that the message names.',
}

export const sizeFallback: RuleText = {
  id: 'code/size-fallback',
  severity: 'error',
  summary: 'Code has no size for when the catalog gives none.',
  why: 'The size is right for some models only, and hides that the one in use is not set up.',
  fix: "Fail with a message that names the model, or read the model's size from the catalog.",
}

export const brokenSource: RuleText = {
  id: 'code/syntax',
  severity: 'warning',
  summary: 'A source file that may repeat the catalog can be parsed.',
  why: 'What follows the broken place may not be checked.',
  fix: 'Correct the place that the message names.',
}

/** What the source lint reports. It lives in api/source-lint/, which hands in what it finds. */
export const codeRules: readonly RuleText[] = [orphanConstant, duplicatedFact, sizeFallback, brokenSource]
