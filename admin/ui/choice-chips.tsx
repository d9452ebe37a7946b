import { Box, Chip } from '@mui/material'

export interface Choice<Value extends string> {
  /** Undefined: everything. */
  value: Value | undefined
  label: string
}

/** A few choices that can all be seen, one of them chosen. */
export function ChoiceChips<Value extends string>({
  choices,
  chosen,
  onChoose,
  label,
}: {
  choices: readonly Choice<Value>[]
  chosen: Value | undefined
  onChoose: (value: Value | undefined) => void
  label: string
}) {
  return (
    <Box
      component="fieldset"
      aria-label={label}
      sx={{ m: 0, p: 0, border: 0, display: 'flex', flexWrap: 'wrap', gap: 0.75, pb: 1.5 }}
    >
      {choices.map((choice) => {
        const isChosen = chosen === choice.value
        return (
          <Chip
            key={choice.value ?? 'all'}
            label={choice.label}
            clickable
            aria-pressed={isChosen}
            color={isChosen ? 'primary' : 'default'}
            variant={isChosen ? 'filled' : 'outlined'}
            onClick={() => onChoose(isChosen ? undefined : choice.value)}
          />
        )
      })}
    </Box>
  )
}
