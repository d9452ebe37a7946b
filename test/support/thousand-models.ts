import { readCatalog } from '../../api/catalog/read-catalog.ts'
import type { DeclaredEntry } from '../../api/domain/declared-entry.ts'

/** The shipped catalog with many more models beside its own, at a price. */
export async function catalogOfModels(count: number, usdPerImage: number): Promise<DeclaredEntry[]> {
  const read = await readCatalog('config', { today: '2026-11-22' })
  if (!read.ok) throw new Error('The shipped catalog is not sound.')
  const pattern = read.entries.find((entry) => entry.id === 'runware:97@1')
  if (!pattern) throw new Error('The shipped catalog has no runware:97@1.')
  const others = Array.from({ length: count }, (_, index): DeclaredEntry => {
    const id = `runware:${String(index).padStart(5, '0')}@1`
    return {
      ...pattern,
      id,
      sourceFile: `config/models/many/${index}.yaml`,
      spec: {
        ...pattern.spec,
        model_name: id,
        is_active: false,
        priority: 1 + (index % 100),
        price: { usd_per_image: usdPerImage },
      },
    }
  })
  const models = [...read.entries.filter((entry) => entry.kind === 'models'), ...others]
  return [
    ...read.entries.filter((entry) => entry.kind !== 'models'),
    ...models.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
  ]
}
