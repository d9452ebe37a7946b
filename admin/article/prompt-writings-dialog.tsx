import {
  Alert,
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Skeleton,
  Typography,
} from '@mui/material'
import { useQuery } from '@tanstack/react-query'
import { useDataProvider, useGetList } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Content, EffectiveSettings, Model, PromptWriting } from '../records.ts'
import { CatalogName } from '../ui/catalog-name.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { When } from '../ui/when.tsx'
import { costText, countOf } from '../ui/wording.ts'

/** The writer that asks no model. */
const freeWriter = 'extractive'
/** The API tells of no more. */
const writingsMax = 200

const small = { color: 'text.secondary', fontSize: '0.88rem' } as const

function Writer({ writing: { writer, modelId, finishedAt } }: { writing: PromptWriting }) {
  if (!finishedAt) return 'Being written'
  if (writer === null) return 'Nothing came of it'
  if (writer === freeWriter) return modelId === null ? 'Extractive writer, without a text model' : 'Extractive writer'
  return <CatalogName resource="models" id={writer} plain />
}

/** The model that was asked where its prompts were not the ones taken. */
function AskedModel({ writing: { writer, modelId } }: { writing: PromptWriting }) {
  if (modelId === null || modelId === writer) return null
  return (
    <Box sx={small}>
      Asked before: <CatalogName resource="models" id={modelId} plain />
    </Box>
  )
}

function costOf({ finishedAt, costUsd, modelId }: PromptWriting): string {
  if (!finishedAt) return 'not known yet'
  return costUsd === 0 && modelId === null ? 'free' : costText(costUsd)
}

function Entry({ writing }: { writing: PromptWriting }) {
  return (
    <Box component="li" sx={{ py: 1.5, borderTop: 1, borderColor: 'divider', '&:first-of-type': { borderTop: 0 } }}>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', alignItems: 'baseline', gap: 2 }}>
        <Box component="span" sx={{ fontWeight: 600 }}>
          <Writer writing={writing} />
        </Box>
        <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}>
          {costOf(writing)}
        </Box>
      </Box>
      <Box sx={small}>
        <When at={writing.createdAt} />
        {writing.askedBy === 'unknown' ? '' : `, asked for by ${writing.askedBy}`}
        {writing.isRegeneration ? ', in place of earlier prompts' : ''}
      </Box>
      <AskedModel writing={writing} />
      {writing.notes.map((note) => (
        <Box key={note} sx={{ mt: 0.5, fontSize: '0.9rem', overflowWrap: 'anywhere' }}>
          {note}
        </Box>
      ))}
    </Box>
  )
}

function Total({ writings }: { writings: readonly PromptWriting[] }) {
  const asked = writings.filter(({ modelId }) => modelId !== null).length
  const costUsd = writings.reduce((sum, writing) => sum + writing.costUsd, 0)
  return (
    <Typography sx={{ mb: 1 }}>
      <strong>{costText(costUsd)}</strong> for {writings.length < writingsMax ? '' : 'the newest '}
      {countOf(writings.length, 'writing')},{' '}
      {asked === 0 ? 'none of which asked a text model.' : `${asked} of which asked a text model.`}
    </Typography>
  )
}

/** Why the text model is not asked now, although the settings choose one. */
function whyNotAsked({ problem, providerMode }: Model): string | undefined {
  if (problem) return `cannot be used now: ${problem}`
  if (providerMode === 'sandbox')
    return 'is not asked: the sandbox stands in for its provider, and would make prompts up'
  return providerMode === 'live' ? undefined : 'is not asked: no key is set for its provider'
}

function NotAskedNotice({ settings }: { settings: EffectiveSettings | undefined }) {
  const { data = [] } = useGetList<Model>('models', {
    pagination: { page: 1, perPage: 100 },
    sort: { field: 'position', order: 'ASC' },
    filter: { modelType: 'text', isActive: true },
  })
  const model = data.find(({ spec }) => spec.is_default)
  const why = model && whyNotAsked(model)
  if (!why || settings?.promptWriter.value !== 'model') return null
  return (
    <Alert severity="info" variant="outlined" sx={{ mb: 1.5 }}>
      The settings choose a text model, but {model.spec.display_name} {why}. The extractive writer writes in its place,
      at no cost.
    </Alert>
  )
}

interface PromptWritingsDialogProps {
  content: Content
  settings: EffectiveSettings | undefined
  onClose: () => void
}

/** Every writing of an article's prompts: by whom, what it cost, and why a text model was not the writer. */
export function PromptWritingsDialog({ content, settings, onClose }: PromptWritingsDialogProps) {
  const provider = useDataProvider<ConsoleProvider>()
  const { data, error, refetch } = useQuery({
    queryKey: ['prompt-writings', content.id, content.promptsWrittenAt],
    queryFn: ({ signal }) => provider.readPromptWritings(content.id, signal),
    staleTime: 0,
  })
  const writings = data?.data
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="prompt-writings-title">
      <DialogTitle id="prompt-writings-title" component="h2">
        What the prompts cost
      </DialogTitle>
      <DialogContent>
        <NotAskedNotice settings={settings} />
        {error ? <ProblemNotice error={error} title="It could not be read" onRetry={() => void refetch()} /> : null}
        {!writings && !error ? <Skeleton variant="rounded" height={120} aria-label="Reading the writings" /> : null}
        {writings?.length === 0 ? (
          <Typography>
            Nothing yet: no prompts were written for this article. Writing them, or making its images, is the first
            entry here.
          </Typography>
        ) : null}
        {writings && writings.length > 0 ? (
          <>
            <Total writings={writings} />
            <Box component="ul" aria-label="Writings, newest first" sx={{ m: 0, p: 0, listStyle: 'none' }}>
              {writings.map((writing) => (
                <Entry key={writing.id} writing={writing} />
              ))}
            </Box>
          </>
        ) : null}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button onClick={onClose}>Close</Button>
      </DialogActions>
    </Dialog>
  )
}
