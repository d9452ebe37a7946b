import * as fc from 'fast-check'
import type {
  ModelConfig,
  PlanConfig,
  ProviderConfig,
  SettingsConfig,
  StyleConfig,
  TierConfig,
} from '../../config/types.gen.ts'
import { readCatalog } from '../../api/catalog/read-catalog.ts'
import { type CatalogKind, type DeclaredEntry, catalogKinds } from '../../api/domain/declared-entry.ts'
import { awkwardText } from './awkward-text.ts'
import { type Adapter, type ModelDraft, looseFields, modelDraft, standIn } from './random-model.ts'

const shipped = await readCatalog('config', { today: '2026-11-22' })
if (!shipped.ok) throw new Error('The shipped catalog is not sound.')
const shippedSets = shipped.entries.filter((entry) => entry.kind === 'parameter_sets')

/** Items of one list, and what each was called before. */
interface Named<T> {
  spec: T
  movedFrom?: string
}

/** A catalog whose parts were made apart from one another: names may lead nowhere, and a tier may have no model. */
interface Draft {
  providers: Named<ProviderConfig>[]
  tiers: Named<TierConfig>[]
  plans: Named<PlanConfig>[]
  styles: Named<StyleConfig>[]
  settings: SettingsConfig
  models: (ModelDraft & { movedFrom?: string })[]
  /** Descriptions of parameter sets that are not those that Atelier ships. */
  setDescriptions: Record<string, string>
  /** Parameter sets to leave out where no model needs them. */
  droppedSets: string[]
}

const required = <K extends string>(...requiredKeys: K[]) => ({ noNullPrototype: true, requiredKeys }) as const
const id = fc.constantFrom('a', 'b', 'basic', 'quality', 'no', 'y', 'null', 'premium_2', 'x1', 'long_name_of_a_thing')
const named = { display_name: awkwardText({ max: 100 }), protected: fc.boolean() }

const provider: fc.Arbitrary<ProviderConfig> = fc.record(
  {
    ...named,
    id: fc.oneof(id, fc.constantFrom('run-ware', 'open-ai')),
    adapter: fc.constantFrom<Adapter>('runware', 'openai'),
    base_url: fc.constantFrom('https://api.example.test/v1', 'http://127.0.0.1:8080/v1', 'https://a.example/?q=1#top'),
    key_env: fc.constantFrom('RUNWARE_API_KEY', 'ON', 'N'),
    concurrency: fc.integer({ min: 1, max: 1000 }),
    requests_per_minute: fc.integer({ min: 1, max: 5000 }),
    timeout_seconds: fc.integer({ min: 1, max: 300 }),
    max_attempts: fc.integer({ min: 1, max: 10 }),
    unknown_outcome: fc.constantFrom('park' as const, 'retry_once' as const),
    download_hosts: fc.uniqueArray(fc.constantFrom('im.example.test', 'cdn.example.test', 'a.test'), { maxLength: 3 }),
  },
  required(
    'id',
    'display_name',
    'adapter',
    'base_url',
    'key_env',
    'concurrency',
    'timeout_seconds',
    'max_attempts',
    'unknown_outcome',
  ),
)

const tier: fc.Arbitrary<TierConfig> = fc.record(
  { ...named, id, description: awkwardText({ max: 2000 }) },
  required('id', 'display_name', 'description'),
)

const plan: fc.Arbitrary<PlanConfig> = fc.record(
  {
    ...named,
    id,
    tiers: fc.uniqueArray(id, { minLength: 1, maxLength: 5 }) as fc.Arbitrary<[string, ...string[]]>,
    images_per_article_max: fc.integer({ min: 1, max: 8 }),
    credits_per_month: fc.integer({ min: 0, max: 1_000_000 }),
    usd_per_month: fc.constantFrom(0, 0.5, 1, 49.99, 500, 1e-3),
  },
  required('id', 'display_name', 'tiers', 'images_per_article_max', 'credits_per_month', 'usd_per_month'),
)

const style: fc.Arbitrary<StyleConfig> = fc.record(
  { ...named, id, prompt_words: awkwardText({ max: 500 }), negative_prompt: awkwardText({ min: 2, max: 1000 }) },
  required('id', 'display_name', 'prompt_words'),
)

