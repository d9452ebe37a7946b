import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField, Typography } from '@mui/material'
import type { FormEvent } from 'react'
import { useState } from 'react'
import { useDataProvider, useGetOne, useNotify } from 'react-admin'
import { problemOf } from '../api-client.ts'
import type { ConsoleProvider } from '../data-provider.ts'
import type { Generation, Image, Model, Remake, Tier } from '../records.ts'
import { ModeBadge } from '../ui/mode-badge.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useRefreshImages } from '../ui/refresh-images.ts'
import { useSpending } from '../ui/spending.ts'
import { costText, slotText } from '../ui/wording.ts'
import { StyleChoice, TierChoice } from './tier-and-style.tsx'

/** Which model a tier uses now, and what one picture of it costs. */
function TierCost({ tierId }: { tierId: string }) {
  const { data: tier } = useGetOne<Tier>('tiers', { id: tierId }, { staleTime: 60_000 })
  const modelId = tier?.currentModelId ?? undefined
  const { data: model } = useGetOne<Model>(
    'models',
    { id: modelId ?? '' },
    { enabled: modelId !== undefined, staleTime: 60_000 },
  )
  if (!model) return null
  const { usd_per_image: costUsd } = model.spec.price
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1,
        p: 1.5,
        borderRadius: 1,
        border: 1,
        borderColor: 'divider',
        bgcolor: 'background.default',
      }}
    >
      <strong>1 image{costUsd === undefined ? '' : ` · about ${costText(costUsd)}`}</strong>
      <Box component="span" sx={{ color: 'text.secondary' }}>
        by {model.spec.display_name}
      </Box>
      <ModeBadge mode={model.providerMode} />
    </Box>
  )
}

/** What was written in the form. Empty: as the slot and the settings say. */
interface Wishes {
  prompt: string
  tierId: string
  styleId: string
  seed: string
}

function requestOf(wishes: Wishes, image: Image): Remake {
  const prompt = wishes.prompt.trim()
  return {
    ...(prompt !== image.prompt && { prompt }),
    ...(wishes.tierId && { tierId: wishes.tierId }),
    ...(wishes.styleId && { styleId: wishes.styleId }),
    ...(wishes.seed && { seed: Number(wishes.seed) }),
  }
}

interface WishFieldsProps {
  image: Image
  last: Generation | null
  wishes: Wishes
  onChange: (wishes: Wishes) => void
  refusals: Partial<Record<string, string>>
}

function WishFields({ image, last, wishes, onChange, refusals }: WishFieldsProps) {
  const change = (part: Partial<Wishes>) => onChange({ ...wishes, ...part })
  const seedHint = last?.seed
    ? `Empty: the provider chooses. The last version had ${last.seed}`
    : 'Empty: the provider chooses'
  return (
    <>
      <TextField
        label="Prompt"
        value={wishes.prompt}
        onChange={(event) => change({ prompt: event.target.value })}
        multiline
        minRows={3}
        fullWidth
        required
        error={refusals['prompt'] !== undefined}
        helperText={refusals['prompt']}
      />
      <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, gap: 1.5 }}>
        <TierChoice
          value={wishes.tierId}
          onChange={(tierId) => change({ tierId })}
          inherited={last?.tierId}
          accountId={image.accountId}
        />
        <StyleChoice value={wishes.styleId} onChange={(styleId) => change({ styleId })} inherited={last?.styleId} />
      </Box>
      <TextField
        label="Seed"
        value={wishes.seed}
        onChange={(event) => change({ seed: event.target.value.replaceAll(/\D/g, '') })}
        slotProps={{ htmlInput: { inputMode: 'numeric' } }}
        error={refusals['seed'] !== undefined}
        helperText={refusals['seed'] ?? seedHint}
      />
    </>
  )
}

/** Asks how the new version should differ. The versions there are stay, and the better one can be chosen afterwards. */
export function RemakeDialog({ image, onClose }: { image: Image; onClose: () => void }) {
  const provider = useDataProvider<ConsoleProvider>()
  const notify = useNotify()
  const refresh = useRefreshImages()
  const last = image.current ?? image.latest
  const [wishes, setWishes] = useState<Wishes>({ prompt: image.prompt, tierId: '', styleId: '', seed: '' })
  const remake = useSpending((body: Remake, key) => provider.remake(image.id, body, key), {
    onDone: () => {
      notify('A new version is queued.', { type: 'success' })
      refresh()
      onClose()
    },
    onFailed: () => undefined,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    remake.mutate(requestOf(wishes, image))
  }
  const tierId = wishes.tierId || last?.tierId
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="remake-title">
      <Box component="form" onSubmit={submit}>
        <DialogTitle id="remake-title" component="h2">
          {image.current ? 'Make another version' : 'Make the picture'}: {slotText(image.type, image.position)}
        </DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 1.5 }}>
          <WishFields
            image={image}
            last={last}
            wishes={wishes}
            onChange={setWishes}
            refusals={problemOf(remake.error)?.errors ?? {}}
          />
          {tierId ? <TierCost tierId={tierId} /> : null}
          {remake.error ? <ProblemNotice error={remake.error} title="Nothing was queued" /> : null}
          <Typography sx={{ color: 'text.secondary', fontSize: '0.85rem' }}>Versions made before are kept.</Typography>
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2.5 }}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="contained" loading={remake.isPending}>
            Make it
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  )
}
