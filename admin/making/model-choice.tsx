import { MenuItem, TextField } from '@mui/material'
import { useGetList, useGetOne } from 'react-admin'
import type { Account, Model, Tier } from '../records.ts'
import { costText } from '../ui/wording.ts'

interface ModelChoiceProps {
  value: string
  onChange: (value: string) => void
  accountId: number
  /** The tier that holds where no model is chosen; undefined where that differs from image to image. */
  tierId: string | undefined
}

/** Why a model cannot be chosen; undefined where it can. */
function whyNot(model: Model, tiers: readonly Tier[], planId: string | undefined): string | undefined {
  if (model.killedAt) return 'switched off'
  if (model.problem) return 'not usable now'
  const tier = tiers.find(({ id }) => id === model.tierId)
  if (planId && tier && !tier.planIds.includes(planId)) return `not in plan ${planId}`
  return undefined
}

function priceText({ spec }: Model): string {
  const { usd_per_image: usd } = spec.price
  return usd === undefined ? '' : ` · ${costText(usd)}`
}

/** Models that draw, with what one picture costs. Those that cannot be had are shown with the reason. */
export function ModelChoice({ value, onChange, accountId, tierId }: ModelChoiceProps) {
  const { data: models = [] } = useGetList<Model>('models', {
    pagination: { page: 1, perPage: 100 },
    sort: { field: 'position', order: 'ASC' },
    filter: { modelType: 'image', isActive: true },
  })
  const { data: tiers = [] } = useGetList<Tier>('tiers', {
    pagination: { page: 1, perPage: 100 },
    sort: { field: 'position', order: 'ASC' },
  })
  const { data: account } = useGetOne<Account>('accounts', { id: accountId })
  const ofTier = models.find(({ id }) => id === tiers.find((tier) => tier.id === tierId)?.currentModelId)
  return (
    <TextField
      select
      fullWidth
      label="Model"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      <MenuItem value="">As the tier says{ofTier ? `: ${ofTier.spec.display_name}` : ''}</MenuItem>
      {models.map((model) => {
        const reason = whyNot(model, tiers, account?.planId)
        return (
          <MenuItem key={model.id} value={model.id} disabled={reason !== undefined}>
            {model.spec.display_name}
            {reason ? ` (${reason})` : priceText(model)}
          </MenuItem>
        )
      })}
    </TextField>
  )
}
