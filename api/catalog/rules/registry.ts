import { codeRules } from './code-rules.ts'
import { breakingRules } from './breaking-rules.ts'
import { defaultInactive } from './default-inactive.ts'
import { defaultNone } from './default-none.ts'
import { defaultTwo } from './default-two.ts'
import { directiveUnused, directiveWrong } from './directive-rules.ts'
import { environmentNoEffect } from './environment-no-effect.ts'
import { environmentUnknownEntry } from './environment-unknown-entry.ts'
import { idDuplicate } from './id-duplicate.ts'
import { idMovedFromInUse } from './id-moved-from-in-use.ts'
import { lifecycleReplacementMissing } from './lifecycle-replacement-missing.ts'
import { lifecycleReplacementRetiring } from './lifecycle-replacement-retiring.ts'
import { lifecycleRetiredButActive } from './lifecycle-retired-but-active.ts'
import { lifecycleRetiringSoon } from './lifecycle-retiring-soon.ts'
import { parameterAcceptsMore } from './parameter-accepts-more.ts'
import { parameterNoSet } from './parameter-no-set.ts'
import { parameterOutOfRange } from './parameter-out-of-range.ts'
import { parameterRefused } from './parameter-refused.ts'
import { parameterUnknown } from './parameter-unknown.ts'
import { planAffordsNothing } from './plan-affords-nothing.ts'
import { planCount } from './plan-count.ts'
import { priceCreditsBelowPrice } from './price-credits-below-price.ts'
import { priceMissingOrZero } from './price-missing-or-zero.ts'
import { providerNoKey } from './provider-no-key.ts'
import { providerUrlNotHttps } from './provider-url-not-https.ts'
import { referenceUnknownProvider } from './reference-unknown-provider.ts'
import { referenceUnknownReplacement } from './reference-unknown-replacement.ts'
import { referenceUnknownStyle } from './reference-unknown-style.ts'
import { referenceUnknownTier } from './reference-unknown-tier.ts'
import { referenceUnusedProvider } from './reference-unused-provider.ts'
import { referenceUnusedStyle } from './reference-unused-style.ts'
import { secretLiteral } from './secret-literal.ts'
import { settingsTemplate } from './settings-template.ts'
import { sizeAboveMaxPixels } from './size-above-max-pixels.ts'
import { sizeBelowMinPixels } from './size-below-min-pixels.ts'
import { sizeContradiction } from './size-contradiction.ts'
import { sizeMissing } from './size-missing.ts'
import { sizeNotLandscape } from './size-not-landscape.ts'
import { sizeNotSquare } from './size-not-square.ts'
import { sizeNotValid } from './size-not-valid.ts'
import { sizeOffStep } from './size-off-step.ts'
import { tierAmbiguousPriority } from './tier-ambiguous-priority.ts'
import { tierNoActiveModel } from './tier-no-active-model.ts'
import { tierOneProvider } from './tier-one-provider.ts'
import { tierUnreachable } from './tier-unreachable.ts'
import type { Rule, RuleText } from './rule.ts'
import { schemaRules } from './schema-rules.ts'
import { missingFile, unknownFile } from './tree-rules.ts'
import { yamlRules } from './yaml-rules.ts'

/** The rules that see the whole catalog. */
export const catalogRules: readonly Rule[] = [
  defaultInactive,
  defaultNone,
  defaultTwo,
  idDuplicate,
  idMovedFromInUse,
  lifecycleReplacementMissing,
  lifecycleReplacementRetiring,
  lifecycleRetiredButActive,
  lifecycleRetiringSoon,
  parameterAcceptsMore,
  parameterNoSet,
  parameterOutOfRange,
  parameterRefused,
  parameterUnknown,
  planAffordsNothing,
  planCount,
  priceCreditsBelowPrice,
  priceMissingOrZero,
  providerNoKey,
  providerUrlNotHttps,
  referenceUnknownProvider,
  referenceUnknownReplacement,
  referenceUnknownStyle,
  referenceUnknownTier,
  referenceUnusedProvider,
  referenceUnusedStyle,
  secretLiteral,
  settingsTemplate,
  sizeAboveMaxPixels,
  sizeBelowMinPixels,
  sizeContradiction,
  sizeMissing,
  sizeNotLandscape,
  sizeNotSquare,
  sizeNotValid,
  sizeOffStep,
  tierAmbiguousPriority,
  tierNoActiveModel,
  tierOneProvider,
  tierUnreachable,
]

/** The rules that see the base files and what environments have otherwise, once for all of them. */
export const environmentRules: readonly Rule[] = [environmentNoEffect, environmentUnknownEntry]

/** Everything that can be reported, by id. */
export const allRules: readonly RuleText[] = [
  ...catalogRules,
  ...environmentRules,
  ...schemaRules,
  ...yamlRules,
  ...codeRules,
  ...breakingRules,
  directiveUnused,
  directiveWrong,
  missingFile,
  unknownFile,
].toSorted((one, other) => (one.id < other.id ? -1 : 1))

/** What a rule says of itself. An id that is not there is a defect. */
export function ruleTextOf(id: string): RuleText {
  const rule = allRules.find((candidate) => candidate.id === id)
  if (!rule) throw new Error(`There is no rule ${id}.`)
  return rule
}
