import type { CatalogContext } from '../context.ts'
import type { Problem, Severity } from '../finding.ts'

/** What a rule says of itself. Its page in docs/rules/ is made of this and of its examples. */
export interface RuleText {
  /** Group and name, such as `size/not-square`. Its examples are in examples/<group>-<name>.yaml. */
  id: string
  severity: Severity
  /** One sentence: what the rule asks for. */
  summary: string
  /** What goes wrong otherwise. */
  why: string
  /** What to do about a finding. */
  fix: string
}

/** A rule that needs to see the whole catalog. */
export interface Rule extends RuleText {
  check(context: CatalogContext): Iterable<Problem>
}
