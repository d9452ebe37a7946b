import { suggestion } from '../did-you-mean.ts'
import { type Finding, type Place, type Problem, findingOf } from '../finding.ts'
import { type CatalogTree, fileKinds, kindOfPath } from '../tree.ts'
import type { RuleText } from './rule.ts'

export const unknownFile: RuleText = {
  id: 'tree/unknown-file',
  severity: 'error',
  summary: 'Every YAML, JSON or TOML file of the catalog is one that is read.',
  why: 'A model in a misspelt folder would be checked by nobody and used by nobody.',
  fix: 'Move the file to models/, or take it out of the folder.',
}

export const missingFile: RuleText = {
  id: 'tree/missing-file',
  severity: 'error',
  summary: 'A catalog has tiers.yaml, plans.yaml, styles.yaml, providers.yaml and settings.yaml.',
  why: 'The others refer to what they declare.',
  fix: 'Add the file.',
}

const expected = fileKinds.filter((kind) => kind !== 'models').map((kind) => `${kind}.yaml`)

const atStart = (file: string): Place => ({ file, line: 1, column: 1, endLine: 1, endColumn: 1 })

function unknownFileHint(path: string): string | undefined {
  const [folder = ''] = path.split('/')
  if (folder === 'models') return 'Model files end in .yaml and do not begin with a dot.'
  if (folder === 'environments')
    return 'An environment is environments/NAME.yaml. Its name has small letters, digits and hyphens, and begins with a letter.'
  if (path.includes('/')) return `Models are files under models/, not ${folder}/.`
  return path.endsWith('.yml') && expected.includes(`${path.slice(0, -4)}.yaml`)
    ? `Did you mean "${path.slice(0, -4)}.yaml"?`
    : suggestion(path, expected, 'Files of a catalog: models/**/*.yaml and')
}

/** Files that nothing reads, and files that a catalog must have. */
export function treeFindings(tree: CatalogTree): Finding[] {
  const paths = new Set(tree.files.map((file) => file.path))
  const unknown = tree.files
    .filter((file) => kindOfPath(file.path) === undefined)
    .map((file): Finding => {
      const problem: Problem = {
        place: atStart(file.label),
        message: 'Nothing reads this file.',
        hint: unknownFileHint(file.path),
      }
      return findingOf(unknownFile, problem)
    })
  const missing = expected
    .filter((name) => !paths.has(name))
    .map((name) =>
      findingOf(missingFile, {
        place: atStart(tree.label === '.' ? name : `${tree.label}/${name}`),
        message: `The catalog has no ${name}.`,
        hint: `Add ${name}.`,
      }),
    )
  return [...unknown, ...missing]
}
