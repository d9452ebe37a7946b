import EditNoteIcon from '@mui/icons-material/EditNoteOutlined'
import { Button } from '@mui/material'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Confirm, useDataProvider, useNotify } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import { useSpending } from '../ui/spending.ts'
import { countOf } from '../ui/wording.ts'
import { useArticle } from './article-context.ts'

/** Writes the prompts, or writes them anew after asking. Pictures already made stay. */
export function WritePromptsButton() {
  const { content } = useArticle()
  const provider = useDataProvider<ConsoleProvider>()
  const client = useQueryClient()
  const notify = useNotify()
  const [asking, setAsking] = useState(false)
  const written = content.promptsWrittenAt !== null
  const write = useSpending((body: { regenerate?: boolean }, key) => provider.writePrompts(content.id, body, key), {
    onDone: ({ images }) => {
      setAsking(false)
      notify(`${countOf(images.length, 'prompt')} written.`, { type: 'success' })
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
      <Confirm
        isOpen={asking}
        loading={write.isPending}
        title="Write the prompts again?"
        content="New prompts take the place of the ones here, edited ones included. Pictures already made stay as they are."
        confirm="Write again"
        cancel="Keep them"
        onConfirm={() => write.mutate({ regenerate: true })}
        onClose={() => setAsking(false)}
      />
    </>
  )
}
