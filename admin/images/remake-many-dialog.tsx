import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  MenuItem,
  TextField,
  Typography,
} from '@mui/material'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useDataProvider, useGetList, useNotify } from 'react-admin'
import { EstimatePart } from '../article/estimate-part.tsx'
import { StyleChoice, TierChoice } from '../article/tier-and-style.tsx'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Estimate, GenerateImages, Image, Model } from '../records.ts'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useRefreshImages } from '../ui/refresh-images.ts'
import { useSpending } from '../ui/spending.ts'
import { countOf } from '../ui/wording.ts'

interface Wishes {
  tierId: string
  modelId: string
  styleId: string
  seed: string
}

function ModelChoice({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { data = [] } = useGetList<Model>('models', {
    pagination: { page: 1, perPage: 100 },
    sort: { field: 'position', order: 'ASC' },
    filter: { modelType: 'image', isActive: true },
  })
  return (
    <TextField
      select
      fullWidth
      label="Model"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      <MenuItem value="">As the tier says</MenuItem>
      {data.map((model) => (
        <MenuItem key={model.id} value={model.id}>
          {model.spec.display_name}
        </MenuItem>
      ))}
    </TextField>
  )
}

/** What would be left alone, each reason once. */
function Skipped({ skipped }: Pick<Estimate, 'skipped'>) {
  const reasons = [...new Set(skipped.map(({ reason }) => reason))]
  return (
    <Box component="ul" sx={{ m: 0, pl: 2.5, color: 'text.secondary', fontSize: '0.9rem' }}>
      {reasons.map((reason) => (
        <li key={reason}>
          {countOf(skipped.filter((image) => image.reason === reason).length, 'image')} left alone: {reason}
        </li>
      ))}
    </Box>
  )
}

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
  const [wishes, setWishes] = useState<Wishes>({ tierId: '', modelId: '', styleId: '', seed: '' })
  const { tierId, modelId, styleId, seed } = wishes
  const question: GenerateImages = {
    imageIds: images.map(({ id }) => id),
    ...(tierId && { tierId }),
    ...(modelId && { modelId }),
    ...(styleId && { styleId }),
    ...(seed && { seed: Number(seed) }),
  }
  const estimate = useQuery({
    queryKey: ['estimate', question],
    queryFn: ({ signal }) => provider.estimate(question, signal),
    retry: false,
    staleTime: 0,
  })
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
  const change = (changes: Partial<Wishes>) => setWishes({ ...wishes, ...changes })
  const count = estimate.data?.images ?? 0
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="remake-many-title">
      <DialogTitle id="remake-many-title" component="h2">
        Remake {countOf(images.length, 'image')}
      </DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 1.5 }}>
        <Typography sx={{ color: 'text.secondary', fontSize: '0.92rem' }}>
          Each gets another version with its own prompt. The versions made before are kept.
        </Typography>
        <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, gap: 1.5, mt: 0.5 }}>
          <TierChoice
            value={tierId}
            onChange={(value) => change({ tierId: value, modelId: '' })}
            inherited={undefined}
            inheritedText="As set for each"
            accountId={images[0]?.accountId ?? 0}
          />
          <ModelChoice value={modelId} onChange={(value) => change({ modelId: value, tierId: '' })} />
          <StyleChoice
            value={styleId}
            onChange={(value) => change({ styleId: value })}
            inherited={undefined}
            inheritedText="As set for each"
          />
          <TextField
            label="Seed"
            value={seed}
            onChange={(event) => change({ seed: event.target.value.replaceAll(/\D/g, '').slice(0, 15) })}
            placeholder="By chance"
            slotProps={{ htmlInput: { inputMode: 'numeric' }, inputLabel: { shrink: true } }}
          />
        </Box>
        <EstimatePart estimate={estimate.data} error={estimate.error} onRetry={() => void estimate.refetch()} />
        {estimate.data && estimate.data.skipped.length > 0 ? <Skipped skipped={estimate.data.skipped} /> : null}
        {make.error ? <ProblemNotice error={make.error} title="Nothing was queued" /> : null}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2.5 }}>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="contained"
          disabled={count === 0 || estimate.data?.problem !== null}
          loading={make.isPending}
          onClick={() => make.mutate(question)}
        >
          {count > 0 ? `Remake ${countOf(count, 'image')}` : 'Remake'}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
