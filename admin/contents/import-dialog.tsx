import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, MenuItem, TextField } from '@mui/material'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useDataProvider, useGetList, useListContext } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { ImportAnswer, ImportArticles, Site } from '../records.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { countOf } from '../ui/wording.ts'
import { ImportResults } from './import-results.tsx'
import { type ImportChoice, ImportSource } from './import-source.tsx'

/** As bytes: a file says itself what encoding it is in, which the server reads. */
const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve((reader.result as string).replace(/^[^,]*,?/, '')))
    reader.addEventListener('error', () => reject(new Error(`${file.name} could not be read.`)))
    reader.readAsDataURL(file)
  })

async function bodyOf({ kind, url, files }: ImportChoice, status: ImportArticles['status']): Promise<ImportArticles> {
  const said = status === undefined ? {} : { status }
  if (kind === 'url') return { ...said, url: url.trim() }
  const read = await Promise.all(files.map(async ({ name, file }) => ({ name, base64: await base64Of(file) })))
  return { ...said, files: read as NonNullable<ImportArticles['files']> }
}

interface Target {
  siteId: string
  status: 'draft' | 'ready'
}

interface TargetChoiceProps {
  sites: Site[]
  target: Target
  onChange: (target: Target) => void
}

/** Which site, and what new articles are there. */
function TargetChoice({ sites, target, onChange }: TargetChoiceProps) {
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, gap: 2, pt: 1 }}>
      <TextField
        select
        label="Into the site"
        value={target.siteId}
        onChange={(event) => onChange({ ...target, siteId: event.target.value })}
      >
        {sites.map((site) => (
          <MenuItem key={site.id} value={String(site.id)}>
            {site.name}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label="New articles are"
        value={target.status}
        onChange={(event) => onChange({ ...target, status: event.target.value === 'draft' ? 'draft' : 'ready' })}
        helperText="Where they do not say it themselves"
      >
        <MenuItem value="ready">Ready</MenuItem>
        <MenuItem value="draft">Drafts</MenuItem>
      </TextField>
    </Box>
  )
}

interface NextButtonProps {
  answer: ImportAnswer | undefined
  isPending: boolean
  isReady: boolean
  onRun: (dryRun: boolean) => void
}

/** First to see what would come, then to do it. */
function NextButton({ answer, isPending, isReady, onRun }: NextButtonProps) {
  if (!answer)
    return (
      <Button variant="contained" loading={isPending} disabled={!isReady} onClick={() => onRun(true)}>
        Look at what would come
      </Button>
    )
  const count = answer.counts.made + answer.counts.updated
  return (
    <Button variant="contained" loading={isPending} disabled={count === 0} onClick={() => onRun(false)}>
      {count === 0 ? 'Nothing to import' : `Import ${countOf(count, 'article')}`}
    </Button>
  )
}

const isChosen = ({ kind, files, url }: ImportChoice): boolean =>
  kind === 'files' ? files.length > 0 : url.trim() !== ''

function useSites(): Site[] {
  const { data = [] } = useGetList<Site>('sites', {
    pagination: { page: 1, perPage: 100 },
    sort: { field: 'name', order: 'ASC' },
  })
  return data
}

/** Brings articles in: choose from where, see what would come of it, then do it. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const provider = useDataProvider<ConsoleProvider>()
  const client = useQueryClient()
  const { filterValues } = useListContext()
  const sites = useSites()
  const [chosen, setTarget] = useState<Target>({ siteId: String(filterValues?.['siteId'] ?? ''), status: 'ready' })
  const [choice, setChoice] = useState<ImportChoice>({ kind: 'files', files: [], url: '' })
  const target = { ...chosen, siteId: chosen.siteId || String(sites[0]?.id ?? '') }
  const run = useMutation({
    mutationFn: async (dryRun: boolean) =>
      provider.importArticles(target.siteId, { ...(await bodyOf(choice, target.status)), dryRun }),
    onSuccess: ({ dryRun }) => {
      if (dryRun) return
      void client.invalidateQueries({ queryKey: ['contents'] })
      void client.invalidateQueries({ queryKey: ['keywords'] })
    },
  })
  const answer = run.data
  const isDone = answer?.dryRun === false
  /** What was looked at is no longer what would be imported. */
  const change =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      run.reset()
      set(value)
    }
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="import-title">
      <DialogTitle id="import-title" component="h2">
        {isDone ? 'Imported' : 'Import articles'}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        {isDone ? null : (
          <>
            <TargetChoice sites={sites} target={target} onChange={change(setTarget)} />
            <ImportSource choice={choice} onChange={change(setChoice)} />
          </>
        )}
        {run.error ? <ProblemNotice error={run.error} title="It could not be imported" /> : null}
        {answer ? <ImportResults answer={answer} onOpen={onClose} /> : null}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button onClick={onClose}>{isDone ? 'Close' : 'Cancel'}</Button>
        {isDone ? null : (
          <NextButton
            answer={answer}
            isPending={run.isPending}
            isReady={target.siteId !== '' && isChosen(choice)}
            onRun={run.mutate}
          />
        )}
      </DialogActions>
    </Dialog>
  )
}
