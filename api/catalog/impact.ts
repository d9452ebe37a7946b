import type { ModelConfig } from '../../config/types.gen.ts'
import { parameterSetOf } from '../domain/catalog.ts'
import { isRetired } from '../domain/tier.ts'
import {
  type ImpactInput,
  type Problem,
  type Side,
  problemOf,
  renamesOf,
  sidesOf,
  tierOn,
  usedModel,
} from './catalog-sides.ts'
import { canonicalJson, changedFields } from './field-changes.ts'
import type { Usage, UsageGroup } from './usage.ts'

/** Whom a change hits, and what they use before and after it. */
export interface Impact {
  /** `tier premium`, `plan free`, `style ink`, `model bria:10@1`. */
  concerns: string
  before: string | null
  after: string | null
  accounts: number
  sites: number
  contents: number
  /** Generations that are queued or in hand. */
  queued: number
  /** Whether these could have pictures before, and can have none after. */
  stranded: boolean
  /** Under which a plan file approves stranding them: `tier/premium`. */
  name?: string
  /** Why they can have none. */
  why?: string
  /** Names of the accounts, as far as a list can be read. */
  names: string[]
}

const namesMax = 100

type Counts = Pick<Impact, 'accounts' | 'sites' | 'contents' | 'names'>

function countsOf(groups: readonly UsageGroup[]): Counts {
  const accounts = new Map(groups.map((group) => [group.accountId, group.accountName]))
  return {
    accounts: accounts.size,
    sites: groups.reduce((sum, { sites }) => sum + sites, 0),
    contents: groups.reduce((sum, { contents }) => sum + contents, 0),
    names: [...accounts.values()].slice(0, namesMax),
  }
}

const inQueue = (usage: Usage, isMeant: (group: Usage['queued'][number]) => boolean): number =>
  usage.queued.filter(isMeant).reduce((sum, { count }) => sum + count, 0)

/** Everybody who could have pictures and no longer can, by the reason. */
function strandings(input: ImpactInput, was: Side, is: Side): Impact[] {
  const byName = new Map<string, { problem: Problem; groups: UsageGroup[] }>()
  for (const group of input.usage.groups) {
    const problem = problemOf(group, was) ? undefined : problemOf(group, is)
    if (!problem) continue
    const known = byName.get(problem.name) ?? { problem, groups: [] }
    known.groups.push(group)
    byName.set(problem.name, known)
  }
  return [...byName.values()].map(({ problem, groups }) => {
    const tiers = new Set(groups.map((group) => tierOn(was, group.tierId)))
    const accounts = new Set(groups.map((group) => group.accountId))
    const styles = new Set(groups.map((group) => group.styleId ?? was.catalog.settings.style))
    return {
      ...problem,
      before: null,
      after: null,
      ...countsOf(groups),
      queued: inQueue(
        input.usage,
        (queued) => accounts.has(queued.accountId) && tiers.has(queued.tierId) && styles.has(queued.styleId),
      ),
      stranded: true,
    }
  })
}

function modelWords(model: ModelConfig | undefined): string | null {
  if (!model) return null
  const { usd_per_image: usd } = model.price
  const sizes = [model.landscape_size, model.square_size].filter((size) => size !== undefined)
  return [
    model.model_name,
    ...(usd === undefined ? [] : [`${usd} USD`]),
    ...(model.credits_per_image === undefined ? [] : [`${model.credits_per_image} credits`]),
    ...(sizes.length > 0 ? [sizes.join(' and ')] : []),
  ].join(', ')
}

/** All that a picture of a tier depends on. */
function makingOf(model: ModelConfig | undefined, { catalog }: Side) {
  const provider = catalog.providers.find(({ id }) => id === model?.provider)
  const set = model && provider ? parameterSetOf(model, provider.adapter, catalog.parameterSets) : undefined
  return { model, provider, set: set?.schema }
}

/** Fields that differ, as words; long lists of them say nothing. */
function pathsWords(before: unknown, after: unknown): string {
  const paths = changedFields(before, after).map(({ path }) => path)
  return paths.length > 6 ? `${paths.slice(0, 6).join(', ')} and ${paths.length - 6} more` : paths.join(', ')
}

/** Tiers that make pictures differently now. */
function tierImpacts(input: ImpactInput, was: Side, is: Side): Impact[] {
  return was.catalog.tiers.flatMap(({ id }) => {
    const [model, next] = [usedModel(id, was), usedModel(is.tier(id), is)]
    const [before, after] = [makingOf(model, was), makingOf(next, is)]
    const isRenamed = is.tier(id) !== id
    if (!isRenamed && canonicalJson(before) === canonicalJson(after)) return []
    const users = input.usage.groups.filter((group) => tierOn(was, group.tierId) === id)
    const [words, nextWords] = [modelWords(model), modelWords(next)]
    const sameWords = words === nextWords && !isRenamed ? ` (changed: ${pathsWords(before, after)})` : ''
    return [
      {
        concerns: isRenamed ? `tier ${id}, now ${is.tier(id)}` : `tier ${id}`,
        before: words,
        after: nextWords === null ? null : `${nextWords}${sameWords}`,
        ...countsOf(users),
        queued: inQueue(input.usage, (queued) => queued.tierId === id),
        stranded: false,
      },
    ]
  })
}

