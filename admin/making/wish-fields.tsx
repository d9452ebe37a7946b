import { Box, TextField } from '@mui/material'
import { ModelChoice } from './model-choice.tsx'
import { StyleChoice, TierChoice } from './tier-and-style.tsx'
import type { Wishes } from './wishes.ts'

/** The largest seed that survives the way to the server and back. Digits. */
const seedDigitsMax = 15

interface WishFieldsProps {
  wishes: Wishes
  onChange: (wishes: Wishes) => void
  accountId: number
  /** What holds where nothing is chosen. Undefined: it is not known yet. `each`: it differs from image to image. */
  inherited: { tierId: string; styleId: string } | 'each' | undefined
  seedHint: string
  seedProblem?: string | undefined
}

/** Tier or model, style and seed: how one picture, or many, should differ from what the settings say. */
export function WishFields({ wishes, onChange, accountId, inherited, seedHint, seedProblem }: WishFieldsProps) {
  const change = (part: Partial<Wishes>) => onChange({ ...wishes, ...part })
  const { tierId, styleId } = inherited === 'each' || inherited === undefined ? {} : inherited
  const each = inherited === 'each' ? { inheritedText: 'As set for each' } : {}
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' }, gap: 1.5 }}>
      <TierChoice
        value={wishes.tierId}
        onChange={(value) => change({ tierId: value, modelId: '' })}
        inherited={tierId}
        {...each}
        {...(wishes.modelId && { inheritedText: 'The one of the model' })}
        accountId={accountId}
      />
      <ModelChoice
        value={wishes.modelId}
        onChange={(value) => change({ modelId: value, tierId: '' })}
        tierId={wishes.tierId || tierId}
        accountId={accountId}
      />
      <StyleChoice
        value={wishes.styleId}
        onChange={(value) => change({ styleId: value })}
        inherited={styleId}
        {...each}
      />
      <TextField
        label="Seed"
        value={wishes.seed}
        onChange={(event) => change({ seed: event.target.value.replaceAll(/\D/g, '').slice(0, seedDigitsMax) })}
        placeholder="By chance"
        slotProps={{ htmlInput: { inputMode: 'numeric' }, inputLabel: { shrink: true } }}
        error={seedProblem !== undefined}
        helperText={seedProblem ?? seedHint}
      />
    </Box>
  )
}
