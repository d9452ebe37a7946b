import type { Place } from '../catalog/finding.ts'
import type { Atom, Group } from './atom.ts'
import type { CatalogFacts, Fact } from './catalog-facts.ts'
import { namesOtherThing, sizeNaming } from './naming.ts'

/** What a group of values turned out to be. */
export interface Judgement {
  isFallback: boolean
  /** In words, one for each kind of fact. */
  facts: string[]
  /** Where the catalog says so. */
  declared: Fact[]
}

type AtomOf<K extends Atom['kind']> = Extract<Atom, { kind: K }>

const ofKind = <K extends Atom['kind']>(group: Group, kind: K): AtomOf<K>[] =>
  group.atoms.filter((atom): atom is AtomOf<K> => atom.kind === kind)

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)]

/** A text such as an icon's `sizes` attribute, which HTML gives its name. */
const isAttribute = (atom: AtomOf<'size'>): boolean => atom.names.at(-1) === 'sizes' && atom.names.length > 1

/** Whether one size is surely that of a made picture. */
function isPictureSize(atom: AtomOf<'size'>, facts: CatalogFacts, isAboutPictures: boolean): boolean {
  const naming = sizeNaming(atom.names)
  const isKnown = facts.sizes.has(atom.size)
  if (atom.test && naming !== 'no' && (isKnown || atom.isPair)) return true
  if (naming === 'surely') return isKnown || atom.names.some((name) => /landscape|square/i.test(name))
  return naming === 'perhaps' && isKnown && isAboutPictures && !isAttribute(atom) && !atom.isPair
}

/** Several sizes of the catalog together are a table of them. */
function isSizeTable(atoms: readonly AtomOf<'size'>[], facts: CatalogFacts, isAboutPictures: boolean): boolean {
  const texts = atoms.filter((atom) => !atom.isPair && !namesOtherThing(atom.names))
  const all = unique(texts.map((atom) => atom.size))
  const known = all.filter((size) => facts.sizes.has(size))
  const isNamed = texts.some((atom) => sizeNaming(atom.names) !== 'no' && !isAttribute(atom))
  return known.length >= 2 && known.length * 2 >= all.length && (isNamed || isAboutPictures)
}

function judgedSizes(group: Group, facts: CatalogFacts, isAboutPictures: boolean): AtomOf<'size'>[] {
  const sizes = ofKind(group, 'size')
  if (isSizeTable(sizes, facts, isAboutPictures)) return sizes
  const isWithFallbackSides = (atom: AtomOf<'size'>) =>
    group.isFallback && atom.isPair && facts.sizes.has(atom.size) && isAboutPictures && sizeNaming(atom.names) !== 'no'
  return sizes.filter((atom) => isPictureSize(atom, facts, isAboutPictures) || isWithFallbackSides(atom))
}

/** Where sizes are declared: by the models that they are about, where that is known. */
function declaredSizes(sizes: readonly string[], models: readonly string[], facts: CatalogFacts): Fact[] {
  const all = sizes.flatMap((size) => facts.sizes.get(size) ?? [])
  const own = models.flatMap((name) => all.find((fact) => fact.model === name) ?? [])
  if (own.length > 0) return own
  const known = sizes.flatMap((size) => facts.sizes.get(size)?.slice(0, 1) ?? [])
  return known.length > 0 ? known : facts.defaultSizes
}

/** The models that a test beside the sizes asks for. */
const testedModels = (group: Group): string[] =>
  ofKind(group, 'size').flatMap((atom) => atom.test?.models.flatMap((model) => model.spec.model_name ?? []) ?? [])

/** Where a model is declared: with the sizes that stand beside its name, else by its name. */
function declaredModels(models: readonly AtomOf<'model'>[], sizes: readonly string[], facts: CatalogFacts): Fact[] {
  return models.flatMap(({ name, model }) => {
    const own = sizes.flatMap((size) => facts.sizes.get(size) ?? []).find((fact) => fact.model === name)
    return [own ?? { label: `model ${name}`, place: () => model.place(['model_name']) }]
  })
}

/** Where a model says what it is called with. */
function parameterFact(atom: AtomOf<'parameter'>): Fact[] {
  return atom.test.models.slice(0, 2).map((model): Fact => {
    const has = Object.hasOwn(model.spec.generation_params ?? {}, atom.name)
    const name = model.spec.model_name ?? 'a model'
    const place = (): Place =>
      has ? model.place(['generation_params', atom.name]) : model.place(['generation_params'], 'key')
    return { label: has ? `${atom.name} of ${name}` : `${name}, whose generation_params it belongs in`, place }
  })
}

const counted = (noun: string, values: readonly string[]): string =>
  `${noun}${values.length === 1 ? '' : 's'} ${values.slice(0, 6).join(', ')}${values.length > 6 ? ` and ${values.length - 6} more` : ''}`

/** Decides whether a group of values repeats the catalog. `isAboutPictures`: the file speaks of making pictures. */
export function judge(group: Group, facts: CatalogFacts, isAboutPictures: boolean): Judgement | undefined {
  const sizes = unique(judgedSizes(group, facts, isAboutPictures).map((atom) => atom.size))
  if (group.isFallback && sizes.length > 0 && ofKind(group, 'model').length === 0) {
    return {
      isFallback: true,
      facts: [counted('size', sizes)],
      declared: declaredSizes(sizes, testedModels(group), facts),
    }
  }
  const models = ofKind(group, 'model')
  const parameters = ofKind(group, 'parameter')
  const tiers = unique(ofKind(group, 'tiers').flatMap((atom) => atom.ids))
  const pixels = unique(ofKind(group, 'pixels').map((atom) => atom.value))
  // Beside a model's name, any size is that model's.
  const tabled = models.length > 0 ? unique(ofKind(group, 'size').map((atom) => atom.size)) : sizes
  const parts: [string, string[], Fact[]][] = [
    ['model', unique(models.map((atom) => atom.name)), declaredModels(models, tabled, facts)],
    ['size', tabled, models.length > 0 ? [] : declaredSizes(tabled, testedModels(group), facts)],
    [
      'parameter',
      unique(parameters.map((atom) => `${atom.name} ${atom.value} (for ${atom.test.asked})`)),
      parameters.flatMap(parameterFact),
    ],
    ['tier', tiers, tiers.flatMap((id) => facts.tiers.get(id) ?? [])],
    ['pixel limit', pixels.map(String), pixels.flatMap((value) => facts.pixels.get(value) ?? [])],
  ]
  const found = parts.filter(([, values]) => values.length > 0)
  if (found.length === 0) return undefined
  return {
    isFallback: false,
    facts: found.map(([noun, values]) => counted(noun, values)),
    declared: found.flatMap(([, , declared]) => declared),
  }
}
