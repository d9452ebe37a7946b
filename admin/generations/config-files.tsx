import { Box, Typography } from '@mui/material'
import type { ConfigEntry, GenerationConfig } from '../records.ts'
import { monospace } from '../theme.ts'
import { CodeBlock } from '../ui/code-block.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { RecordLink } from '../ui/record-link.tsx'
import { kindWords } from '../ui/wording.ts'

function ConfigFile({ entry }: { entry: ConfigEntry }) {
  const place = `${entry.sourceFile}:${entry.sourceLine}`
  const name = `${kindWords[entry.kind]} ${entry.id}`
  return (
    <Box
      component="details"
      sx={{
        py: 0.75,
        borderTop: 1,
        borderColor: 'divider',
        overflowWrap: 'anywhere',
        '& summary': { cursor: 'pointer' },
      }}
    >
      <summary>
        {kindWords[entry.kind]} <strong>{entry.id}</strong>
      </summary>
      <Box sx={{ my: 0.75, fontSize: '0.86rem', color: 'text.secondary' }}>
        <Box component="code" sx={{ fontFamily: monospace }}>
          {place}
        </Box>
        <CopyButton text={place} label="Copy the file’s path" />, last changed by{' '}
        <RecordLink resource="releases" id={entry.releaseId}>
          release #{entry.releaseId}
        </RecordLink>
        {entry.gitCommit ? `, commit ${entry.gitCommit.slice(0, 10)}` : ''}
      </Box>
      <CodeBlock value={entry.spec} label={`What the file said of ${name}`} />
    </Box>
  )
}

/** What each file said then, whole, and which release put it there. */
export function ConfigFiles({ config }: { config: GenerationConfig }) {
  const { model, provider, tier, style, settings, parameterSet } = config
  const entries = [model, provider, tier, style, settings, parameterSet].filter((entry) => entry !== null)
  if (entries.length === 0) return null
  return (
    <div>
      <Typography variant="h3" sx={{ mb: 0.75 }}>
        As the files said
      </Typography>
      {entries.map((entry) => (
        <ConfigFile key={`${entry.kind}/${entry.id}`} entry={entry} />
      ))}
    </div>
  )
}
