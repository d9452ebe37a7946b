import { Box, Checkbox, FormControlLabel, TextField } from '@mui/material'
import { InputHelperText, useInput } from 'react-admin'
import type { Inherited } from './inherited-settings.ts'

/** Null inherits, and the empty text says that nothing is ruled out: two things that an empty input cannot tell apart. */
const asItIs = (value: string | null): string | null => value

/** What no picture should show: as above, nothing, or words of its own. */
export function NegativePromptInput({ inherited }: { inherited: Inherited | undefined }) {
  const { field, fieldState, id } = useInput<string | null>({
    source: 'negativePrompt',
    defaultValue: null,
    format: asItIs,
    parse: asItIs,
  })
  const value: string | null | undefined = field.value
  const isNothing = value === ''
  const above = inherited && (inherited.value === '' ? 'Nothing' : inherited.value)
  const placeholder = isNothing ? 'Nothing is ruled out' : above ? `${above}, from ${inherited?.from}` : 'Inherited'
  return (
    <Box sx={{ gridColumn: '1 / -1' }}>
      <TextField
        name={field.name}
        inputRef={field.ref}
        onBlur={field.onBlur}
        id={id}
        label="Not to be shown"
        value={value ?? ''}
        onChange={(event) => field.onChange(event.target.value === '' ? null : event.target.value)}
        placeholder={placeholder}
        multiline
        maxRows={6}
        fullWidth
        error={fieldState.invalid}
        helperText={
          <InputHelperText
            error={fieldState.error?.message ?? ''}
            helperText="For models that take a negative prompt; what the style rules out is added"
          />
        }
        slotProps={{ inputLabel: { shrink: true }, htmlInput: { readOnly: isNothing } }}
      />
      <FormControlLabel
        control={
          <Checkbox size="small" checked={isNothing} onChange={(_, checked) => field.onChange(checked ? '' : null)} />
        }
        label="Rule nothing out here"
        slotProps={{ typography: { sx: { fontSize: '0.9rem' } } }}
      />
    </Box>
  )
}
