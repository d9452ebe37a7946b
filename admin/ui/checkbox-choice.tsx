import { Box, Checkbox, FormControlLabel, FormGroup, FormLabel } from '@mui/material'
import type { ReactNode } from 'react'

interface CheckboxChoiceProps<Option extends string> {
  legend: string
  options: readonly Option[]
  chosen: readonly Option[]
  /** What was chosen, in the order of the options. */
  onChange: (chosen: Option[]) => void
  labelOf: (option: Option) => ReactNode
  /** Beside each other, where they are few and short. */
  isRow?: boolean
}

/** Any of a few things, each with its box. */
export function CheckboxChoice<Option extends string>(props: CheckboxChoiceProps<Option>) {
  const { legend, options, chosen, onChange, labelOf, isRow = false } = props
  return (
    <Box component="fieldset" sx={{ m: 0, p: 0, border: 0 }}>
      <FormLabel component="legend">{legend}</FormLabel>
      <FormGroup row={isRow}>
        {options.map((option) => (
          <FormControlLabel
            key={option}
            control={<Checkbox size="small" checked={chosen.includes(option)} />}
            onChange={(_, isChecked) =>
              onChange(options.filter((each) => (each === option ? isChecked : chosen.includes(each))))
            }
            label={labelOf(option)}
          />
        ))}
      </FormGroup>
    </Box>
  )
}
