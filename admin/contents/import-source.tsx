import FolderIcon from '@mui/icons-material/FolderOpenOutlined'
import UploadIcon from '@mui/icons-material/UploadFileOutlined'
import { Box, Button, TextField, ToggleButton, ToggleButtonGroup } from '@mui/material'
import { useRef, useState } from 'react'
import { countOf } from '../ui/wording.ts'
import type { ChosenFile } from './chosen-files.ts'
import { accepted, filesChosen, filesDropped, filesOfFolder } from './chosen-files.ts'

/** What a person chose to import from. */
export interface ImportChoice {
  kind: 'files' | 'url'
  files: ChosenFile[]
  url: string
}

function PickButton({
  label,
  isFolder,
  onPick,
}: {
  label: string
  isFolder: boolean
  onPick: (files: File[]) => void
}) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        {...(isFolder ? { webkitdirectory: '' } : { accept: accepted })}
        multiple
        hidden
        aria-label={isFolder ? 'Folder to import' : 'Files to import'}
        onChange={(event) => onPick([...(event.target.files ?? [])])}
      />
      <Button
        variant="outlined"
        startIcon={isFolder ? <FolderIcon /> : <UploadIcon />}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
    </>
  )
}

function chosenText(files: readonly ChosenFile[]): string {
  if (files.length === 0)
    return 'or drop them here: articles in Markdown or HTML, a folder or zip file of them, a feed, or a WordPress export'
  return files.length > 3 ? countOf(files.length, 'file') : files.map(({ name }) => name).join(', ')
}

function FileChoice({ files, onFiles }: { files: readonly ChosenFile[]; onFiles: (files: ChosenFile[]) => void }) {
  const [problem, setProblem] = useState<string>()
  const take = (chosen: ChosenFile[], none: string) => {
    setProblem(chosen.length === 0 ? none : undefined)
    onFiles(chosen)
  }
  const nothing = `Nothing in it can be imported. Accepted: ${accepted.replaceAll(',', ', ')}.`
  const drop = async (dropped: DataTransfer) => {
    try {
      take(await filesDropped(dropped), nothing)
    } catch (error) {
      setProblem(`It could not be read: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return (
    <Box
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        void drop(event.dataTransfer)
      }}
      sx={{ border: '1px dashed', borderColor: 'divider', borderRadius: 1, p: 2 }}
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        <PickButton label="Choose files" isFolder={false} onPick={(picked) => take(filesChosen(picked), nothing)} />
        <PickButton label="Choose a folder" isFolder onPick={(picked) => take(filesOfFolder(picked), nothing)} />
      </Box>
      <Box
        aria-live="polite"
        sx={{ mt: 1, color: problem ? 'error.main' : 'text.secondary', fontSize: '0.9rem', overflowWrap: 'anywhere' }}
      >
        {problem ?? chosenText(files)}
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
