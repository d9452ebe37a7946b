import { MenuItem, TextField } from '@mui/material'
import { useGetList, useGetOne } from 'react-admin'
import type { Account, Style, Tier } from '../records.ts'

const all = { pagination: { page: 1, perPage: 100 }, sort: { field: 'position', order: 'ASC' as const } }

interface ChoiceProps {
  value: string
  onChange: (value: string) => void
  /** What holds when nothing is chosen. */
  inherited: string | undefined
  /** In its words, where what holds differs from image to image. */
  inheritedText?: string
}

/** Why a tier cannot be chosen; undefined where it can. */
function whyNot(tier: Tier, planId: string | undefined): string | undefined {
  if (tier.problem) return 'no model to use'
  if (planId && !tier.planIds.includes(planId)) return `not in plan ${planId}`
  return undefined
}

/** Tiers, with those the account's plan does not allow shown as such. */
export function TierChoice({
  value,
  onChange,
  inherited,
  inheritedText,
  accountId,
}: ChoiceProps & { accountId: number }) {
  const { data: tiers = [] } = useGetList<Tier>('tiers', all)
  const { data: account } = useGetOne<Account>('accounts', { id: accountId })
  const nameOf = (id: string | undefined) => tiers.find((tier) => tier.id === id)?.spec.display_name ?? id
  return (
    <TextField
      select
      fullWidth
      label="Tier"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      <MenuItem value="">{inheritedText ?? `As set: ${nameOf(inherited) ?? '…'}`}</MenuItem>
      {tiers.map((tier) => {
        const reason = whyNot(tier, account?.planId)
        return (
          <MenuItem key={tier.id} value={tier.id} disabled={reason !== undefined}>
            {tier.spec.display_name}
            {reason ? ` (${reason})` : ''}
          </MenuItem>
        )
      })}
    </TextField>
  )
}

export function StyleChoice({ value, onChange, inherited, inheritedText }: ChoiceProps) {
  const { data: styles = [] } = useGetList<Style>('styles', all)
  const nameOf = (id: string | undefined) => styles.find((style) => style.id === id)?.spec.display_name ?? id
  return (
    <TextField
      select
      fullWidth
      label="Style"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      <MenuItem value="">{inheritedText ?? `As set: ${nameOf(inherited) ?? '…'}`}</MenuItem>
      {styles.map((style) => (
        <MenuItem key={style.id} value={style.id}>
          {style.spec.display_name}
        </MenuItem>
      ))}
    </TextField>
  )
}
