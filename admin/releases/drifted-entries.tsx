import { Box, Chip } from '@mui/material'
import type { Drift } from '../records.ts'
import { EntryName } from '../ui/entry-name.tsx'
import { FieldChange } from '../ui/field-change.tsx'
import { GitPlace } from '../ui/git-badge.tsx'
import { rowList } from '../ui/row-list.ts'
import { When } from '../ui/when.tsx'

type Entry = Drift['entries'][number]

const words: Record<Entry['state'], string> = {
  changed: 'changed by hand',
  missing: 'taken out by hand',
  added: 'added by hand',
}

function EntryRow({ entry }: { entry: Entry }) {
  // What is new or gone is so as a whole: its fields are the entry itself.
  const fields = entry.state === 'changed' ? entry.fields : []
  return (
    <li>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1, rowGap: 0.5 }}>
        <Chip size="small" variant="outlined" color="warning" label={words[entry.state]} />
        <EntryName kind={entry.kind} id={entry.id} />
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {entry.editedBy ? (
            <>
              by {entry.editedBy} <When at={entry.editedAt} />
            </>
          ) : (
            'nobody knows by whom'
          )}
        </Box>
        <Box sx={{ flex: 1 }} />
        {entry.state === 'added' ? null : <GitPlace sourceFile={entry.sourceFile} sourceLine={entry.sourceLine} />}
      </Box>
      {fields.map((field) => (
        <FieldChange key={field.path} name={field.path} before={field.released} after={field.now} />
      ))}
    </li>
  )
}

/** What was changed by hand since the last release: what it said, what it is now, by whom and when. */
export function DriftedEntries({ entries }: Pick<Drift, 'entries'>) {
  return (
    <Box component="ul" sx={rowList}>
      {entries.map((entry) => (
        <EntryRow key={`${entry.kind}/${entry.id}`} entry={entry} />
      ))}
    </Box>
  )
}
