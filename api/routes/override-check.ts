import { type SettingOverrides, overrideProblems } from '../domain/effective-settings.ts'
import type { Catalog } from '../domain/catalog.ts'
import { AppError } from '../domain/error.ts'

/** Refuses overrides that the plan or the catalog does not allow, by field. */
export function assertOverrides(overrides: SettingOverrides, planId: string, catalog: Catalog): void {
  const fields = overrideProblems(overrides, planId, catalog)
  const messages = Object.values(fields)
  if (messages.length > 0) throw new AppError('invalid', messages.join(' '), { fields })
}
