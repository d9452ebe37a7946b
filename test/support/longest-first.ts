import { BaseSequencer } from 'vitest/node'

type Files = Parameters<BaseSequencer['sort']>[0]

/** What takes a minute or more. Begun last, each of these would leave the other processors idle until it ends. */
const longest = [
  'e2e/chaos.test.ts',
  'e2e/chaos-database.test.ts',
  'e2e/killed-apply.test.ts',
  'e2e/site-run.test.ts',
  'browser/console.test.ts',
  'cli/start.test.ts',
  'cli/sync-guards.test.ts',
]

/** Starts with the test files that take longest; leaves the order of the rest to vitest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: Files): Promise<Files> {
    const rank = (path: string): number => {
      const at = longest.findIndex((end) => path.endsWith(`/test/${end}`))
      return at === -1 ? longest.length : at
    }
    return (await super.sort(files)).toSorted((a, b) => rank(a.moduleId) - rank(b.moduleId))
  }
}
