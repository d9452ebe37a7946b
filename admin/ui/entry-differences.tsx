import { Box } from '@mui/material'
import type { EntryDifference } from '../records.ts'
import { EntryName } from './entry-name.tsx'
import { FieldChange } from './field-change.tsx'

/** One after the other, those of an entry together. They come in that order. */
function groupsOf(differences: readonly EntryDifference[]): EntryDifference[][] {
  const groups: EntryDifference[][] = []
  for (const difference of differences) {
    const last = groups.at(-1)
    if (last?.[0]?.kind === difference.kind && last[0].id === difference.id) last.push(difference)
    else groups.push([difference])
  }
  return groups
}

function Difference({ difference }: { difference: EntryDifference }) {
  if (difference.path !== '')
    return <FieldChange name={difference.path} before={difference.before} after={difference.after} />
  return (
    <Box sx={{ mt: 0.5, color: 'text.secondary' }}>
      {difference.after === undefined ? 'There is no such entry any more.' : 'There was no such entry before.'}
    </Box>
  )
}

/** More than these are folded away: another model has another everything. */
const openMax = 6

function Differences({ differences }: { differences: readonly EntryDifference[] }) {
  const list = differences.map((difference) => <Difference key={difference.path} difference={difference} />)
  if (differences.length <= openMax) return list
  return (
    <Box
      component="details"
      sx={{ mt: 0.5, '& summary': { cursor: 'pointer', color: 'primary.main', fontWeight: 600 } }}
    >
      <summary>{differences.length} fields differ</summary>
      {list}
    </Box>
  )
}

/** What two catalogs say otherwise, entry by entry. */
export function EntryDifferences({ differences }: { differences: readonly EntryDifference[] }) {
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1 }}>
      {groupsOf(differences).flatMap(([first, ...rest]) =>
        first ? (
          <li key={`${first.kind}/${first.id}`}>
            <EntryName kind={first.kind} id={first.id} />
            {first.from ? `, before ${first.from}` : ''}
            <Differences differences={[first, ...rest]} />
          </li>
        ) : (
          []
        ),
      )}
    </Box>
  )
}
