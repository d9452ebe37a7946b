import type { Catalog } from '../domain/catalog.ts'
import type { AccountOverrides } from '../domain/effective-settings.ts'
import { AppError } from '../domain/error.ts'
import { overrideProblems } from '../domain/setting-check.ts'

/** Refuses with a message by field, where there is one. */
export function refuseProblems(fields: Record<string, string>): void {
  const messages = Object.values(fields)
  if (messages.length > 0) throw new AppError('invalid', messages.join(' '), { fields })
}

/** Refuses overrides that the plan or the catalog does not allow, by field. */
export const assertOverrides = (overrides: AccountOverrides, planId: string, catalog: Catalog): void =>
  refuseProblems(overrideProblems(overrides, planId, catalog))
