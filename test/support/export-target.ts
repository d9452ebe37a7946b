import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { ExportTarget, FileChange } from '../../api/catalog/export/export-target.ts'
import { type SoundCatalog, readCatalog } from '../../api/catalog/read-catalog.ts'
import { readTreeFiles } from '../../api/catalog/tree-files.ts'
import type { SourceFile } from '../../api/catalog/tree.ts'

const { files, schemas } = await readTreeFiles('config')

const sourceFile = (path: string, text: string): SourceFile => ({
  path,
  label: `config/${path}`,
  bytes: Buffer.from(text),
})

/** A folder with nothing in it. */
export const emptyTarget: ExportTarget = {
  label: 'config',
  files: [],
  ownSchemas: undefined,
  shippedSchemas: schemas,
}

/** A folder with the catalog that Atelier ships. */
export const shippedTarget: ExportTarget = { ...emptyTarget, files, ownSchemas: schemas }

/** A folder after some of its files were replaced; null takes one out. */
export function withTexts(target: ExportTarget, texts: Readonly<Record<string, string | null>>): ExportTarget {
  const replacedIn = (known: readonly SourceFile[], prefix: string): SourceFile[] => {
    const inside = Object.entries(texts).filter(([path]) => path.startsWith('schema/') === (prefix !== ''))
    const byPath = new Map(known.map((file) => [file.path, file]))
    for (const [path, text] of inside) {
      const own = path.slice(prefix.length)
      if (text === null) byPath.delete(own)
      else byPath.set(own, sourceFile(own, text))
    }
    return [...byPath.values()].toSorted((one, other) => (one.path < other.path ? -1 : 1))
  }
  const ownSchemas = replacedIn(target.ownSchemas ?? [], 'schema/')
  return {
    ...target,
    files: replacedIn(target.files, ''),
    ownSchemas: target.ownSchemas || ownSchemas.length > 0 ? ownSchemas : undefined,
  }
}

/** A folder after an export. */
export const exportedTo = (target: ExportTarget, changes: readonly FileChange[]): ExportTarget =>
  withTexts(target, Object.fromEntries(changes.map(({ path, after }) => [path, after])))

/** The text of a file; undefined where there is none. */
export function textIn(target: ExportTarget, path: string): string | undefined {
  const found = path.startsWith('schema/')
    ? target.ownSchemas?.find((file) => `schema/${file.path}` === path)
    : target.files.find((file) => file.path === path)
  return found && Buffer.from(found.bytes).toString('utf8')
}

/** What a folder declares, read from a disk as any other. */
export async function readTarget(target: ExportTarget): Promise<SoundCatalog> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-export-'))
  try {
    const all = [
      ...target.files,
      ...(target.ownSchemas ?? []).map((file) => ({ ...file, path: `schema/${file.path}` })),
    ]
    for (const { path, bytes } of all) {
      const full = join(folder, 'config', path)
      await mkdir(dirname(full), { recursive: true })
      await writeFile(full, bytes)
    }
    const read = await readCatalog(join(folder, 'config'), { today: '2026-11-22' })
    if (read.ok) return read
    const errors = read.findings.filter((finding) => finding.severity === 'error')
    throw new Error(errors.map(({ file, line, rule, message }) => `${file}:${line} ${rule}: ${message}`).join('\n'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
