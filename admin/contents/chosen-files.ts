/** A file to import, and what it is called there: its path in the folder it was chosen with, else its name. */
export interface ChosenFile {
  name: string
  file: File
}

const endings = ['.md', '.markdown', '.html', '.htm', '.xml', '.rss', '.atom', '.rdf']
export const accepted = [...endings, '.zip'].join(',')

/** Of a folder only what can be imported is meant; what is hidden, or in a hidden folder, is not. */
const isMeant = ({ name }: ChosenFile): boolean =>
  endings.some((ending) => name.toLowerCase().endsWith(ending)) && !/(^|\/)\./.test(name)

const inPathOrder = (one: ChosenFile, other: ChosenFile): number => (one.name < other.name ? -1 : 1)

/** What was chosen one by one is taken as it is. */
export const filesChosen = (files: Iterable<File>): ChosenFile[] =>
  [...files].map((file) => ({ name: file.name, file }))

/** What a chosen folder has in it. */
export const filesOfFolder = (files: Iterable<File>): ChosenFile[] =>
  [...files]
    .map((file) => ({ name: file.webkitRelativePath.replace(/^[^/]*\//, ''), file }))
    .filter(isMeant)
    .toSorted(inPathOrder)

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => {
    entry.file(resolve, reject)
  })

/** A browser hands out a folder's entries some at a time, until it hands out none. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const next = () => new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
  const all: FileSystemEntry[] = []
  for (let some = await next(); some.length > 0; some = await next()) all.push(...some)
  return all
}

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile

async function filesIn(folder: FileSystemDirectoryEntry, path: string): Promise<ChosenFile[]> {
  const found = await Promise.all(
    (await entriesOf(folder)).map(async (entry) => {
      const name = `${path}${entry.name}`
      if (isFolder(entry)) return filesIn(entry, `${name}/`)
      return isFile(entry) ? [{ name, file: await fileOf(entry) }] : []
    }),
  )
  return found.flat().filter(isMeant)
}

/** What was dropped: files as they are, and of folders what is in them. */
export async function filesDropped({ items }: DataTransfer): Promise<ChosenFile[]> {
  // The entries are there only as long as the event is.
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  const found = await Promise.all(
    entries.map(async (entry) => {
      if (isFolder(entry)) return (await filesIn(entry, '')).toSorted(inPathOrder)
      return isFile(entry) ? [{ name: entry.name, file: await fileOf(entry) }] : []
    }),
  )
  return found.flat()
}
