import { Box, Chip, Typography } from '@mui/material'
import { monospace } from '../theme.ts'
import { CodeBlock } from '../ui/code-block.tsx'
import { countOf } from '../ui/wording.ts'

/** One entry of a plan. The contract leaves plans open, so the shape is checked before it is used. */
interface Change {
  kind: string
  id: string
  action: 'create' | 'update' | 'rename' | 'archive' | 'restore' | 'place'
  /** The id before, of a rename. */
  from?: string
  fields: { path: string; before?: unknown; after?: unknown }[]
}

const words: Record<Change['action'], string> = {
  create: 'new',
  update: 'changed',
  rename: 'renamed',
  archive: 'taken out',
  restore: 'back',
  place: 'moved within the files',
}

const isChange = (value: unknown): value is Change =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  'id' in value &&
  'action' in value &&
  'fields' in value

function changesOf(plan: unknown): Change[] | undefined {
  const changes: unknown = typeof plan === 'object' && plan !== null && 'changes' in plan ? plan.changes : plan
  return Array.isArray(changes) && changes.every(isChange) ? changes : undefined
}

const valueText = (value: unknown): string =>
  value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value)

function ChangeRow({ change }: { change: Change }) {
  // What is new is all new: its fields are the file itself.
  const fields = change.action === 'create' ? [] : change.fields
  return (
    <Box component="li" sx={{ py: 1, borderTop: 1, borderColor: 'divider' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        <Chip
          size="small"
          variant="outlined"
          label={words[change.action]}
          color={change.action === 'archive' ? 'warning' : 'default'}
        />
        <span>
          {change.kind} <strong>{change.id}</strong>
          {change.from ? `, before ${change.from}` : ''}
        </span>
      </Box>
      {fields.map((field) => (
        <Box key={field.path} sx={{ mt: 0.5, fontFamily: monospace, fontSize: '0.82rem', overflowWrap: 'anywhere' }}>
          {field.path}: <del>{valueText(field.before)}</del> → <strong>{valueText(field.after)}</strong>
        </Box>
      ))}
    </Box>
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
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {changes.map((change) => (
          <ChangeRow key={`${change.kind}/${change.id}`} change={change} />
        ))}
      </Box>
    </>
  )
}
