import { automationOperations } from './automation-operations.ts'
import { accessOperations } from './access-operations.ts'
import { catalogOperations } from './catalog-operations.ts'
import { cmsOperations } from './cms-operations.ts'
import { historyOperations } from './history-operations.ts'
import { makingOperations } from './making-operations.ts'
import type { Operation } from './operation.ts'
import { systemOperations } from './system-operations.ts'

/** Every operation of the API, in the order people read them. */
export const operations: readonly Operation[] = [
  ...makingOperations,
  ...automationOperations,
  ...cmsOperations,
  ...accessOperations,
  ...historyOperations,
  ...catalogOperations,
  ...systemOperations,
]