/** People whose default moves to another tier with the default model. */
function defaultImpact(input: ImpactInput, was: Side, is: Side): Impact[] {
  const [before, after] = [tierOn(was, null), tierOn(is, null)]
  const nextOfBefore = before === undefined ? undefined : is.tier(before)
  if (nextOfBefore === after || before === undefined || after === undefined) return []
  const users = input.usage.groups.filter((group) => group.tierId === null)
  return [{ concerns: 'default tier', before, after, ...countsOf(users), queued: 0, stranded: false }]
}

function listImpacts(
  input: ImpactInput,
  kind: 'plans' | 'styles',
  noun: string,
  uses: (group: UsageGroup, id: string) => boolean,
  queued: (id: string) => number,
): Impact[] {
  return input.changes.flatMap((change) => {
    if (
      change.kind !== kind ||
      change.action === 'create' ||
      change.action === 'restore' ||
      change.action === 'reorder'
    )
      return []
    const id = change.from ?? change.id
    const words = change.fields.map(({ path, before, after }) => ({
      before: `${path} ${JSON.stringify(before) ?? 'not set'}`,
      after: `${path} ${JSON.stringify(after) ?? 'not set'}`,
    }))
    return [
      {
        concerns: change.from === undefined ? `${noun} ${id}` : `${noun} ${id}, now ${change.id}`,
        before: words.length > 0 ? words.map((word) => word.before).join(', ') : id,
        after: change.action === 'archive' ? null : words.map((word) => word.after).join(', ') || change.id,
        ...countsOf(input.usage.groups.filter((group) => uses(group, id))),
        queued: queued(id),
        stranded: false,
      },
    ]
  })
}

function settingsImpacts({ changes, usage }: ImpactInput): Impact[] {
  const fields = changes
    .filter((change) => change.kind === 'settings')
    .flatMap((change) => change.fields)
    // Which code is searched, and what a credit is worth to the validator, changes no picture.
    .filter(({ path }) => !['source', 'usd_per_credit'].includes(path))
  return fields.map(({ path, before, after }) => ({
    concerns: `default ${path}`,
    before: JSON.stringify(before) ?? null,
    after: JSON.stringify(after) ?? null,
    ...countsOf(path === 'style' ? usage.groups.filter(({ styleId }) => styleId === null) : usage.groups),
    queued: 0,
    stranded: false,
  }))
}

/** Models with work in the queue that will be refused: a generation keeps the model it was asked for. */
function queueImpacts({ usage, after, changes, today }: ImpactInput): Impact[] {
  const renamed = renamesOf(changes, 'models')
  return [...new Set(usage.queued.map(({ modelId }) => modelId))].flatMap((id) => {
    const model = after.models.find(({ model_name: name }) => name === (renamed.get(id) ?? id))
    const isTouched = changes.some((change) => change.kind === 'models' && (change.id === id || change.from === id))
    if (!isTouched || (model?.is_active && !isRetired(model, today))) return []
    const waiting = usage.queued.filter((queued) => queued.modelId === id)
    return [
      {
        concerns: `model ${id}`,
        before: 'queued generations',
        after: 'refused when their turn comes, unless it is already sent',
        accounts: new Set(waiting.map(({ accountId }) => accountId)).size,
        sites: 0,
        contents: 0,
        queued: waiting.reduce((sum, { count }) => sum + count, 0),
        stranded: false,
        names: [],
      },
    ]
  })
}

/** Whom the changes of a plan hit. Pure. Strandings first. */
export function impactOf(input: ImpactInput): Impact[] {
  const { was, is } = sidesOf(input)
  if (!was) return []
  const { usage } = input
  return [
    ...strandings(input, was, is),
    ...tierImpacts(input, was, is),
    ...defaultImpact(input, was, is),
    ...listImpacts(
      input,
      'plans',
      'plan',
      (group, id) => group.planId === id,
      () => 0,
    ),
    ...listImpacts(
      input,
      'styles',
      'style',
      (group, id) => (group.styleId ?? was.catalog.settings.style) === id,
      (id) => inQueue(usage, (queued) => queued.styleId === id),
    ),
    ...settingsImpacts(input),
    ...queueImpacts(input),
  ]
}
