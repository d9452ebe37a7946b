import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material'
import { useState } from 'react'
import { useDataProvider, useNotify } from 'react-admin'
import type { ConsoleProvider } from '../data-provider.ts'
import type { GenerateImages, Image } from '../records.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useRefreshImages } from '../ui/refresh-images.ts'
import { useSpending } from '../ui/spending.ts'
import { countOf } from '../ui/wording.ts'
import { EstimatePart, SkippedPart } from './estimate-part.tsx'
import { useEstimate } from './estimate-query.ts'
import { WishFields } from './wish-fields.tsx'
import { noWishes, wishedOf } from './wishes.ts'

interface RemakeManyDialogProps {
  images: readonly Image[]
  onClose: () => void
  onDone: () => void
}

/** Asks how the new versions should differ, and says what they cost before any is made. Earlier versions are kept. */
export function RemakeManyDialog({ images, onClose, onDone }: RemakeManyDialogProps) {
  const provider = useDataProvider<ConsoleProvider>()
  const notify = useNotify()
  const refresh = useRefreshImages()
  const [wishes, setWishes] = useState(noWishes)
  const question: GenerateImages = { imageIds: images.map(({ id }) => id), ...wishedOf(wishes) }
  const { isMakeable, ...answer } = useEstimate(question)
  const make = useSpending((body: GenerateImages, key) => provider.generateImages(body, key), {
    onDone: ({ generations, skipped }) => {
      notify(
        `${countOf(generations.length, 'new version')} queued${skipped.length > 0 ? `, ${skipped.length} left alone` : ''}.`,
        { type: 'success' },
      )
      refresh()
      onDone()
    },
    onFailed: () => undefined,
  })
  const count = answer.estimate?.images ?? 0
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="remake-many-title">
      <DialogTitle id="remake-many-title" component="h2">
        Remake {countOf(images.length, 'image')}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 1.5 }}>
        <Typography sx={{ color: 'text.secondary', fontSize: '0.92rem', mb: 0.5 }}>
          Each gets another version with its own prompt. The versions made before are kept.
        </Typography>
        <WishFields
          wishes={wishes}
          onChange={setWishes}
          inherited="each"
          accountId={images[0]?.accountId ?? 0}
          seedHint="The same for all, for models that take one"
        />
        <EstimatePart {...answer} />
        {answer.estimate ? <SkippedPart skipped={answer.estimate.skipped} /> : null}
        {make.error ? <ProblemNotice error={make.error} title="Nothing was queued" /> : null}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="contained"
          disabled={!isMakeable}
          loading={make.isPending}
          onClick={() => make.mutate(question)}
        >
          {count > 0 ? `Remake ${countOf(count, 'image')}` : 'Remake'}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
