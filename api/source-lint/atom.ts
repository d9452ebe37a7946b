import type { ModelEntry } from '../catalog/context.ts'
import type { CodeNode } from './code-node.ts'
import type { ModelTest } from './model-test.ts'

/** One value in code that may be a fact of the catalog. */
export type Atom =
  | { kind: 'model'; node: CodeNode; name: string; model: ModelEntry }
  | { kind: 'tiers'; node: CodeNode; ids: string[] }
  /** `isPair` where it is written as two numbers. `names` are those around it, the nearest last. */
  | { kind: 'size'; node: CodeNode; size: string; names: string[]; isPair: boolean; test: ModelTest | undefined }
  | { kind: 'parameter'; node: CodeNode; name: string; value: string | number; test: ModelTest }
  | { kind: 'pixels'; node: CodeNode; value: number }

/** A constant that facts are kept in. */
export interface Owner {
  name: string
  target: CodeNode
  scope: 'module' | 'class'
}

/** Values that belong together: one literal, or all that one constant is made of. One finding at most is about them. */
export interface Group {
  /** Where people are to look. */
  anchor: { start: number; end: number }
  owner?: Owner
  /** In a branch that is taken when nothing else is known. */
  isFallback: boolean
  atoms: Atom[]
}
