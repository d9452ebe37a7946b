import type { RuleText } from './rule.ts'

const removed = (kind: string, why: string): RuleText => ({
  id: `breaking/${kind}-removed`,
  severity: 'error',
  summary: `A ${kind} that was declared before still is.`,
  why,
  fix: `Keep the ${kind}, or say why it goes: # atelier-breaking breaking/${kind}-removed NAME -- reason`,
})

const declare = (id: string): string => `say why: # atelier-breaking ${id} NAME -- reason`

/** What a change may do to those who rely on the catalog as it was. Reported only where a Git ref to compare with is given. */
export const breakingRules: readonly RuleText[] = [
  removed('model', 'Pictures of the past refer to it, and callers may ask for it by name.'),
  removed('tier', 'Accounts, sites and articles that chose it can make no pictures.'),
  removed('style', 'Accounts, sites and articles that chose it can make no pictures.'),
  removed('plan', 'Its accounts have no plan, and may do nothing.'),
  {
    id: 'breaking/renamed-without-moved-from',
    severity: 'error',
    summary: 'What has another name than before says so in moved_from.',
    why: 'Without it the old record is archived and a new one begins: history, choices and kill switches stay with the old name.',
    fix: 'Add moved_from with the old name.',
  },
  {
    id: 'breaking/tier-default-changed',
    severity: 'error',
    summary: 'A tier goes on using the same model first.',
    why: 'Everyone on the tier gets other pictures, at another price, from one day to the next.',
    fix: `Keep the priorities, or ${declare('breaking/tier-default-changed')}`,
  },
  {
    id: 'breaking/default-killed',
    severity: 'error',
    summary: 'The default model stays active.',
    why: 'Whoever chose no tier uses it.',
    fix: `Make another model the default in a change of its own, or ${declare('breaking/default-killed')}`,
  },
  {
    id: 'breaking/default-changed',
    severity: 'error',
    summary: 'The default model of a type stays the same one.',
    why: 'Whoever chose no tier gets other pictures, in another tier and at another price, or prompts of another model.',
    fix: `Keep is_default where it is, or ${declare('breaking/default-changed')}`,
  },
  {
    id: 'breaking/size-changed',
    severity: 'error',
    summary: 'The sizes of an active model stay the same.',
    why: 'New pictures do not fit where the old ones stand, and pages were laid out for those.',
    fix: `Keep the size, or ${declare('breaking/size-changed')}`,
  },
  {
    id: 'breaking/plan-narrowed',
    severity: 'error',
    summary: 'A plan allows at least what it allowed before.',
    why: 'Its accounts paid for more.',
    fix: `Keep the limit, or ${declare('breaking/plan-narrowed')}`,
  },
  {
    id: 'breaking/price-up',
    severity: 'error',
    summary: 'No price of an active model rises by more than 20 %.',
    why: 'Budgets run out earlier than those who set them expect. Often it is a decimal point.',
    fix: `Check the price, and ${declare('breaking/price-up')}`,
  },
  {
    id: 'breaking/credits-up',
    severity: 'error',
    summary: 'The credits for an image of an active model do not rise by more than 20 %.',
    why: 'Accounts get fewer pictures for their credits than before.',
    fix: `Check the credits, and ${declare('breaking/credits-up')}`,
  },
]