const template = fc
  .tuple(
    awkwardText({ min: 0, max: 400 }),
    fc.constantFrom('', ' {style}', ', {title}: {style}'),
    awkwardText({ max: 400 }),
  )
  .map(
    ([before, others, after]) => `${before.replaceAll(/[{}]/g, '')}{prompt}${others}${after.replaceAll(/[{}]/g, '')}`,
  )

const settings: fc.Arbitrary<SettingsConfig> = fc.record(
  {
    images_per_article: fc.integer({ min: 1, max: 8 }),
    style: id,
    format: fc.constantFrom('webp' as const, 'png' as const, 'jpeg' as const),
    prompt_template: template,
    negative_prompt: awkwardText({ min: 2, max: 1000 }),
    prompt_writer: fc.constantFrom('model' as const, 'extractive' as const),
    usd_per_credit: fc.constantFrom(0.01, 1e-7, 2),
    source: fc.uniqueArray(fc.constantFrom('api', 'admin', 'no', '012', 'a b'), { maxLength: 4 }),
  },
  required('images_per_article', 'style', 'format', 'prompt_template'),
)

const items = <T extends { id: string }>(item: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<Named<T>[]> =>
  fc
    .uniqueArray(item, { minLength: 1, maxLength, selector: (spec) => spec.id })
    .map((specs) => specs.map((spec) => ({ spec })))

const setIds = shippedSets.map((entry) => entry.id)

const draft: fc.Arbitrary<Draft> = fc.record({
  providers: items(provider, 4),
  tiers: items(tier, 5),
  plans: items(plan, 3),
  styles: items(style, 4),
  settings,
  models: fc.uniqueArray(modelDraft, { minLength: 1, maxLength: 12, selector: (model) => model.spec.model_name }),
  setDescriptions: fc.dictionary(fc.constantFrom(...setIds), awkwardText({ max: 200 }), {
    maxKeys: 2,
    noNullPrototype: true,
  }),
  droppedSets: fc.subarray(setIds, { maxLength: 3 }),
})

/** What a name leads to: itself, or where that is not there one that is, always the same. */
function existing(name: string, names: readonly string[]): string {
  const [first = name] = names
  if (names.includes(name)) return name
  const sum = [...name].reduce((total, letter) => total + letter.charCodeAt(0), 0)
  return names[sum % names.length] ?? first
}

/** Every tier in some plan, and no plan without a tier. */
function soundPlans(plans: readonly Named<PlanConfig>[], tierIds: readonly string[]): Named<PlanConfig>[] {
  const known = plans.map(({ spec }) => spec.tiers.filter((name) => tierIds.includes(name)))
  const missing = tierIds.filter((name) => !known.some((names) => names.includes(name)))
  return plans.map((item, index) => {
    const names = [...(known[index] ?? []), ...(index === plans.length - 1 ? missing : [])]
    const tiers = (names.length > 0 ? names : tierIds.slice(0, 1)) as PlanConfig['tiers']
    return { ...item, spec: { ...item.spec, tiers } }
  })
}

type SoundModel = ModelDraft & { movedFrom?: string }

/** Models at a provider that speaks their protocol, in a tier that there is; and one more for each tier without any. */
function placedModels({ models, providers, tiers }: Pick<Draft, 'models' | 'providers' | 'tiers'>): SoundModel[] {
  const providerIds = (adapter: Adapter) =>
    providers.filter(({ spec }) => spec.adapter === adapter).map(({ spec }) => spec.id)
  const tierIds = tiers.map(({ spec }) => spec.id)
  const placed = models.flatMap((model): SoundModel[] => {
    const ids = providerIds(model.adapter)
    if (ids.length === 0) return []
    const { spec } = model
    const name = spec.provider || spec.model_name
    const inTier =
      spec.model_type === 'image' ? { quality_tier: existing(spec.quality_tier || spec.model_name, tierIds) } : {}
    return [{ ...model, spec: { ...spec, provider: existing(name, ids), ...inTier } }]
  })
  const isServed = (tierId: string) =>
    placed.some(({ spec }) => spec.model_type === 'image' && spec.quality_tier === tierId && spec.is_active)
  const [first] = providers
  const names = new Set(placed.map(({ spec }) => spec.model_name))
  const added = tierIds
    .filter((tierId) => !isServed(tierId))
    .map((tierId) => {
      const made = standIn(tierId, first?.spec.adapter ?? 'runware', names)
      return { ...made, spec: { ...made.spec, provider: first?.spec.id ?? '' } }
    })
  return [...placed, ...added]
}

/** One default of each type, priorities that differ within a tier, and replacements that are there. */
function soundModels(input: Pick<Draft, 'models' | 'providers' | 'tiers'>): SoundModel[] {
  const models = placedModels(input).toSorted((one, other) => (one.spec.model_name < other.spec.model_name ? -1 : 1))
  const names = models.map(({ spec }) => spec.model_name)
  const defaults = (['image', 'text'] as const).map((type) => {
    const active = models.filter(({ spec }) => spec.model_type === type && spec.is_active)
    return active.find(({ spec }) => spec.is_default) ?? active[0]
  })
  const taken = new Set<string>()
  const freePriority = ({ quality_tier: tierId, priority = 1 }: ModelConfig): number => {
    let free = priority
    while (taken.has(`${tierId} ${free}`)) free++
    taken.add(`${tierId} ${free}`)
    return free
  }
  return models.map((model) => {
    const spec: ModelConfig = { ...model.spec, is_default: defaults.includes(model) }
    if (spec.model_type === 'image' && spec.is_active) spec.priority = freePriority(spec)
    const { lifecycle } = spec
    if (lifecycle?.replaced_by === undefined) return { ...model, spec }
    const { replaced_by: replacement, ...rest } = lifecycle
    const others = names.filter((name) => name !== spec.model_name)
    const named = others.length > 0 ? { replaced_by: existing(replacement || spec.model_name, others) } : {}
    return { ...model, spec: { ...spec, lifecycle: { ...rest, ...named } } }
  })
}

/** The same catalog with every part fitting the others. */
function sound(made: Draft): Draft {
  const models = soundModels(made)
  const needed = new Set(models.map((model) => model.set))
  return {
    ...made,
    plans: soundPlans(
      made.plans,
      made.tiers.map(({ spec }) => spec.id),
    ),
    settings: {
      ...made.settings,
      style: existing(
        made.settings.style,
        made.styles.map(({ spec }) => spec.id),
      ),
    },
    models,
    droppedSets: made.droppedSets.filter((set) => !needed.has(set)),
  }
}

/** Sorted keys, as they are read. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

interface Declared {
  id: string
  spec: object
  movedFrom?: string | undefined
}

const entryOf = (
  kind: CatalogKind,
  { id: entryId, spec, movedFrom }: Declared,
  place: { position: number; sourceFile: string; sourceLine: number },
): DeclaredEntry => ({
  kind,
  id: entryId,
  ...place,
  spec: sorted(spec) as DeclaredEntry['spec'],
  ...(movedFrom === undefined ? {} : { movedFrom }),
})

/** Lists have their items one below the other; a model, a parameter set and the settings are a file each. */
function entriesOf(made: Draft): DeclaredEntry[] {
  const list = (kind: 'providers' | 'tiers' | 'plans' | 'styles', named: readonly Named<{ id: string }>[]) =>
    named.map(({ spec, movedFrom }, position) =>
      entryOf(
        kind,
        { id: spec.id, spec, movedFrom },
        { position, sourceFile: `config/${kind}.yaml`, sourceLine: 3 + position * 4 },
      ),
    )
  const file = (sourceFile: string) => ({ position: 0, sourceFile, sourceLine: 1 })
  const byKind: Record<CatalogKind, DeclaredEntry[]> = {
    providers: list('providers', made.providers),
    tiers: list('tiers', made.tiers),
    plans: list('plans', made.plans),
    styles: list('styles', made.styles),
    parameter_sets: shippedSets
      .filter((set) => !made.droppedSets.includes(set.id))
      .map((set) => {
        const description = made.setDescriptions[set.id]
        const spec = description === undefined ? set.spec : { ...set.spec, description }
        return entryOf('parameter_sets', { id: set.id, spec }, file(set.sourceFile))
      }),
    settings: [entryOf('settings', { id: 'system', spec: made.settings }, file('config/settings.yaml'))],
    models: made.models.map(({ spec, movedFrom }) => {
      const name = spec.model_name.replaceAll(/[^A-Za-z0-9]/g, (letter) => `-${letter.charCodeAt(0).toString(16)}-`)
      return entryOf(
        'models',
        { id: spec.model_name, spec, movedFrom },
        file(`config/models/${spec.provider}/${name}.yaml`),
      )
    }),
  }
  return catalogKinds.flatMap((kind) => byKind[kind])
}

/** A catalog that has no errors: `checkCatalog` finds at most warnings and hints in it. */
export const soundCatalog: fc.Arbitrary<DeclaredEntry[]> = draft.map((made) => entriesOf(sound(made)))

type ItemFate = 'keep' | 'edit' | 'remove' | 'rename'

/** How one catalog becomes the next. */
interface Change {
  /** Where new items and fields come from. */
  fresh: Draft
  fates: ItemFate[]
  /** Of the fields of an item that is edited, which to take from another. */
  fields: boolean[]
  adds: boolean
  turns: number
}

const change: fc.Arbitrary<Change> = fc.record({
  fresh: draft,
  fates: fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.constant<ItemFate>('keep') },
      fc.constantFrom<ItemFate>('edit', 'edit', 'remove', 'rename'),
    ),
    { minLength: 1, maxLength: 12 },
  ),
  fields: fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }),
  adds: fc.boolean(),
  turns: fc.constantFrom(0, 0, 1, 2),
})

