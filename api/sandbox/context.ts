import type { Catalog } from '../domain/catalog.ts'
import type { Faults } from './faults.ts'
import type { Ledger } from './ledger.ts'
import type { PicturesToDraw } from './pictures-to-draw.ts'

/** What the routes of one sandbox share. */
export interface SandboxContext {
  /** Read anew for every call: a model added to the catalog is served at once. */
  catalog(): Catalog
  /** YYYY-MM-DD. Null: models are served even after they were taken away. */
  today(): string | null
  /** Where this sandbox listens, without a path. */
  url(): string
  faults: Faults
  ledger: Ledger
  pictures: PicturesToDraw
}
