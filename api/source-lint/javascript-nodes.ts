import type { Arm, CodeNode } from './code-node.ts'
import {
  type Convert,
  type Reading,
  assignOf,
  callOf,
  list,
  memberOf,
  name,
  named,
  nothing,
  number,
  only,
  operation,
  other,
  pairOf,
  record,
  sourceOf,
  text,
} from './reading.ts'
import { type Syntax, fieldOf, fieldsOf, spanOf } from './syntax.ts'

/** A pattern of a regular expression is what it begins with: `/^bria:/` tests for `bria:`. */
const pattern: Convert = (node, reading) => {
  const inner = fieldOf(node, 'pattern')
  const value = inner ? sourceOf(inner, reading).replace(/^\^/, '').replaceAll('\\', '') : ''
  return { ...spanOf(node), kind: 'text', value }
}

/** `value as const`, `value satisfies Type` and `value!` are the value. */
const first: Convert = (node, reading) =>
  node.children[0] ? reading.convert(node.children[0]) : nothing(node, reading)

const branch: Convert = (node, reading) => {
  const test = fieldOf(node, 'condition')
  const yes = fieldOf(node, 'consequence')
  const alternative = fieldOf(node, 'alternative')
  if (!test || !yes) return other(node, reading)
  const arms: Arm[] = [{ test: reading.convert(test), body: reading.convert(yes), isFallback: false }]
  return { ...spanOf(node), kind: 'choice', arms: alternative ? [...arms, ...armsOfElse(alternative, reading)] : arms }
}

/** `else if` is one more arm, not a fallback. */
function armsOfElse(node: Syntax, reading: Reading): Arm[] {
  const inner = node.type === 'else_clause' ? node.children[0] : node
  if (!inner) return []
  const body = reading.convert(inner)
  const isChain = inner.type === 'if_statement' || inner.type === 'ternary_expression'
  return isChain && body.kind === 'choice' ? body.arms : [{ body, isFallback: true }]
}

const switchStatement: Convert = (node, reading) => {
  const subject = fieldOf(node, 'value')
  const body = fieldOf(node, 'body')
  if (!subject || !body) return other(node, reading)
  const tested = reading.convert(subject)
  const arms: Arm[] = []
  let labels: CodeNode[] = []
  for (const clause of body.children) {
    const value = fieldOf(clause, 'value')
    if (value) labels.push(reading.convert(value))
    const statements = fieldsOf(clause, 'body')
    // `case 'a': case 'b': ...` are two labels of one body.
    if (statements.length === 0) continue
    arms.push({
      ...(labels.length > 0
        ? { test: { ...spanOf(clause), kind: 'operation', operator: '===', sides: [tested, ...labels] } }
        : {}),
      body: { ...spanOf(clause), kind: 'other', parts: statements.map(reading.convert) },
      isFallback: clause.type === 'switch_default',
    })
    labels = []
  }
  return { ...spanOf(node), kind: 'choice', arms }
}

const tryStatement: Convert = (node, reading) => ({
  ...spanOf(node),
  kind: 'choice',
  arms: node.children.map((child) => ({ body: reading.convert(child), isFallback: child.field === 'handler' })),
})

const augmented: Convert = (node, reading) => {
  const operator = fieldOf(node, 'operator')
  const assigned = assignOf('left', 'right', false)(node, reading)
  const isEither = operator && ['??=', '||='].includes(sourceOf(operator, reading))
  if (!isEither || assigned.kind !== 'assign') return assigned
  const { start, end } = assigned.value
  return { ...assigned, value: { start, end, kind: 'either', tried: assigned.target, instead: assigned.value } }
}

const parameter: Convert = (node, reading) => {
  const target = fieldOf(node, 'pattern')
  const value = fieldOf(node, 'value')
  if (!target || !value) return other(node, reading)
  return { ...spanOf(node), kind: 'pair', key: reading.convert(target), value: reading.convert(value), isDefault: true }
}

const call =
  (calleeField: string): Convert =>
  (node, reading) => {
    const callee = fieldOf(node, calleeField)
    const args = fieldOf(node, 'arguments')
    if (!callee || args?.type !== 'arguments') return other(node, reading)
    return callOf(node, reading.convert(callee), args.children.map(reading.convert), reading)
  }

const enumeration: Convert = (node, reading) => {
  const target = fieldOf(node, 'name')
  const body = fieldOf(node, 'body')
  if (!target || !body) return other(node, reading)
  return {
    ...spanOf(node),
    kind: 'assign',
    target: reading.convert(target),
    value: record(body, reading),
    declares: true,
  }
}

const union: Convert = (node, reading) => ({
  ...spanOf(node),
  kind: 'list',
  items: node.children.map(reading.convert).flatMap((item) => (item.kind === 'list' ? item.items : [item])),
})

const attribute: Convert = (node, reading) => {
  const [key, value] = node.children
  if (!key || !value) return other(node, reading)
  return { ...spanOf(node), kind: 'pair', key: reading.convert(key), value: reading.convert(value), isDefault: false }
}

const field = (nameField: string): Convert => assignOf(nameField, 'value', true)

const converters: Record<string, Convert> = {
  string: text,
  template_string: text,
  regex: pattern,
  number,
  identifier: name,
  property_identifier: name,
  private_property_identifier: name,
  type_identifier: name,
  shorthand_property_identifier: name,
  shorthand_property_identifier_pattern: name,
  parenthesized_expression: only,
  parenthesized_type: only,
  expression_statement: only,
  literal_type: only,
  jsx_expression: only,
  computed_property_name: only,
  lexical_declaration: only,
  variable_declaration: only,
  as_expression: first,
  satisfies_expression: first,
  non_null_expression: first,
  binary_expression: operation,
  ternary_expression: branch,
  if_statement: branch,
  switch_statement: switchStatement,
  try_statement: tryStatement,
  variable_declarator: field('name'),
  public_field_definition: field('name'),
  field_definition: field('property'),
  type_alias_declaration: field('name'),
  enum_declaration: enumeration,
  enum_assignment: pairOf('name', 'value', false),
  required_parameter: parameter,
  optional_parameter: parameter,
  object_assignment_pattern: pairOf('left', 'right', true),
  assignment_pattern: pairOf('left', 'right', true),
  assignment_expression: assignOf('left', 'right', false),
  augmented_assignment_expression: augmented,
  array: list,
  tuple_type: list,
  union_type: union,
  object: record,
  pair: pairOf('key', 'value', false),
  member_expression: memberOf('object', 'property'),
  subscript_expression: memberOf('object', 'index'),
  call_expression: call('function'),
  new_expression: call('constructor'),
  function_declaration: named('function'),
  function_expression: named('function'),
  generator_function_declaration: named('function'),
  arrow_function: named('function'),
  method_definition: named('function'),
  class_declaration: named('class'),
  class: named('class'),
  return_statement: (node, reading) => ({ ...spanOf(node), kind: 'return', parts: node.children.map(reading.convert) }),
  jsx_attribute: attribute,
  import_statement: nothing,
}

/** JavaScript, TypeScript and JSX. */
export const convertJavascript: Convert = (node, reading) => (converters[node.type] ?? other)(node, reading)