const at = <T>(list: readonly T[], index: number): T | undefined => list[index % list.length]

/** An object with some of its fields replaced by another one's, or gone where that has none. */
function mixed<T extends object>(own: T, other: object, keys: readonly string[], chosen: readonly boolean[]): T {
  const taken = keys.filter((_, index) => at(chosen, index))
  const kept = Object.entries(own).filter(([key]) => !taken.includes(key))
  return Object.fromEntries([...kept, ...Object.entries(other).filter(([key]) => taken.includes(key))]) as T
}

/** One after another to the front: the order changes, and nothing else. */
const turned = <T>(list: readonly T[], turns: number): T[] => [...list.slice(turns), ...list.slice(0, turns)]

const nextName = (name: string): string =>
  `${name.replace(/_v\d+$/, '')}_v${Number(/_v(\d+)$/.exec(name)?.[1] ?? 1) + 1}`

/** What became of a list, and the new names of those that were renamed. */
function changedItems<T extends { id: string; adapter?: string }>(
  before: readonly Named<T>[],
  fresh: readonly Named<T>[],
  { fates, fields, adds, turns }: Change,
): { list: Named<T>[]; renamed: Map<string, string> } {
  const renamed = new Map<string, string>()
  const names = new Set(before.map(({ spec }) => spec.id))
  const kept = before.flatMap(({ spec }, index): Named<T>[] => {
    const fate = at(fates, index)
    if (fate === 'remove' && index > 0) return []
    const other = at(fresh, index)?.spec ?? spec
    if (fate === 'edit') {
      const keys = [...new Set([...Object.keys(spec), ...Object.keys(other)])].filter(
        (key) => key !== 'id' && key !== 'adapter',
      )
      return [{ spec: mixed(spec, other, keys, fields) }]
    }
    const name = nextName(spec.id)
    if (fate !== 'rename' || names.has(name)) return [{ spec }]
    renamed.set(spec.id, name)
    return [{ spec: { ...spec, id: name }, movedFrom: spec.id }]
  })
  const added = adds ? fresh.filter(({ spec }) => !names.has(spec.id)).map(({ spec }) => ({ spec })) : []
  const list = [...kept, ...added]
  return { list: turned(list, turns % list.length), renamed }
}

