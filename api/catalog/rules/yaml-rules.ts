import type { RuleText } from './rule.ts'

/** What can be wrong with a file as YAML. */
export const yamlRules: readonly RuleText[] = [
  {
    id: 'yaml/syntax',
    severity: 'error',
    summary: 'A file is YAML.',
    why: 'A file that cannot be read declares nothing.',
    fix: 'Correct the place that the message names. Every place of a file is reported at once.',
  },
  {
    id: 'yaml/not-utf8',
    severity: 'error',
    summary: 'A file is UTF-8.',
    why: 'Any other encoding turns names into other names.',
    fix: 'Save the file as UTF-8.',
  },
  {
    id: 'yaml/duplicate-key',
    severity: 'error',
    summary: 'A key stands once in its mapping.',
    why: 'Readers of YAML disagree on which of the two counts.',
    fix: 'Keep one of them.',
  },
  {
    id: 'yaml/multiple-documents',
    severity: 'error',
    summary: 'A file holds one document.',
    why: 'What follows the first --- would not be read.',
    fix: 'Give each document a file of its own.',
  },
  {
    id: 'yaml/alias',
    severity: 'error',
    summary: 'Aliases refer to something before them, and stay small when written out.',
    why: 'A few lines of nested aliases stand for billions of values, which is a way to stop a program.',
    fix: 'Write the values out.',
  },
  {
    id: 'yaml/leading-zero',
    severity: 'error',
    summary: 'Numbers have no leading zeros.',
    why: 'Some readers take 010 for eight, others for ten.',
    fix: 'Write the number without them, or put it in quotes if it is text.',
  },
  {
    id: 'yaml/unsafe-number',
    severity: 'error',
    summary: 'Numbers fit into JSON exactly.',
    why: 'Whole numbers beyond 2^53 change when they are read, without a word.',
    fix: 'Write a smaller number, or put it in quotes if it is text.',
  },
  {
    id: 'yaml/unsupported',
    severity: 'error',
    summary: 'A file uses no tags, directives, keys that are not text, or characters that are none.',
    why: 'They mean different things to different readers, some of them are a way to run code, and no database keeps NUL or half of a surrogate pair.',
    fix: 'Write plain values.',
  },
]
