import { Alert, Box, Skeleton, Typography } from '@mui/material'
import { useQuery } from '@tanstack/react-query'
import { useDataProvider } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Generation, GenerationDifferences, ReleaseOrigin } from '../records.ts'
import { EntryDifferences } from '../ui/entry-differences.tsx'
import { FieldChange } from '../ui/field-change.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { RecordLink } from '../ui/record-link.tsx'

const fieldWords: Record<string, string> = {
  prompt: 'prompt',
  negativePrompt: 'negative prompt',
  providerMode: 'provider',
}

/** A field as people say it; the model's own parameters by their own names. */
const nameOf = (path: string): string => fieldWords[path] ?? path.replace(/^generationParams\./, '')

function Release({ release }: { release: ReleaseOrigin }) {
  return (
    <>
      <RecordLink resource="releases" id={release.id}>
        release #{release.id}
      </RecordLink>
      {release.gitCommit ? ` (${release.gitCommit.slice(0, 10)})` : ''}
    </>
  )
}

/** Shown in the table of the two versions. */
const inTable = new Set(['modelId', 'tierId', 'styleId', 'seed', 'size'])

function Asked({ differences: { generation } }: { differences: GenerationDifferences }) {
  const fields = generation.filter(({ path }) => !inTable.has(path))
  return (
    <div>
      <Typography variant="h3">What was asked for</Typography>
      {fields.length === 0 ? (
        <Typography sx={{ mt: 0.5, color: 'text.secondary' }}>The same prompt, with the same parameters.</Typography>
      ) : (
        fields.map(({ path, before, after }) => (
          <FieldChange key={path} name={nameOf(path)} before={before} after={after} />
        ))
      )}
    </div>
  )
}

function Declared({ differences: { before, after, entries, problem } }: { differences: GenerationDifferences }) {
  return (
    <div>
      <Typography variant="h3">What the catalog said</Typography>
      <Typography sx={{ mt: 0.5, mb: 1, color: 'text.secondary', fontSize: '0.9rem' }}>
        {before.release.id === after.release.id ? (
          <>
            Both were made under <Release release={before.release} />.
          </>
        ) : (
          <>
            From <Release release={before.release} /> to <Release release={after.release} />.
          </>
        )}
      </Typography>
      {problem ? (
        <Alert severity="info" variant="outlined">
          {problem}
        </Alert>
      ) : null}
      {entries?.length === 0 ? (
        <Typography sx={{ color: 'text.secondary' }}>The same of all that made them.</Typography>
      ) : null}
      {entries && entries.length > 0 ? <EntryDifferences differences={entries} /> : null}
    </div>
  )
}

/** What changed between two generations, in what was asked for and in what the catalog said. */
export function DifferenceList({ before, after }: { before: Generation; after: Generation }) {
  const provider = useDataProvider<ConsoleProvider>()
  const {
    data: differences,
    error,
    refetch,
  } = useQuery({
    queryKey: ['generation-differences', before.id, after.id, before.status, after.status],
    queryFn: ({ signal }) => provider.readDifferences(before.id, after.id, signal),
  })
  if (differences)
    return (
      <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 2 }}>
        <Asked differences={differences} />
        <Declared differences={differences} />
      </Box>
    )
  if (error) return <ProblemNotice error={error} title="They could not be compared" onRetry={() => void refetch()} />
  return <Skeleton variant="rounded" height={120} />
}
