import CopyIcon from '@mui/icons-material/ContentCopy'
import DownloadIcon from '@mui/icons-material/FileDownloadOutlined'
import { Box, Button, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useDataProvider, useNotify } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import { countOf } from '../ui/wording.ts'
import { useArticle } from './article-context.ts'

/** What there is to take away, or why there is nothing yet. */
function resultWords({
  expected,
  current,
  queued,
  running,
}: {
  expected: number
  current: number
  queued: number
  running: number
}): string {
  if (current === 0 && queued + running > 0) return 'The article can be taken away once its first image is made.'
  if (current === 0) return 'Make its images first: there is nothing to take away yet.'
  if (current < expected) return `With ${countOf(current, 'image')} of ${expected}; the manifest names the others.`
  return `With ${countOf(current, 'image')} in place, a manifest, and smaller copies where the article names them.`
}

type Format = 'markdown' | 'html'
const formatNames: Record<Format, string> = { markdown: 'Markdown', html: 'HTML' }

/** Markdown can be had as HTML too, but not the other way. */
function FormatChoice({ format, onChange }: { format: Format; onChange: (format: Format) => void }) {
  return (
    <ToggleButtonGroup
      exclusive
      fullWidth
      size="small"
      aria-label="Take it away as"
      value={format}
      onChange={(_, chosen: Format | null) => chosen && onChange(chosen)}
      sx={{ mb: 1 }}
    >
      <ToggleButton value="markdown">Markdown</ToggleButton>
      <ToggleButton value="html">HTML</ToggleButton>
    </ToggleButtonGroup>
  )
}

/** Takes the illustrated article away: as one file, or as text to paste somewhere. */
export function ResultActions() {
  const { content, images } = useArticle()
  const provider = useDataProvider<ConsoleProvider>()
  const notify = useNotify()
  const { current } = content.imageCounts
  const [chosen, setFormat] = useState<Format>('markdown')
  const format = content.sourceFormat === 'html' ? 'html' : chosen
  const language = formatNames[format]
  const isSandbox = images.some((image) => image.current?.providerMode === 'sandbox')
  const copy = useMutation({
    mutationFn: async () => navigator.clipboard.writeText(await provider.readIllustrated(content.id, format)),
    onSuccess: () => notify(`The article is on the clipboard as ${language}.`, { type: 'success' }),
    onError: (error) => notify(error.message, { type: 'error' }),
  })
  return (
    <Box>
      {content.sourceFormat === 'markdown' && current > 0 ? (
        <FormatChoice format={format} onChange={setFormat} />
      ) : null}
      <Box sx={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 1 }}>
        <Button
          component="a"
          href={`/api/contents/${content.id}/bundle?format=${format}`}
          download
          variant="outlined"
          startIcon={<DownloadIcon />}
          disabled={current === 0}
          aria-describedby="results-note"
        >
          Download
        </Button>
        <Button
          variant="outlined"
          startIcon={<CopyIcon />}
          disabled={current === 0}
          loading={copy.isPending}
          loadingPosition="start"
          onClick={() => copy.mutate()}
          aria-describedby="results-note"
        >
          Copy {language}
        </Button>
      </Box>
      <Typography id="results-note" sx={{ mt: 1, fontSize: '0.85rem', color: 'text.secondary' }}>
        {resultWords(content.imageCounts)}
        {isSandbox ? ' Some were drawn by the sandbox, and are not for publication.' : ''}
      </Typography>
    </Box>
  )
}
