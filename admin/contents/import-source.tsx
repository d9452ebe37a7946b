import UploadIcon from '@mui/icons-material/UploadFileOutlined'
import { Box, Button, TextField, ToggleButton, ToggleButtonGroup } from '@mui/material'
import { useRef } from 'react'
import { countOf } from '../ui/wording.ts'

const accepted = '.md,.markdown,.html,.htm,.zip,.xml,.rss,.atom,.rdf'

/** What a person chose to import from. */
export interface ImportChoice {
  kind: 'files' | 'url'
  files: File[]
  url: string
}

function FileChoice({ files, onFiles }: { files: File[]; onFiles: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <Box
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        onFiles([...event.dataTransfer.files])
      }}
      sx={{ border: '1px dashed', borderColor: 'divider', borderRadius: 1, p: 2 }}
    >
      <input
        ref={input}
        type="file"
        accept={accepted}
        multiple
        hidden
        aria-label="Files to import"
        onChange={(event) => onFiles([...(event.target.files ?? [])])}
      />
      <Button variant="outlined" startIcon={<UploadIcon />} onClick={() => input.current?.click()}>
        Choose files
      </Button>
      <Box sx={{ mt: 1, color: 'text.secondary', fontSize: '0.9rem', overflowWrap: 'anywhere' }}>
        {files.length === 0
          ? 'or drop them here: a WordPress export, a feed, articles in Markdown or HTML, or a zip file of a folder of them'
          : files.length > 3
            ? countOf(files.length, 'file')
            : files.map(({ name }) => name).join(', ')}
      </Box>
    </Box>
  )
}

/** Files, or the address of a feed. */
export function ImportSource({ choice, onChange }: { choice: ImportChoice; onChange: (choice: ImportChoice) => void }) {
  return (
    <>
      <ToggleButtonGroup
        exclusive
        size="small"
        aria-label="Import from"
        value={choice.kind}
        onChange={(_, kind: ImportChoice['kind'] | null) => kind && onChange({ ...choice, kind })}
      >
        <ToggleButton value="files">Files</ToggleButton>
        <ToggleButton value="url">Feed address</ToggleButton>
      </ToggleButtonGroup>
      {choice.kind === 'files' ? (
        <FileChoice files={choice.files} onFiles={(files) => onChange({ ...choice, files })} />
      ) : (
        <TextField
          label="Address of an RSS or Atom feed"
          type="url"
          fullWidth
          value={choice.url}
          placeholder="https://example.com/feed"
          onChange={(event) => onChange({ ...choice, url: event.target.value })}
        />
      )}
    </>
  )
}
