import { Box, Link } from '@mui/material'
import { Suspense, lazy, useState } from 'react'
import { When } from '../ui/when.tsx'
import { costText } from '../ui/wording.ts'
import { useArticle } from './article-context.ts'

const PromptWritingsDialog = lazy(async () => ({
  default: (await import('./prompt-writings-dialog.tsx')).PromptWritingsDialog,
}))

/** Opens every writing of the article's prompts with its cost. */
function WritingsButton() {
  const { content, settings } = useArticle()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Link component="button" type="button" onClick={() => setOpen(true)} sx={{ verticalAlign: 'baseline' }}>
        What prompts cost
      </Link>
      {open ? (
        <Suspense fallback={null}>
          <PromptWritingsDialog content={content} settings={settings} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}

function Written() {
  const { content } = useArticle()
  if (!content.promptsWrittenAt) return 'No prompts yet. Making images writes them first.'
  return (
    <>
      Prompts written by {content.promptsWriter ?? 'someone'} <When at={content.promptsWrittenAt} />
      {content.promptsCostUsd ? ` for ${costText(content.promptsCostUsd)}` : ''}.
    </>
  )
}

/** Who wrote the prompts that are there, what a person should know of it, and the way to all writings. */
export function PromptsLine() {
  const { content } = useArticle()
  return (
    <Box sx={{ fontSize: '0.85rem', color: 'text.secondary' }}>
      <Written /> <WritingsButton />
      {content.promptsNotes.map((note) => (
        <Box key={note} sx={{ mt: 0.5 }}>
          {note}
        </Box>
      ))}
    </Box>
  )
}
