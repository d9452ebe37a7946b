import { join } from 'node:path'
import { AppError } from '../domain/error.ts'
import { git, listCommitted, readCommitted } from './git-objects.ts'
import { declaringName, labelOf } from './tree-files.ts'
import { type CatalogSchemas, type CatalogTree, environmentOfPath } from './tree.ts'

/** A catalog as a commit has it. */
export interface BaseTree {
  commit: string
  tree: CatalogTree
}

/**
 * The commit to compare with: where the work at hand left the ref, so that what others did there since does not look
 * as if it was taken back here.
 */
async function commitOf(root: string, ref: string): Promise<string> {
  const found = await git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`])
  if (!found.ok)
    throw new AppError('invalid', `There is no Git ref "${ref}" to compare with. Fetch it, or name another one.`)
  const commit = found.stdout.toString('utf8').trim()
  const fork = await git(root, ['merge-base', commit, 'HEAD'])
  return fork.ok ? fork.stdout.toString('utf8').trim() : commit
}

const isOfCatalog = (path: string): boolean =>
  declaringName.test(path) &&
  !path.startsWith('schema/') &&
  !path
    .split('/')
    .some((step, index, steps) => step === 'node_modules' || (step.startsWith('.') && index < steps.length - 1))

/**
 * Reads a config folder as a Git ref has it. The schemas are those of today: a field that they know no more is no
 * change to anybody, and neither are environments where there is no schema of them.
 * @throws AppError `invalid` where there is no repository, ref, or catalog in it.
 */
export async function readBaseTree(root: string, ref: string, schemas: CatalogSchemas): Promise<BaseTree> {
  const inside = await git(root, ['rev-parse', '--show-prefix'])
  if (!inside.ok)
    throw new AppError('invalid', `${labelOf(root)} is in no Git repository, so there is nothing to compare with.`)
  const prefix = inside.stdout.toString('utf8').replace(/\n$/, '')
  const commit = await commitOf(root, ref)
  const committed = await listCommitted(root, commit, prefix)
  const wanted = committed.flatMap(({ path, sha }) => {
    const below = path.slice(prefix.length)
    const isKnown = schemas.environment !== undefined || environmentOfPath(below) === undefined
    return isOfCatalog(below) && isKnown ? [{ path: below, sha }] : []
  })
  if (wanted.length === 0) {
    throw new AppError(
      'invalid',
      `${ref} has no catalog in ${prefix || './'}: this would be the first, and there is nothing to compare it with.`,
    )
  }
  const contents = await readCommitted(
    root,
    wanted.map(({ sha }) => sha),
  )
  const files = wanted.map(({ path }, index) => ({
    path,
    label: labelOf(join(root, path)),
    bytes: contents[index] ?? Buffer.alloc(0),
  }))
  return { commit, tree: { label: labelOf(root), files, schemas } }
}
