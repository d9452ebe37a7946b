import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

async function isPackageRoot(folder: string): Promise<boolean> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined)
  if (text === undefined) return false
  const manifest: unknown = JSON.parse(text)
  return typeof manifest === 'object' && manifest !== null && 'name' in manifest && manifest.name === 'atelier'
}

/** Atelier's own folder. Found by walking up, because this code runs both from its source and from dist/. */
export async function findPackageRoot(): Promise<string> {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!(await isPackageRoot(folder))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error('Atelier does not find its own package.json.')
    folder = parent
  }
  return folder
}
