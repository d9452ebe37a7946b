import EditIcon from '@mui/icons-material/EditOutlined'
import { Box, Button, IconButton, TextField, Tooltip } from '@mui/material'
import type { KeyboardEvent } from 'react'
import { useState } from 'react'
import { useNotify, useUpdate } from 'react-admin'
import { problemOf } from '../api-client.ts'
import type { Image } from '../records.ts'
import { useFirstFocus } from '../ui/first-focus.ts'
import { PromptHistoryButton } from './prompt-history-button.tsx'

interface TextEditorProps {
  image: Image
  field: 'prompt' | 'altText'
  label: string
  /** More than this is a burden on whoever has it read out. */
  charsAdvised?: number
}

/** Characters as people count them, nearly: code points. */
const lengthOf = (text: string): number => Array.from(text).length

const refusalOf = (error: unknown, field: string): string =>
  problemOf(error)?.errors?.[field] ?? (error instanceof Error ? error.message : 'It could not be saved.')

function DraftEditor({ image, field, label, charsAdvised, onClose }: TextEditorProps & { onClose: () => void }) {
  const [draft, setDraft] = useState(image[field])
  const [refusal, setRefusal] = useState<string>()
  const notify = useNotify()
  const [update, { isPending }] = useUpdate<Image>()
  const input = useFirstFocus()
  const text = draft.trim()

  const save = () => {
    if (text === '' || text === image[field]) {
      onClose()
      return
    }
    void update(
      'images',
      { id: image.id, data: { [field]: text }, previousData: image },
      {
        mutationMode: 'pessimistic',
        onSuccess: () => {
          notify(`${label} saved.`, { type: 'success' })
          onClose()
        },
        onError: (error: unknown) => setRefusal(refusalOf(error, field)),
      },
    )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose()
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
  }

  return (
    <Box sx={{ my: 0.5 }}>
      <TextField
        label={label}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={onKeyDown}
        inputRef={input}
        multiline
        fullWidth
        error={refusal !== undefined}
        helperText={
          refusal ?? (charsAdvised ? `${lengthOf(text)} characters; up to ${charsAdvised} read well` : undefined)
        }
      />
      <Box sx={{ display: 'flex', gap: 1, mt: 0.5 }}>
        <Button size="small" variant="contained" onClick={save} loading={isPending}>
          Save
        </Button>
        <Button size="small" onClick={onClose}>
          Discard
        </Button>
      </Box>
    </Box>
  )
}

/** One text of an image, changed where it stands. Ctrl or Cmd with Enter saves, Escape leaves it as it was. */
export function TextEditor(props: TextEditorProps) {
  const { image, field, label } = props
  const [editing, setEditing] = useState(false)
  if (editing) return <DraftEditor {...props} onClose={() => setEditing(false)} />
  const action = `Edit the ${label.toLowerCase()}`
  return (
    <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 0.5, fontSize: '0.92rem', lineHeight: 1.5 }}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Box component="span" sx={{ color: 'text.secondary', mr: 0.75 }}>
          {label}
        </Box>
        {image[field]}
      </Box>
      {field === 'prompt' ? <PromptHistoryButton image={image} /> : null}
      <Tooltip title={action}>
        <IconButton size="small" aria-label={action} onClick={() => setEditing(true)} sx={{ mt: -0.5 }}>
          <EditIcon sx={{ fontSize: 17 }} />
        </IconButton>
      </Tooltip>
    </Box>
  )
}