function changedModels(
  before: readonly SoundModel[],
  fresh: readonly SoundModel[],
  { fates, fields, adds }: Change,
): { models: SoundModel[]; renamed: Map<string, string> } {
  const renamed = new Map<string, string>()
  const names = new Set(before.map(({ spec }) => spec.model_name))
  const models = before.flatMap(({ spec, adapter, set, isRenamable }, index): SoundModel[] => {
    const model = { spec, adapter, set, isRenamable }
    const fate = at(fates, index)
    if (fate === 'remove') return []
    if (fate === 'edit') {
      const other = at(fresh, index)?.spec
      // A model that is past its end must not become active again.
      const keys = looseFields.filter((key) => key !== 'is_active' || spec.lifecycle === undefined)
      const usable =
        spec.model_type === 'text' ? keys.filter((key) => key !== 'priority' && key !== 'credits_per_image') : keys
      return other?.model_type === spec.model_type ? [{ ...model, spec: mixed(spec, other, usable, fields) }] : [model]
    }
    const name = nextName(spec.model_name)
    if (fate !== 'rename' || !isRenamable || names.has(name)) return [model]
    renamed.set(spec.model_name, name)
    return [{ ...model, spec: { ...spec, model_name: name }, movedFrom: spec.model_name }]
  })
  const added = adds ? fresh.filter(({ spec }) => !names.has(spec.model_name)) : []
  return { models: [...models, ...added], renamed }
}

