import UploadIcon from '@mui/icons-material/UploadFileOutlined'
import { Box, Button, TextField } from '@mui/material'
import type { DragEvent } from 'react'
import { useRef, useState } from 'react'
import { required, useInput, useNotify } from 'react-admin'
import { monospace } from '../theme.ts'

const looksLikeHtml = (fileName: string, text: string): boolean =>
  /\.x?html?$/i.test(fileName) || /^\s*<(!doctype|html|article|body|h1|p|div)\b/i.test(text)

const accepted = '.md,.markdown,.mdx,.txt,.html,.htm,text/markdown,text/html,text/plain'

/** The article itself: typed, pasted, chosen or dropped. The format follows what it looks like. */
export function SourceInput() {
  const source = useInput({ source: 'source', validate: required() })
  const format = useInput({ source: 'sourceFormat' })
  const notify = useNotify()
  const [over, setOver] = useState(false)
  const fileInput = useRef<HTMLInputElement>(null)

  const take = (text: string, fileName = '') =>
    format.field.onChange(looksLikeHtml(fileName, text) ? 'html' : 'markdown')
  const read = async (file: File | undefined) => {
    if (!file) return
    const text = await file.text()
    if (text.includes('\u0000')) {
      notify(`${file.name} is not a text file. Choose a Markdown or HTML file.`, { type: 'error' })
      return
    }
    source.field.onChange(text)
    take(text, file.name)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void read(event.dataTransfer.files[0])
  }
  const { error } = source.fieldState

  return (
    <Box
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      sx={{
        width: '100%',
        borderRadius: 1,
        outline: over ? '2px dashed' : 'none',
        outlineColor: 'primary.main',
        outlineOffset: 6,
      }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: 1.5, mb: 0.5 }}>
        <input
          ref={fileInput}
          type="file"
          accept={accepted}
          hidden
          onChange={(event) => void read(event.target.files?.[0])}
        />
        <Button variant="outlined" startIcon={<UploadIcon />} onClick={() => fileInput.current?.click()}>
          Choose a file
        </Button>
        <Box sx={{ color: 'text.secondary', fontSize: '0.9rem' }}>or drop one here, or paste the text below</Box>
      </Box>
      <TextField
        {...source.field}
        id={source.id}
        label="Article"
        required
        multiline
        minRows={10}
        maxRows={24}
        fullWidth
        error={Boolean(error)}
        helperText={error?.message?.replace(/^@@react-admin@@/, '').replaceAll('"', '')}
        onPaste={(event) => {
          if (!source.field.value) take(event.clipboardData.getData('text'))
        }}
        slotProps={{ htmlInput: { style: { fontFamily: monospace, fontSize: '0.85rem', lineHeight: 1.5 } } }}
      />
    </Box>
  )
}
