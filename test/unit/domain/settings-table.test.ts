import { describe, expect, it } from 'vitest'
import type { Catalog } from '../../../api/domain/catalog.ts'
import { type SettingLevels, effectiveSettings } from '../../../api/domain/effective-settings.ts'
import { settingsProblem } from '../../../api/domain/setting-check.ts'
import {
  type Column,
  type Setting,
  columns,
  expectedOf,
  planIds,
  plans,
  rows,
  saidBy,
  sayings,
  settings,
  sourceOf,
} from '../../support/settings-table.ts'

const tiers = plans.studio.tiers
const catalog: Catalog = {
  releaseId: 1,
  models: tiers.map((tier) => ({
    model_name: `${tier} model`,
    display_name: tier,
    provider: 'lab',
    model_type: 'image',
    quality_tier: tier,
    priority: 1,
    is_active: true,
    is_default: tier === sayings.tierId.system,
    accepts: { prompt_chars_max: 1000 },
    price: { usd_per_image: 0.01 },
    credits_per_image: 1,
  })),
  tiers: tiers.map((id) => ({ id, display_name: id, description: id })),
  plans: planIds.map((id) => ({
    id,
    display_name: id,
    tiers: [...plans[id].tiers],
    images_per_article_max: plans[id].most,
    credits_per_month: 10,
    usd_per_month: 1,
  })) as unknown as Catalog['plans'],
  styles: [...new Set(Object.values(sayings.styleId))].map((id) => ({ id, display_name: id, prompt_words: id })),
  providers: [],
  settings: {
    images_per_article: sayings.imagesPerArticle.system,
    style: sayings.styleId.system,
    format: sayings.format.system,
    negative_prompt: sayings.negativePrompt.system,
    prompt_writer: sayings.promptWriter.system,
    prompt_template: '{prompt}',
  },
  parameterSets: [],
  kills: new Map(),
}

/** The levels of a row, of which the marked ones say the setting, and the others all else or nothing at all. */
const levelsOf = (row: string, setting: Setting, unset: null | undefined, others: boolean): SettingLevels =>
  Object.fromEntries(
    columns.map((column, index) => [
      column,
      {
        ...(others ? saidBy(column) : {}),
        [setting]: row[index] === 'x' ? sayings[setting][column] : unset,
      },
    ]),
  )

const cases = planIds.flatMap((planId) =>
  settings.flatMap((setting) =>
    rows.map((row) => ({ planId, setting, row, expected: expectedOf(setting, row, planId) })),
  ),
)

describe('the table of resolution', () => {
  it('has every combination of five levels under three plans for every setting', () => {
    expect(cases.length).toBe(32 * 3 * 6)
    expect(new Set(cases.map(({ expected }) => expected.origin))).toEqual(new Set([...columns, 'system', 'plan']))
  })

  it.each(planIds.flatMap((planId) => settings.map((setting) => [planId, setting] as const)))(
    'holds under plan %s for %s, whatever else the levels say',
    (planId, setting) => {
      const wrong: string[] = []
      for (const { row, expected } of cases.filter((one) => one.planId === planId && one.setting === setting))
        for (const unset of [null, undefined])
          for (const others of [true, false]) {
            const held = effectiveSettings(levelsOf(row, setting, unset, others), planId, catalog)[setting]
            if (held.value !== expected.value || held.origin !== expected.origin)
              wrong.push(`${row}: ${JSON.stringify(held)} instead of ${JSON.stringify(expected)}`)
          }
      expect(wrong).toEqual([])
    },
  )

  it('says of every tier that the plan does not allow which level asks for it, and what would do', () => {
    const nouns: Partial<Record<Column | 'system', string>> = {
      request: 'Ask for one of: ',
      content: "The article is set to it. Set the article's tier to one of: ",
      keyword: "The keyword is set to it. Set the keyword's tier to one of: ",
      site: "The site is set to it. Set the site's tier to one of: ",
      account: "The account is set to it. Set the account's tier to one of: ",
      system: "It is the system's default, and no level sets another. Set a tier for the article, or for its account: ",
    }
    for (const planId of planIds)
      for (const row of rows) {
        const { value, origin } = expectedOf('tierId', row, planId)
        const problem = settingsProblem(
          effectiveSettings(levelsOf(row, 'tierId', null, true), planId, catalog),
          planId,
          catalog,
        )
        const allowed: readonly string[] = plans[planId].tiers
        const words = `Plan "${planId}" does not allow tier "${String(value)}". ${nouns[sourceOf(row)]}${allowed.join(', ')}.`
        expect([row, origin, problem && `${problem.problem} ${problem.remedy}`]).toEqual([
          row,
          sourceOf(row),
          allowed.includes(String(value)) ? undefined : words,
        ])
      }
  })

  it('has the template of the account, else of the system', () => {
    const account = { promptTemplate: '{prompt}, in ink' }
    expect(effectiveSettings({ account }, 'pro', catalog).promptTemplate).toEqual({
      value: '{prompt}, in ink',
      origin: 'account',
    })
    expect(effectiveSettings({ account: { promptTemplate: null } }, 'pro', catalog).promptTemplate.origin).toBe(
      'system',
    )
  })
})
