import { Box, Chip, Typography } from '@mui/material'
import type { CatalogKind } from '../records.ts'
import { CodeBlock } from '../ui/code-block.tsx'
import { FieldChange } from '../ui/field-change.tsx'
import { rowList } from '../ui/row-list.ts'
import { countOf, kindWords, timeText } from '../ui/wording.ts'

/** One entry of a plan. The contract leaves plans open, so the shape is checked before it is used. */
interface Change {
  kind: CatalogKind
  id: string
  action: 'create' | 'update' | 'rename' | 'archive' | 'restore' | 'reorder' | 'adopt' | 'place'
  /** The id before, of a rename. */
  from?: string
  fields: { path: string; before?: unknown; after?: unknown }[]
  /** An edit by hand that it found. */
  edited?: { by: string; at: string }
}

const words: Record<Change['action'], string> = {
  create: 'new',
  update: 'changed',
  rename: 'renamed',
  archive: 'taken out',
  restore: 'back',
  reorder: 'in another order',
  adopt: 'edit by hand, kept',
  place: 'moved within the files',
}

const isChange = (value: unknown): value is Change =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  'id' in value &&
  'action' in value &&
  'fields' in value

/** The changes of a plan; undefined where it is none that we know. */
export function changesOf(plan: unknown): Change[] | undefined {
  const changes: unknown = typeof plan === 'object' && plan !== null && 'changes' in plan ? plan.changes : plan
  return Array.isArray(changes) && changes.every(isChange) ? changes : undefined
}

function ChangeRow({ change }: { change: Change }) {
  // What is new is all new: its fields are the file itself.
  const fields = change.action === 'create' ? [] : change.fields
  return (
    <li>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        <Chip
          size="small"
          variant="outlined"
          label={words[change.action]}
          color={change.action === 'archive' ? 'warning' : 'default'}
        />
        <span>
          {kindWords[change.kind]} <strong>{change.id}</strong>
          {change.from ? `, before ${change.from}` : ''}
        </span>
        {change.edited ? (
          <Box component="span" sx={{ color: 'text.secondary' }}>
            after an edit by hand, by {change.edited.by} on {timeText(change.edited.at)}
          </Box>
        ) : null}
      </Box>
      {fields.map((field) => (
        <FieldChange key={field.path} name={field.path} before={field.before} after={field.after} />
      ))}
    </li>
  )
}

/** What a release changed, entry by entry. */
export function ReleasePlan({ plan }: { plan: unknown }) {
  const changes = changesOf(plan)
  if (!changes) return <CodeBlock value={plan} label="Plan" />
  if (changes.length === 0)
    return (
      <Typography sx={{ color: 'text.secondary' }}>Nothing: the database was already what the files said.</Typography>
    )
  return (
    <>
      <Typography sx={{ mb: 1, color: 'text.secondary' }}>{countOf(changes.length, 'entry', 'entries')}</Typography>
      <Box component="ul" sx={rowList}>
        {changes.map((change) => (
          <ChangeRow key={`${change.kind}/${change.id}`} change={change} />
        ))}
      </Box>
    </>
  )
}