function changed(before: Draft, by: Change): Draft {
  const { fresh } = by
  const providers = changedItems(before.providers, fresh.providers, by)
  const tiers = changedItems(before.tiers, fresh.tiers, by)
  const styles = changedItems(before.styles, fresh.styles, by)
  const plans = changedItems(before.plans, fresh.plans, by)
  const { models, renamed } = changedModels(before.models, fresh.models, by)
  const follow = (names: ReadonlyMap<string, string>) => (name: string) => names.get(name) ?? name
  const [asProvider, asTier, asModel] = [providers.renamed, tiers.renamed, renamed].map(follow)
  const referring = ({ spec, ...model }: SoundModel): SoundModel => ({
    ...model,
    spec: {
      ...spec,
      provider: asProvider?.(spec.provider) ?? spec.provider,
      ...(spec.quality_tier === undefined ? {} : { quality_tier: asTier?.(spec.quality_tier) ?? spec.quality_tier }),
      ...(spec.lifecycle?.replaced_by === undefined
        ? {}
        : { lifecycle: { ...spec.lifecycle, replaced_by: asModel?.(spec.lifecycle.replaced_by) ?? '' } }),
    },
  })
  const isEdited = at(by.fields, 1) === true
  const ownSettings = isEdited
    ? mixed(
        before.settings,
        fresh.settings,
        [...new Set([...Object.keys(before.settings), ...Object.keys(fresh.settings)])].filter(
          (key) => key !== 'style',
        ),
        by.fields,
      )
    : before.settings
  return {
    providers: providers.list,
    tiers: tiers.list,
    styles: styles.list,
    plans: plans.list.map(({ spec, ...item }) => ({
      ...item,
      spec: { ...spec, tiers: [...new Set(spec.tiers.map(follow(tiers.renamed)))] as PlanConfig['tiers'] },
    })),
    models: models.map(referring),
    settings: { ...ownSettings, style: follow(styles.renamed)(ownSettings.style) },
    setDescriptions: isEdited ? fresh.setDescriptions : before.setDescriptions,
    droppedSets: isEdited ? fresh.droppedSets : before.droppedSets,
  }
}

/** Catalogs that follow one another: entries are changed, added, taken out, renamed with `movedFrom`, and reordered. */
export const catalogSequence = (length: number): fc.Arbitrary<DeclaredEntry[][]> =>
  fc.tuple(draft, fc.array(change, { minLength: length - 1, maxLength: length - 1 })).map(([first, changes]) => {
    const drafts = [sound(first)]
    for (const by of changes) drafts.push(sound(changed(drafts.at(-1) ?? first, by)))
    return drafts.map(entriesOf)
  })

/** One sound catalog, and another that it becomes. */
export const catalogChange: fc.Arbitrary<{ before: DeclaredEntry[]; after: DeclaredEntry[] }> = catalogSequence(2).map(
  ([before = [], after = []]) => ({ before, after }),
)
