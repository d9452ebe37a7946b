import type { CatalogKind } from '../records.ts'
import { RecordLink } from './record-link.tsx'
import { kindWords } from './wording.ts'

/** An entry of the catalog by kind and id, linked where it has a page. */
export function EntryName({ kind, id }: { kind: CatalogKind; id: string }) {
  return (
    <span>
      {kindWords[kind]}{' '}
      {kind === 'models' || kind === 'providers' ? (
        <RecordLink resource={kind} id={id}>
          {id}
        </RecordLink>
      ) : (
        <strong>{id}</strong>
      )}
    </span>
  )
}
