import EditNoteIcon from '@mui/icons-material/EditNoteOutlined'
import { Button } from '@mui/material'
import { useQueryClient } from '@tanstack/react-query'
import { Suspense, lazy, useState } from 'react'
import { useDataProvider, useNotify } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { WritePrompts } from '../records.ts'
import { useSpending } from '../ui/spending.ts'
import { countOf } from '../ui/wording.ts'
import { useArticle } from './article-context.ts'

const WriteAgainDialog = lazy(async () => ({ default: (await import('./write-again-dialog.tsx')).WriteAgainDialog }))

/** Writes the prompts, or writes them anew after asking. Pictures already made stay unless that is chosen. */
export function WritePromptsButton() {
  const { content } = useArticle()
  const provider = useDataProvider<ConsoleProvider>()
  const client = useQueryClient()
  const notify = useNotify()
  const [asking, setAsking] = useState(false)
  const written = content.promptsWrittenAt !== null
  const write = useSpending((body: WritePrompts, key) => provider.writePrompts(content.id, body, key), {
    onDone: ({ images, generations }) => {
      setAsking(false)
      const queued = generations.length > 0 ? ` ${countOf(generations.length, 'image')} queued.` : ''
      notify(`${countOf(images.filter(({ isSetAside }) => !isSetAside).length, 'prompt')} written.${queued}`, {
        type: 'success',
      })
      void client.invalidateQueries({ queryKey: ['generations'] })
      void client.invalidateQueries({ queryKey: ['images'] })
      void client.invalidateQueries({ queryKey: ['contents'] })
    },
  })
  return (
    <>
      <Button
        fullWidth
        variant="outlined"
        startIcon={<EditNoteIcon />}
        loading={write.isPending}
        loadingPosition="start"
        onClick={() => (written ? setAsking(true) : write.mutate({}))}
      >
        {written ? 'Write prompts again' : 'Write prompts'}
      </Button>
      {asking ? (
        <Suspense fallback={null}>
          <WriteAgainDialog
            content={content}
            isPending={write.isPending}
            onWrite={(body) => write.mutate(body)}
            onClose={() => setAsking(false)}
          />
        </Suspense>
      ) : null}
    </>
  )
}
