import type { RuleText } from './rule.ts'

/** What can be wrong with a value by its schema, config/schema/. */
export const schemaRules: readonly RuleText[] = [
  {
    id: 'schema/unknown-key',
    severity: 'error',
    summary: 'Every key is one that the schema knows.',
    why: 'A misspelt key would be ignored, and what it says would not happen.',
    fix: 'Correct the key, or take it out.',
  },
  {
    id: 'schema/missing-key',
    severity: 'error',
    summary: 'Every key that the schema needs is there.',
    why: 'There are no silent default values.',
    fix: 'Add the key.',
  },
  {
    id: 'schema/key-not-allowed',
    severity: 'error',
    summary: 'A key stands only where it means something.',
    why: 'A text model has no sizes, tier or credits; a value there would look as if it did something.',
    fix: 'Take the key out.',
  },
  {
    id: 'schema/wrong-type',
    severity: 'error',
    summary: 'A value has the type that the schema asks for.',
    why: 'The text "false" is not false.',
    fix: 'Write a value of the type that the message names.',
  },
  {
    id: 'schema/not-allowed-value',
    severity: 'error',
    summary: 'A value from a list is one of that list.',
    why: 'Nothing else is understood.',
    fix: 'Use one of the values that the message names.',
  },
  {
    id: 'schema/bad-format',
    severity: 'error',
    summary: 'Sizes, ids, dates and URLs are written in their form.',
    why: 'A size such as 1024×1024, with another cross than the letter x, looks right and is not.',
    fix: 'Write it in the form that the message names.',
  },
  {
    id: 'schema/out-of-range',
    severity: 'error',
    summary: 'Numbers keep within their limits.',
    why: 'A value outside them cannot work, such as nine images where a page has room for eight.',
    fix: 'Use a number within the limits that the message names.',
  },
  {
    id: 'schema/bad-length',
    severity: 'error',
    summary: 'Texts and lists are neither too short nor too long.',
    why: 'An empty name is no name.',
    fix: 'Shorten it, or fill it.',
  },
  {
    id: 'schema/duplicate-item',
    severity: 'error',
    summary: 'A list of distinct things holds each of them once.',
    why: 'The second one says nothing, and hides what was meant.',
    fix: 'Keep one of them.',
  },
]
