import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField, Typography } from '@mui/material'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useDataProvider, useNotify } from 'react-admin'
import { problemOf } from '../api-client.ts'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Image, Remake } from '../records.ts'
import { useEffectiveSettings } from '../ui/effective-settings-query.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useRefreshImages } from '../ui/refresh-images.ts'
import { useSpending } from '../ui/spending.ts'
import { slotText } from '../ui/wording.ts'
import { EstimatePart, SkippedPart } from './estimate-part.tsx'
import { useEstimate } from './estimate-query.ts'
import { WishFields } from './wish-fields.tsx'
import { noWishes, wishedOf } from './wishes.ts'

interface PromptFieldProps {
  prompt: string
  /** The one the image has. */
  own: string
  onChange: (prompt: string) => void
  refusal: string | undefined
}

/** The prompt as it is, to be changed or left. */
function PromptField({ prompt, own, onChange, refusal }: PromptFieldProps) {
  const isEdited = prompt.trim() !== own
  const hint = isEdited ? 'Edited: it becomes the prompt of the image. The earlier one is kept.' : 'As it is'
  const problem = refusal ?? (prompt.trim() === '' ? 'Say what to draw.' : undefined)
  return (
    <Box>
      <TextField
        label="Prompt"
        value={prompt}
        onChange={(event) => onChange(event.target.value)}
        multiline
        minRows={3}
        maxRows={12}
        fullWidth
        required
        error={problem !== undefined}
        helperText={problem ?? hint}
      />
      {isEdited ? (
        <Button size="small" onClick={() => onChange(own)}>
          As it was
        </Button>
      ) : null}
    </Box>
  )
}

/** What the settings say of an article's pictures; undefined while that is not known. */
function useInherited(contentId: number) {
  const { data: settings } = useEffectiveSettings('content', contentId)
  return settings && { tierId: settings.tierId.value, styleId: settings.styleId.value }
}

/** Asks how the new version should differ, and says what it costs. The versions there are stay, and the better one can be chosen afterwards. */
export function RemakeDialog({ image, onClose }: { image: Image; onClose: () => void }) {
  const provider = useDataProvider<ConsoleProvider>()
  const notify = useNotify()
  const refresh = useRefreshImages()
  const [prompt, setPrompt] = useState(image.prompt)
  const [wishes, setWishes] = useState(noWishes)
  const inherited = useInherited(image.contentId)
  const wanted = prompt.trim()
  const body: Remake = { ...(wanted !== image.prompt && { prompt: wanted }), ...wishedOf(wishes) }
  const { isMakeable, ...answer } = useEstimate(wanted === '' ? null : { imageIds: [image.id], ...body })
  const remake = useSpending((question: Remake, key) => provider.remake(image.id, question, key), {
    onDone: () => {
      notify('A new version is queued.', { type: 'success' })
      refresh()
      onClose()
    },
    onFailed: () => undefined,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isMakeable) remake.mutate(body)
  }
  const refusals = problemOf(remake.error ?? answer.error)?.errors ?? {}
  const seed = (image.current ?? image.latest)?.seed
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="remake-title">
      <Box component="form" onSubmit={submit} sx={{ display: 'flex', flexDirection: 'column', minHeight: 0 }}>
        <DialogTitle id="remake-title" component="h2">
          {image.current ? 'Make another version' : 'Make the picture'}: {slotText(image.type, image.position)}
        </DialogTitle>
        <DialogContent sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 1.5 }}>
          <Box sx={{ pt: 0.75 }}>
            <PromptField prompt={prompt} own={image.prompt} onChange={setPrompt} refusal={refusals['prompt']} />
          </Box>
          <WishFields
            wishes={wishes}
            onChange={setWishes}
            inherited={inherited}
            accountId={image.accountId}
            seedHint={seed ? `The last version had ${seed}` : 'For models that take one'}
            seedProblem={refusals['seed']}
          />
          {wanted === '' ? null : <EstimatePart {...answer} />}
          {answer.estimate ? <SkippedPart skipped={answer.estimate.skipped} /> : null}
          {remake.error ? <ProblemNotice error={remake.error} title="Nothing was queued" /> : null}
          <Typography sx={{ color: 'text.secondary', fontSize: '0.85rem' }}>Versions made before are kept.</Typography>
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2.5 }}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="contained" loading={remake.isPending} disabled={!isMakeable}>
            Make it
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  )
}
